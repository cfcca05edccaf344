// A document handed over by assets/cite/<document>.js -> citations of its clauses, in every form. No DOM.
// The rules and the strings are those of generator/citation.py: here only the address and the day are filled in.
(function (/** @type {any} */ root) {
  "use strict";

  /** @typedef {[string, number, string, string, number, string, string, string]} Row
   *  anchor, depth, kind, place, length of its last part, says, fingerprint, own words */
  /** @typedef {{id: string, document: any, official: string, place: string, says: string, lines: string[], link: string}} Citation */

  /** @type {Map<string, any>} */
  const documents = new Map();
  /** @type {Record<string, {before: string, line?: string, join?: string, after?: string, escape?: string}>} */
  let forms = {};

  /** @param {any} document @param {any} patterns */
  function citeDocument(document, patterns) {
    document.places = new Map(document.rows.map((/** @type {Row} */ row, /** @type {number} */ number) => [row[0], number]));
    documents.set(document.id, document);
    forms = patterns;
  }

  /** @param {string} clause @returns {[string, string]} id of the document, anchor */
  function split(clause) {
    const dot = clause.indexOf(".");
    return dot < 0 ? [clause, ""] : [clause.slice(0, dot), clause.slice(dot + 1)];
  }

  /** @param {any} document @param {number} number @returns {string[]} the words of a clause and of everything under it */
  function linesOf(document, number) {
    const rows = document.rows, lines = [];
    for (let i = number; i < rows.length && (i === number || rows[i][1] > rows[number][1]); i++) lines.push(...rows[i][7].split("\n"));
    return lines.filter(Boolean);
  }

  /**
   * @param {string} clause
   * @param {string} base the site's root as an absolute address
   * @returns {Citation | null} null where the clause is not known (or its document not loaded)
   */
  function cite(clause, base) {
    const [id, anchor] = split(clause), document = documents.get(id), number = document ? document.places.get(anchor) : undefined;
    if (number === undefined) return null;
    const [, , , place, , says, print] = document.rows[number];
    return { id: clause, document: document, place: place, official: document.head + place, says: says,
      lines: linesOf(document, number), link: page(base, "c/" + clause + "/") + "#v=" + print };
  }

  /** @param {string} base @param {string} path of a folder @returns {string} */
  function page(base, path) {
    // Brackets would end a Markdown link; a folder opened from disk has no index page of its own.
    return (base + path + (base.startsWith("file:") ? "index.html" : "")).replace(/[()]/g, (mark) => (mark === "(" ? "%28" : "%29"));
  }

  /** @param {any} document @param {number} number @returns {string} what a clause stands under; articles run through their chapters */
  function above(document, number) {
    const rows = document.rows, found = [];
    for (let i = number - 1, depth = rows[number][1]; i >= 0 && depth > 0; i--) {
      if (rows[i][1] < depth) {
        depth = rows[i][1];
        if (rows[i][2] !== "chapter") found.push(rows[i][0]);
      }
    }
    return found.join(" ");
  }

  /** @param {string} first @param {string} last @returns {number[] | null} the rows of a run of neighbours, null where it is none */
  function run(first, last) {
    const [id, a] = split(first), [other, b] = split(last), document = documents.get(id);
    if (!document || id !== other) return null;
    const from = document.places.get(a), to = document.places.get(b);
    if (from === undefined || to === undefined || from >= to || document.rows[from][2] !== document.rows[to][2]) return null;
    const over = above(document, from), found = [];
    if (above(document, to) !== over) return null;
    for (let i = from; i <= to; i++) if (document.rows[i][2] === document.rows[from][2] && above(document, i) === over) found.push(i);
    return found;
  }

  /**
   * @param {string} first
   * @param {string} last
   * @param {string} base
   * @returns {Citation | null} 第四条至第六条; null where they are no run of neighbours
   */
  function citeRange(first, last, base) {
    const numbers = run(first, last), one = cite(first, base);
    if (!numbers || !one) return null;
    const document = one.document, end = document.rows[numbers[numbers.length - 1]];
    const place = one.place + "至" + end[3].slice(-end[4]);
    return { id: first + ".." + last, document: document, place: place, official: document.head + place, says: one.says,
      lines: numbers.flatMap((number) => linesOf(document, number)),
      link: base + "policies/" + document.id + "/" + (base.startsWith("file:") ? "index.html" : "") + "#" + split(first)[1] };
  }

  /** @param {string} first @param {string} second @returns {boolean} whether the second stands right behind the first */
  function follows(first, second) {
    const numbers = run(first, second);
    return Boolean(numbers && numbers.length === 2);
  }

  /** @type {Record<string, (text: string, name: string) => string>} */
  const ESCAPES = {
    "": (text) => text,
    html: (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;"),
    markdown: function (text, name) {
      if (name === "link") return text;
      const safe = text.replace(/([\\`*_[\]])/g, "\\$1").replace(/[<>&~]/g, (mark) => "&#" + mark.charCodeAt(0) + ";");
      if (name !== "line") return safe;
      return safe.replace(/^(\d+)([.)])|^([-+#])/, (_all, digits, mark, dash) => (digits ? digits + "\\" + mark : "\\" + dash));
    },
  };

  /**
   * @param {string} name of a form: official, quotation, address, gbt7714, markdown, html
   * @param {Citation} citation
   * @param {string} day ISO date
   * @returns {string}
   */
  function fill(name, citation, day) {
    const form = forms[name], escape = ESCAPES[form.escape || ""], about = citation.document;
    /** @type {Record<string, string>} */
    const values = { official: citation.official, says: citation.says, link: citation.link, place: citation.place, date: day,
      author: about.author, title: about.title, issued: about.issued };
    const put = (/** @type {string} */ pattern, /** @type {string} */ line) =>
      pattern.replace(/\{(\w+)\}/g, (_all, key) => escape(key === "line" ? line : values[key], key));
    const lines = form.line ? citation.lines.map((line) => put(form.line || "", line)).join(form.join || "") : "";
    return put(form.before, "") + lines + put(form.after || "", "");
  }

  /**
   * What has become of the words that an address was copied with.
   * @param {string} clause
   * @param {string} print the fingerprint in the address
   * @returns {{state: "same" | "changed" | "unknown", edition: string | null, before: string[] | null, now: string[]} | null}
   */
  function since(clause, print) {
    const [id, anchor] = split(clause), document = documents.get(id), number = document ? document.places.get(anchor) : undefined;
    if (number === undefined) return null;
    const now = linesOf(document, number), old = (document.earlier[anchor] || []).find((/** @type {any} */ one) => one.v === print);
    if (document.rows[number][6] === print) return { state: "same", edition: null, before: now, now: now };
    return { state: old ? "changed" : "unknown", edition: old ? old.edition : null, before: old ? old.lines : null, now: now };
  }

  root.Handbook = Object.assign(root.Handbook || {}, {
    citeDocument: citeDocument, citeDocuments: documents, cite: cite, citeRange: citeRange, citeFollows: follows,
    citeFill: fill, citeSince: since,
  });
})(typeof window === "undefined" ? globalThis : window);

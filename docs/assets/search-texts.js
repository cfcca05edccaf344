// The loaded parts of the corpus -> where a term stands. No DOM, no index: 200,000 characters are searched faster than an
// index of them is loaded, and what was searched once is remembered, so that a further letter costs its own terms only.
(function (/** @type {any} */ root) {
  "use strict";
  const Handbook = root.Handbook;

  /**
   * @typedef {{id: string, t: string, s: string, a?: string[], n?: string, k: string, j?: string, f?: string, u?: string, y: string,
   *   e?: string, x?: number, i?: string[], c: any[][]}} Doc
   * @typedef {{a?: string[][], d?: string[], c?: string[][], q?: string[], i?: string[]}} Facts awards (title, amount),
   *   terms defined, calculators (id, title, question), what people ask, industries
   * @typedef {{doc: Doc, anchor: string, parent: number, label: number, heading: number, text: string, name: string, facts: Facts,
   *   departments: number[], title: boolean, order: number}} Clause `order`: among all clauses, whatever was loaded first
   * @typedef {{ids: number[], counts: number[], known: number[]}} Postings clauses that hold a term, and how often; those of
   *   which only the facts say it
   */

  const DIGIT = /[\d.]/;
  // Marks between clauses, and before what is known of a clause besides its text.
  const END = "\u0001", KNOWN = "\u0002";

  class Texts {
    constructor() {
      /** @type {Clause[]} */
      this.clauses = [];
      /** @type {Doc[]} */
      this.docs = [];
      /** @type {number[]} number of its document, by clause */
      this.docOf = [];
      /** @type {number[]} */
      this.lengths = [];
      /** @type {string[]} the folded names of each document */
      this.names = [];
      this.total = 0;
      // `ends`: where the text of a clause ends and what else is known of it begins
      /** @type {{text: string, starts: number[], ends: number[], first: number}[]} */
      this.parts = [];
      /** @type {Map<string, Postings>} */
      this.found = new Map();
      /** @type {Map<string, Postings> | null} */
      this.tokens = null;
      this.loaded = new Set();
    }

    /**
     * @param {number} number
     * @param {Doc[]} docs
     */
    add(number, docs) {
      if (this.loaded.has(number)) return;
      this.loaded.add(number);
      /** @type {string[]} */
      const texts = [], first = this.clauses.length;
      for (const doc of docs) {
        for (const clause of this.clausesOf(doc)) {
          clause.order = number * 1e5 + texts.length;
          this.clauses.push(clause);
          this.docOf.push(this.docs.length);
          texts.push(searchedOf(clause) + knownOf(clause.facts));
        }
        this.docs.push(doc);
        this.names.push(Handbook.searchFold(namesOf(doc)));
      }
      // Folded in one go, which is many times faster than one by one; folding would eat line ends and tabs.
      const folded = Handbook.searchFold(texts.join(END)).replaceAll(END, "\n").replaceAll(KNOWN, "\t");
      const part = { text: folded, starts: /** @type {number[]} */ ([]), ends: /** @type {number[]} */ ([]), first: first };
      let start = 0;
      for (const text of part.text.split("\n")) {
        const known = text.indexOf("\t"), length = known < 0 ? text.length : known;
        part.starts.push(start);
        part.ends.push(start + length);
        this.lengths.push(length);
        start += text.length + 1;
      }
      this.total += part.text.length;
      this.parts.push(part);
      this.found.clear();
      this.tokens = null;
    }

    /**
     * @param {Doc} doc
     * @returns {Clause[]}
     */
    clausesOf(doc) {
      const first = this.clauses.length;
      /** @type {Clause[]} */
      const clauses = [];
      /** @type {number[]} */
      const above = [];
      const clause = (/** @type {any[]} */ row, /** @type {number} */ parent) => ({
        doc: doc, anchor: (row[0][0] === "." ? clauses[parent - first].anchor : "") + row[0], parent: parent, label: row[2], heading: row[3], text: row[4], name: row[5] || "",
        facts: row[6] || {}, departments: row.slice(7), title: row[0] === "title" || !row[4], order: 0,
      });
      for (const row of doc.c) {
        above[row[1]] = first + clauses.length;
        clauses.push(clause(row, row[1] ? above[row[1] - 1] : -1));
      }
      // A document without a printed title is found by its name all the same; the link leads to its first words.
      if (doc.x) clauses.push(clause([doc.e || "", 0, 0, 0, "", 0, 0], -1));
      return clauses;
    }

    /**
     * @param {string} term a piece of folded text
     * @returns {Postings}
     */
    find(term) {
      const known = this.found.get(term);
      if (known) return known;
      /** @type {Postings} */
      const found = { ids: [], counts: [], known: [] };
      for (const part of this.parts) findIn(part, term, found);
      this.found.set(term, found);
      return found;
    }

    /**
     * @param {string} key of Handbook.searchTokens
     * @returns {Postings}
     */
    token(key) {
      if (!this.tokens) this.tokens = this.readTokens();
      return this.tokens.get(key) || { ids: [], counts: [], known: [] };
    }

    /**
     * @param {string} start
     * @returns {string[]} the Latin words that begin so
     */
    wordsFrom(start) {
      if (!this.tokens) this.tokens = this.readTokens();
      return Array.from(this.tokens.keys()).filter((key) => key.startsWith(start) && key !== start).slice(0, 8);
    }

    /** @returns {Map<string, Postings>} */
    readTokens() {
      /** @type {Map<string, Postings>} */
      const map = new Map();
      this.clauses.forEach(function (clause, id) {
        const text = Handbook.searchWiden(searchedOf(clause));
        for (const token of Handbook.searchTokens(text)) for (const key of token.keys) {
          let list = map.get(key);
          if (!list) map.set(key, list = { ids: [], counts: [], known: [] });
          if (list.ids[list.ids.length - 1] === id) list.counts[list.counts.length - 1]++;
          else { list.ids.push(id); list.counts.push(1); }
        }
      });
      return map;
    }
  }

  /**
   * @param {Doc} doc
   * @returns {string} every name of a document
   */
  function namesOf(doc) {
    return [doc.t, doc.s].concat(doc.a || [], doc.n || []).join("\n");
  }

  /**
   * @param {Clause} clause
   * @returns {string} what of a clause is searched: with a title every name of the document, with awards what people call them
   */
  function searchedOf(clause) {
    const awards = (clause.facts.a || []).map((award) => award[0]);
    return (clause.title ? namesOf(clause.doc) + "\n" : "") + [clause.text].concat(awards).join("\n");
  }

  /** @param {Facts} facts @returns {string} what only the facts say */
  function knownOf(facts) {
    const words = (facts.d || []).concat(facts.q || [], (facts.c || []).map((one) => one[2]));
    return words.map((word) => KNOWN + word).join("");
  }

  /**
   * @param {{text: string, starts: number[], ends: number[], first: number}} part
   * @param {string} term
   * @param {Postings} found
   */
  function findIn(part, term, found) {
    let clause = 0, last = -1;
    const number = DIGIT.test(term[0]);
    for (let at = part.text.indexOf(term); at >= 0; at = part.text.indexOf(term, at + 1)) {
      if (number && DIGIT.test(part.text[at - 1])) continue; // 2亿 does not stand in 22亿
      while (clause + 1 < part.starts.length && part.starts[clause + 1] <= at) clause++;
      if (at >= part.ends[clause]) found.known.push(part.first + clause);
      else if (clause === last) found.counts[found.counts.length - 1]++;
      else { found.ids.push(part.first + clause); found.counts.push(1); last = clause; }
    }
  }

  root.Handbook = Object.assign(Handbook, { SearchTexts: Texts, searchNames: namesOf });
})(typeof window === "undefined" ? globalThis : window);

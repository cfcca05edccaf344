// The loaded parts of the corpus -> where a term stands. No DOM, no index: 200,000 characters are searched faster than an
// index of them is loaded, and what was searched once is remembered, so that a further letter costs its own terms only.
(function (/** @type {any} */ root) {
  "use strict";
  const Handbook = root.Handbook;

  /** @typedef {{id: string, t: string, s: string, a?: string[], n?: string, k: string, j?: string, f?: string, u?: string, y: string, e?: string, x?: number, i?: string[], c: any[][]}} Doc */
  /** @typedef {{doc: Doc, anchor: string, parent: number, label: number, heading: number, text: string, name: string, awards: string, departments: number[], title: boolean, order: number}} Clause `order`: among all clauses, whatever was loaded first */
  /** @typedef {{ids: number[], counts: number[]}} Postings clauses that hold a term, and how often */

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
      /** @type {{text: string, starts: number[], first: number}[]} */
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
      const texts = [];
      const part = { text: "", starts: /** @type {number[]} */ ([]), first: this.clauses.length };
      let length = 0;
      for (const doc of docs) {
        for (const clause of this.clausesOf(doc)) {
          const text = Handbook.searchFold(searchedOf(clause));
          clause.order = number * 1e5 + texts.length;
          this.clauses.push(clause);
          this.docOf.push(this.docs.length);
          this.lengths.push(text.length);
          part.starts.push(length);
          texts.push(text);
          length += text.length + 1;
        }
        this.docs.push(doc);
        this.names.push(Handbook.searchFold(namesOf(doc)));
      }
      part.text = texts.join("\n");
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
        doc: doc, anchor: row[0], parent: parent, label: row[2], heading: row[3], text: row[4], name: row[5] || "",
        awards: row[6] || "", departments: row.slice(7), title: row[0] === "title" || !row[4], order: 0,
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
      const found = { ids: [], counts: [] };
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
      return this.tokens.get(key) || { ids: [], counts: [] };
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
          if (!list) map.set(key, list = { ids: [], counts: [] });
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
   * @returns {string} what of a clause is searched: with a title every name of the document, with an award its name
   */
  function searchedOf(clause) {
    return (clause.title ? namesOf(clause.doc) + "\n" : "") + clause.text + (clause.awards ? "\n" + clause.awards : "");
  }

  /**
   * @param {{text: string, starts: number[], first: number}} part
   * @param {string} term
   * @param {Postings} found
   */
  function findIn(part, term, found) {
    let clause = 0, last = -1;
    for (let at = part.text.indexOf(term); at >= 0; at = part.text.indexOf(term, at + 1)) {
      while (clause + 1 < part.starts.length && part.starts[clause + 1] <= at) clause++;
      if (clause === last) found.counts[found.counts.length - 1]++;
      else { found.ids.push(part.first + clause); found.counts.push(1); last = clause; }
    }
  }

  root.Handbook = Object.assign(Handbook, { SearchTexts: Texts, searchNames: namesOf });
})(typeof window === "undefined" ? globalThis : window);

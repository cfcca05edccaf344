// What was typed so far -> what it may become: names of documents, departments, awards, terms, calculators, known words. No DOM.
(function (/** @type {any} */ root) {
  "use strict";
  const Handbook = root.Handbook;
  const MOST = 6;

  /** @typedef {{text: string, folded: string, rank: number}} Candidate */

  class Suggester {
    /** @param {any} texts Handbook.SearchTexts @param {any} words Handbook.SearchVocabulary */
    constructor(texts, words) {
      this.texts = texts;
      this.words = words;
      /** @type {Candidate[]} */
      this.candidates = [];
      this.size = -1;
    }

    /**
     * @param {string} typed
     * @returns {string[]} beginnings before other places, short before long
     */
    suggest(typed) {
      const folded = Handbook.searchFold(typed);
      if (!folded || folded.length > 20) return [];
      if (this.size !== this.texts.clauses.length) this.gather();
      const fits = this.candidates.filter((one) => one.folded.includes(folded) && one.folded !== folded);
      const order = (/** @type {Candidate} */ one) => (one.folded.startsWith(folded) ? 0 : 100) + one.rank + one.folded.length / 100;
      return fits.sort((a, b) => order(a) - order(b)).slice(0, MOST).map((one) => one.text);
    }

    /** @param {string} typed @returns {string[]} the words that share most characters with it, at least half of their own */
    near(typed) {
      const chars = new Set(Handbook.searchFold(typed));
      if (this.size !== this.texts.clauses.length) this.gather();
      const shared = (/** @type {string} */ text) => Array.from(new Set(text)).filter((char) => chars.has(char)).length / text.length;
      return this.candidates.map((one) => ({ text: one.text, share: shared(one.folded) })).filter((one) => one.share >= 0.5)
        .sort((a, b) => b.share - a.share).slice(0, MOST).map((one) => one.text);
    }

    gather() {
      /** @type {Map<string, Candidate>} */
      const found = new Map();
      const add = (/** @type {string} */ text, /** @type {number} */ rank) => {
        const folded = Handbook.searchFold(text);
        if (folded.length > 1 && folded.length <= 24 && !found.has(folded)) found.set(folded, { text: text, folded: folded, rank: rank });
      };
      for (const word of this.words.typed()) add(word, 1);
      for (const doc of this.texts.docs) add(doc.s, 0);
      for (const body of this.words.departments) add(body[1], 2);
      for (const clause of this.texts.clauses) {
        for (const award of clause.facts.a || []) add(award[0], 2);
        for (const term of clause.facts.d || []) add(term, 2);
        for (const one of clause.facts.c || []) add(one[1], 2);
      }
      this.candidates = Array.from(found.values());
      this.size = this.texts.clauses.length;
    }
  }

  root.Handbook = Object.assign(Handbook, { SearchSuggester: Suggester });
})(typeof window === "undefined" ? globalThis : window);

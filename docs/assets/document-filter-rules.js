// Rows and a choice -> which rows stay, and how many each further choice would leave. No DOM: document-filter.js shows it.
(function (/** @type {any} */ root) {
  "use strict";

  /** @typedef {Record<string, string[]>} Facets a row's values, by facet; a row may have several of one facet */
  /** @typedef {{facets: Facets, text: string}} Row */
  /** @typedef {Record<string, string>} Choice one value a facet, and the words under `q`; what is absent does not matter */

  /**
   * @param {string} text
   * @returns {string} the same for full-width and half-width, upper and lower case
   */
  function fold(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  /**
   * @param {string | undefined} words
   * @returns {string[]}
   */
  function terms(words) {
    return fold(words || "").split(/\s+/).filter(Boolean);
  }

  /**
   * @param {Row} row
   * @param {Choice} choice
   * @returns {boolean}
   */
  function matches(row, choice) {
    const text = fold(row.text);
    return Object.keys(choice).every(function (name) {
      if (name === "q") return terms(choice.q).every((term) => text.includes(term));
      return !choice[name] || (row.facets[name] || []).includes(choice[name]);
    });
  }

  /**
   * @param {Row[]} rows
   * @param {Choice} choice
   * @param {string} name a facet
   * @returns {Map<string, number>} the rows that each of its values would leave, the other choices kept
   */
  function countsOf(rows, choice, name) {
    const others = Object.assign({}, choice, { [name]: "" });
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const row of rows) {
      const kept = matches(row, others) ? 1 : 0;
      for (const value of row.facets[name] || []) counts.set(value, (counts.get(value) || 0) + kept);
    }
    return counts;
  }

  /**
   * @param {string} code of status.js
   * @returns {string[]} what a reader who asks for documents in force expects: those that expire soon are still in force
   */
  function statusFacets(code) {
    return code === "expiring" ? ["in-force", "expiring"] : [code];
  }

  root.Handbook = Object.assign(root.Handbook || {}, { filterMatches: matches, filterCounts: countsOf, statusFacets: statusFacets });
})(typeof window === "undefined" ? globalThis : window);

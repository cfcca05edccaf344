// Pairs of characters -> the parts of a large corpus that hold them (generator/exports/search.py writes them). No DOM.
(function (/** @type {any} */ root) {
  "use strict";
  const Handbook = root.Handbook;
  const ENDS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&()*+-";

  /**
   * @param {any} plan
   * @returns {string[]} what the routes are looked up by: pairs, Latin words, numbers
   */
  function terms(plan) {
    /** @type {Set<string>} */
    const found = new Set();
    const texts = plan.groups.flatMap((/** @type {any} */ group) => group.readings.map((/** @type {any} */ reading) => reading.text));
    for (const text of texts.concat(plan.citations.map((/** @type {any} */ citation) => citation.number ? citation.text : ""))) {
      for (const run of text.match(/[\u3400-\u9fff]+/g) || []) for (let i = 0; i + 1 < run.length; i++) found.add(run.substr(i, 2));
      for (const word of text.match(/[a-z]+|\d+(?:\.\d+)?/g) || []) found.add(word);
    }
    return Array.from(found);
  }

  /**
   * @param {string[]} firsts the first term of each route file, in order
   * @param {string} term
   * @returns {number} the file that would hold it
   */
  function routeOf(firsts, term) {
    let low = 0, high = firsts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (firsts[middle] <= term) low = middle + 1; else high = middle;
    }
    return low - 1;
  }

  /**
   * @param {string} code gaps in base 36, the last digit of each a capital letter or a mark
   * @returns {number[]}
   */
  function decode(code) {
    const numbers = [];
    let last = -1, gap = "";
    for (const char of code) {
      const end = ENDS.indexOf(char);
      if (end < 0) { gap += char; continue; }
      last += (gap ? parseInt(gap, 36) * 36 : 0) + end + 1;
      numbers.push(last);
      gap = "";
    }
    return numbers;
  }

  /**
   * @param {string[]} terms
   * @param {(term: string) => string | undefined} codeOf
   * @param {number} parts how many there are
   * @returns {number[]} the parts, best first
   */
  function best(terms, codeOf, parts) {
    /** @type {Map<number, number>} */
    const scores = new Map();
    for (const term of terms) {
      const numbers = decode(codeOf(term) || "");
      for (const number of numbers) scores.set(number, (scores.get(number) || 0) + Math.log(1 + parts / numbers.length));
    }
    return Array.from(scores.keys()).sort((a, b) => (scores.get(b) || 0) - (scores.get(a) || 0) || a - b);
  }

  root.Handbook = Object.assign(Handbook, { searchRouteTerms: terms, searchRouteOf: routeOf, searchBestParts: best, searchDecode: decode });
})(typeof window === "undefined" ? globalThis : window);

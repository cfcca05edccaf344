// A plan and the loaded texts -> clauses, best first. No DOM.
//
// The measure is BM25 over pairs of characters joined by OR: people write sentences, and no clause holds all of one.
// Four things were added because the tuning questions asked for them:
// - a clause that answers the whole question beats one that repeats a part of it (COVERAGE);
// - a clause stands in a chapter of a document, and readers name these too (上级标题, 文件名): what stands above counts,
//   at a discount, so that the clause with the words itself comes first (ABOVE, NAME);
// - a group of words that mean the same counts once, by its best reading;
// - a citation is an address, and so is a document's title: it comes first whatever the words say.
(function (/** @type {any} */ root) {
  "use strict";
  const Handbook = root.Handbook;

  const OPTIONS = { K: 1.2, B: 0.45, COVERAGE: 1.0, ABOVE: 0.45, NAME: 0.3, TITLE: 0.8 };

  /** @typedef {{clause: number, score: number, why: string, real: boolean}} Scored `real`: more than single characters */

  class Ranker {
    /** @param {any} texts Handbook.SearchTexts */
    constructor(texts) {
      this.texts = texts;
      /** @type {Map<string, {strength: Float32Array, idf: number}>} */
      this.known = new Map();
      this.size = 0;
    }

    /**
     * How well each clause answers a term: its own words by BM25, the words above it at a discount.
     * @param {any} term
     * @returns {{strength: Float32Array, idf: number}}
     */
    strengthOf(term) {
      if (this.size !== this.texts.clauses.length) { this.known.clear(); this.size = this.texts.clauses.length; }
      const key = (term.token ? "=" : "") + term.key;
      let known = this.known.get(key);
      if (!known) this.known.set(key, known = this.measure(term));
      return known;
    }

    /** @param {any} term @returns {{strength: Float32Array, idf: number}} */
    measure(term) {
      const texts = this.texts, size = texts.clauses.length, average = texts.total / size;
      const found = term.token ? texts.token(term.key) : texts.find(term.key);
      const strength = new Float32Array(size);
      const df = found.ids.length;
      if (!df) return { strength: strength, idf: 0 };
      const idf = Math.log(1 + (size - df + 0.5) / (df + 0.5));
      for (let i = 0; i < df; i++) {
        const id = found.ids[i], count = found.counts[i];
        strength[id] = idf * count * (OPTIONS.K + 1) / (count + OPTIONS.K * (1 - OPTIONS.B + OPTIONS.B * texts.lengths[id] / average));
      }
      this.inherit(term, strength, idf);
      return { strength: strength, idf: idf };
    }

    /** @param {any} term @param {Float32Array} strength @param {number} idf */
    inherit(term, strength, idf) {
      const texts = this.texts, above = new Uint8Array(strength.length);
      const named = term.token ? [] : texts.names.map((/** @type {string} */ name) => name.includes(term.key));
      for (let id = 0; id < strength.length; id++) {
        const parent = texts.clauses[id].parent;
        if (parent >= 0 && (above[parent] || strength[parent] >= idf * 0.5)) above[id] = 1;
        if (strength[id] > 0) continue;
        if (above[id]) strength[id] = OPTIONS.ABOVE * idf;
        else if (named[texts.docOf[id]]) strength[id] = OPTIONS.NAME * idf;
      }
    }

    /**
     * @param {any} plan
     * @returns {Scored[]} every clause that answers something, best first
     */
    rank(plan) {
      const size = this.texts.clauses.length, scores = new Float32Array(size), covered = new Float32Array(size);
      let whole = 0;
      for (const group of plan.groups) whole += this.addGroup(group, scores, covered);
      /** @type {Scored[]} */
      const found = [];
      for (let id = 0; id < size; id++) {
        if (scores[id] <= 0) continue;
        const share = covered[id] / whole;
        found.push({ clause: id, score: scores[id] * (1 + OPTIONS.COVERAGE * share * share), why: "", real: share > 0.15 });
      }
      this.raiseTitles(plan, found);
      found.sort((a, b) => b.score - a.score || a.clause - b.clause);
      return found;
    }

    /**
     * @param {any} group
     * @param {Float32Array} scores
     * @param {Float32Array} covered
     * @returns {number} what a clause that holds all of the group would cover
     */
    addGroup(group, scores, covered) {
      const size = scores.length;
      let best = null, bestCovered = null, whole = 0;
      for (const reading of group.readings) {
        const sums = new Float32Array(size), covers = new Float32Array(size);
        let all = 0;
        for (const term of reading.terms) {
          const known = this.strengthOf(term);
          if (!known.idf) continue;
          all += term.weight * known.idf;
          for (let id = 0; id < size; id++) {
            const strength = known.strength[id];
            if (strength > 0) { sums[id] += term.weight * strength; covers[id] += term.weight * Math.min(strength, known.idf); }
          }
        }
        if (!all) continue;
        whole = Math.max(whole, all * reading.weight);
        if (!best || !bestCovered) { best = sums; bestCovered = covers; if (reading.weight !== 1) scale(best, bestCovered, reading.weight); continue; }
        for (let id = 0; id < size; id++) {
          if (sums[id] * reading.weight > best[id]) { best[id] = sums[id] * reading.weight; bestCovered[id] = covers[id] * reading.weight; }
        }
      }
      if (best && bestCovered) for (let id = 0; id < size; id++) { scores[id] += best[id]; covered[id] += bestCovered[id]; }
      return whole;
    }

    /**
     * A question that is a document's name wants the document.
     * @param {any} plan
     * @param {Scored[]} found
     */
    raiseTitles(plan, found) {
      const question = plan.text.replace(/\s+/g, "");
      if (question.length < 4) return;
      const top = found.reduce((most, hit) => Math.max(most, hit.score), 0);
      for (const hit of found) {
        const clause = this.texts.clauses[hit.clause];
        if (!clause.title) continue;
        const likeness = nameLikeness(question, clause.doc);
        if (likeness >= OPTIONS.TITLE) { hit.score = top * (1 + likeness); hit.why = "title"; }
      }
    }
  }

  /** @param {Float32Array} a @param {Float32Array} b @param {number} by */
  function scale(a, b, by) {
    for (let id = 0; id < a.length; id++) { a[id] *= by; b[id] *= by; }
  }

  /** @param {string} text @returns {Set<string>} */
  function pairs(text) {
    const found = new Set();
    for (let i = 0; i + 1 < text.length; i++) found.add(text.substr(i, 2));
    return found;
  }

  /**
   * @param {string} question
   * @param {any} doc
   * @returns {number} 0 to 1: how much of the question and of a name of the document are the same
   */
  function nameLikeness(question, doc) {
    const asked = pairs(question);
    return Math.max(...[doc.t, doc.s].concat(doc.a || []).map(function (name) {
      const own = pairs(Handbook.searchFold(name));
      let shared = 0;
      for (const pair of asked) if (own.has(pair)) shared++;
      return 2 * shared / (asked.size + own.size);
    }));
  }

  root.Handbook = Object.assign(Handbook, { SearchRanker: Ranker, SEARCH_OPTIONS: OPTIONS, nameLikeness: nameLikeness });
})(typeof window === "undefined" ? globalThis : window);

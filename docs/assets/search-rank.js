// A plan and the loaded texts -> clauses, best first. No DOM.
//
// How the search ranks. A question is cut into the words that the thesaurus knows and what stands between them; each word is
// looked for as it was typed and, for less, as the documents say it (买房: 购房). What is counted are pairs of characters,
// joined by OR, since people write sentences and no clause holds all of one; BM25 gives rare pairs more weight than common
// ones and a mention in a short clause more than in a long one. To this come five things that the tuning questions asked for:
// - a clause that answers the whole question beats one that repeats a part of it (COVERAGE);
// - a clause stands in a chapter of a document, and readers name these too (出租车能不能做广告: the clause on 广告 does not
//   say 出租汽车, its document does): what stands above counts, at a discount (ABOVE, NAME);
// - words that mean the same count once, by the best of them;
// - what people ask of a clause in their own words (data/asked.yml) is found like its text, for less (KNOWN), and counts
//   once more where the whole question is nearly one of these (ASKED); a question 多少钱 prefers clauses with an amount (ANSWER);
// - a citation is an address, and so is a document's title: it comes first whatever the words say.
// One mistyped character is put right before all this (search-typo.js), by its sound and by what stands beside it.
(function (/** @type {any} */ root) {
  "use strict";
  const Handbook = root.Handbook;

/**
   * Set by trying each on the tuning and held-out questions (bench/search.py; never on the unseen ones). K, B: BM25's own.
   * ABOVE, NAME: the share of a word's weight that a clause gets from the clauses above it, from its document's name.
   * TITLE: likeness from which a question counts as a document's name; NO_TITLE: what titles weigh otherwise.
   * BODY: a department's name is a filter more than a topic. ANSWER: a clause with an amount, for a question 多少钱.
   * REAL: the share of a question from which a clause counts as found at all.
   * KNOWN: the share for words that only the facts and what people ask say. ASIDE: what introductions and explanations weigh.
   * ASKED: for a question that is nearly one of those that people ask of a clause.
   */
  const OPTIONS = {
    K: 0.6, B: 0.65, COVERAGE: 1.5, ABOVE: 0.7, NAME: 0.85, TITLE: 0.8, BODY: 0.7, NO_TITLE: 0.6, ANSWER: 1.35, REAL: 0.07,
    KNOWN: 0.8, ASIDE: 0.86, ASKED: 0.8,
  };

  // Of the best score: what lies below it comes nowhere near the first, whatever else speaks for it.
  const FAR = 0.3;

  // What explains or introduces a text says again what its clauses lay down.
  const ASIDE = /^(?:interpretation|preamble|notice)/;

  /** @typedef {{clause: number, score: number, why: string, real: boolean}} Scored `real`: more than single characters */

  class Ranker {
    /** @param {any} texts Handbook.SearchTexts */
    constructor(texts) {
      this.texts = texts;
      /** @type {Map<string, {strength: Float32Array, idf: number}>} */
      this.known = new Map();
      /** @type {Map<string, any>} what a further letter does not change is not measured again */
      this.readings = new Map();
      /** @type {Map<string, number>} */
      this.rarities = new Map();
      this.size = 0;
    }

    /**
     * How well each clause answers a term: its own words by BM25, the words above it at a discount.
     * @param {any} term
     * @returns {{strength: Float32Array, idf: number}}
     */
    strengthOf(term) {
      if (this.size !== this.texts.clauses.length) this.forget();
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
      if (!df && !found.known.length) return { strength: strength, idf: 0 };
      const idf = Math.log(1 + (size - df + 0.5) / (df + 0.5));
      for (const id of found.known) strength[id] = OPTIONS.KNOWN * idf;
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
      const lost = this.lostOf(plan), asked = pairs(plan.text);
      /** @type {Scored[]} */
      const found = [];
      for (let id = 0; id < size; id++) {
        if (scores[id] <= 0) continue;
        const share = covered[id] / whole;
        const clause = this.texts.clauses[id];
        let score = scores[id] * (1 + OPTIONS.COVERAGE * share * share);
        if (clause.title) score *= OPTIONS.NO_TITLE;
        else if (ASIDE.test(clause.anchor)) score *= OPTIONS.ASIDE;
        if (plan.wants && !clause.title && answers(clause, plan.wants)) score *= OPTIONS.ANSWER;
        found.push({ clause: id, score: score, why: "", real: covered[id] / (whole + lost) > OPTIONS.REAL });
      }
      this.raiseAsked(asked, found);
      this.raiseTitles(plan, found);
      found.sort((a, b) => b.score - a.score || this.texts.clauses[a.clause].order - this.texts.clauses[b.clause].order);
      return found;
    }

    /**
     * A question that people ask of a clause, or nearly so. Looked at for the clauses that may be shown only.
     * @param {Set<string>} asked pairs of the question
     * @param {Scored[]} found
     */
    raiseAsked(asked, found) {
      const least = found.reduce((most, hit) => Math.max(most, hit.score), 0) * FAR;
      for (const hit of found) {
        const clause = this.texts.clauses[hit.clause];
        if (hit.score >= least && clause.facts.q) hit.score *= 1 + OPTIONS.ASKED * askedLikeness(asked, clause);
      }
    }

    /**
     * What of the question stands nowhere, as if it were as rare as can be: a clause that shares one character with a
     * question of unknown words is no answer.
     * @param {any} plan
     * @returns {number}
     */
    lostOf(plan) {
      const rarest = Math.log(1 + this.texts.clauses.length);
      let lost = 0;
      for (const group of plan.groups) {
        const lacks = (/** @type {any} */ term) => term.weight === 1 && !this.strengthOf(term).idf;
        const unknown = group.readings.map((/** @type {any} */ reading) => reading.terms.filter(lacks).length);
        lost += Math.min(...unknown) * rarest;
      }
      return lost;
    }

    /**
     * Adds the best reading of a group to each clause.
     * @param {any} group
     * @param {Float32Array} scores
     * @param {Float32Array} covered
     * @returns {number} what a clause that holds all of the group would cover
     */
    addGroup(group, scores, covered) {
      const readings = group.readings.map((/** @type {any} */ reading) => this.read(reading))
        .filter((/** @type {any} */ reading) => reading.all > 0);
      if (!readings.length) return 0;
      const body = group.department >= 0, letters = worthOf(group, readings);
      const rate = readings.length > 1 && !body ? (letters + this.rarity(group, readings)) / 2 / letters : 1;
      for (let id = 0; id < scores.length; id++) {
        let best = 0, most = 0;
        for (const { sums, covers, all, reading } of readings) {
          if (!covers[id]) continue;
          const share = covers[id] / all;
          // Of words that the reader did not type, a part says less; of a department's name it says nothing much:
          // 人力资源 is not yet the bureau of that name.
          const trust = reading.weight === 1 ? 1 : reading.weight * (body ? share : Math.sqrt(share));
          const score = sums[id] * trust * (body ? letters / all : rate * Math.min(1, letters / all));
          if (score > best) { best = score; most = share * trust * (body ? letters : rate * Math.min(letters, all)); }
        }
        if (body && best < letters && this.texts.clauses[id].departments.includes(group.department)) best = most = letters;
        scores[id] += best;
        covered[id] += most;
      }
      return rate * letters;
    }

    /**
     * What a group is worth by how many clauses say it in any of its words: 管道燃气 is rare, but to a question that says
     * 煤气 it is only one more name of what half of a regulation speaks of.
     * @param {any} group
     * @param {any[]} readings
     * @returns {number}
     */
    rarity(group, readings) {
      const known = this.rarities.get(group.said);
      if (known) return known;
      const size = this.texts.clauses.length;
      let df = 0;
      for (let id = 0; id < size; id++) if (readings.some((one) => one.covers[id] >= 0.98 * one.all)) df++;
      const worth = Math.log(1 + (size - df + 0.5) / (df + 0.5)) * (0.5 + 0.6 * Math.min(group.said.length, 5));
      this.rarities.set(group.said, worth);
      return worth;
    }

    /** @param {any} reading @returns {{reading: any, sums: Float32Array, covers: Float32Array, all: number, complete: boolean}} */
    read(reading) {
      if (this.size !== this.texts.clauses.length) this.forget();
      const known = this.readings.get(reading.text);
      if (known) return { ...known, reading: reading };
      const measured = this.sum(reading);
      this.readings.set(reading.text, measured);
      return measured;
    }

    /** More was loaded: what was measured before is no longer true. */
    forget() {
      this.known.clear();
      this.readings.clear();
      this.rarities.clear();
      this.size = this.texts.clauses.length;
    }

    /** @param {any} reading @returns {{reading: any, sums: Float32Array, covers: Float32Array, all: number, complete: boolean}} */
    sum(reading) {
      const size = this.texts.clauses.length, sums = new Float32Array(size), covers = new Float32Array(size);
      let all = 0, complete = true;
      for (const term of reading.terms) {
        const known = this.strengthOf(term), weight = term.weight;
        if (!known.idf) { if (term.weight === 1) complete = false; continue; }
        all += weight * known.idf;
        for (let id = 0; id < size; id++) {
          const strength = known.strength[id];
          if (strength > 0) { sums[id] += weight * strength; covers[id] += weight * (strength < known.idf ? strength : known.idf); }
        }
      }
      return { reading: reading, sums: sums, covers: covers, all: all, complete: complete };
    }

    /**
     * A question that is a document's name wants the document.
     * @param {any} plan
     * @param {Scored[]} found
     */
    raiseTitles(plan, found) {
      if (plan.text.length < 4) return;
      const others = plan.groups.flatMap((/** @type {any} */ group) => group.readings.slice(1, 4)
        .map((/** @type {any} */ reading) => plan.text.replace(group.said, reading.text)));
      const said = [plan.text].concat(others);
      const top = found.reduce((most, hit) => Math.max(most, hit.score), 0);
      for (const hit of found) {
        const clause = this.texts.clauses[hit.clause];
        if (!clause.title) continue;
        const likeness = Math.max(...said.map((text) => nameLikeness(text, clause.doc)));
        if (likeness >= OPTIONS.TITLE) { hit.score = top * (1 + likeness); hit.why = "title"; }
      }
    }
  }

  /** @type {Record<string, RegExp>} what a clause has that answers 多少钱, 几天, 怎么罚 */
  const ANSWERS = {
    calculator: /\d\s*(万|亿)?元|[%‰]/, definition: /是指|所称|指的是/, amount: /\d\s*(万|亿)?元|[%‰]|百分点|免征|减半|全免/,
    time: /\d+\s*个?(工作日|日|天|月|年|小时)内?|[一二三四五六七八九十]+年|有效期|施行/, penalty: /罚款|处分|责令|取消|撤销|追究|没收/,
  };

  /** @param {any} clause @param {string} wants @returns {boolean} */
  function answers(clause, wants) {
    if (!clause.answers) clause.answers = {};
    if (!(wants in clause.answers)) clause.answers[wants] = ANSWERS[wants].test(clause.text);
    return clause.answers[wants];
  }

  /**
   * What a group counts for in a question: the best of its readings, but no more than twice the words that were typed
   * (else a long synonym drowns the rest of the question), and a department by its typed name, whatever its full one.
   * @param {any} group
   * @param {{reading: any, all: number, complete: boolean}[]} readings
   * @returns {number}
   */
  function worthOf(group, readings) {
    const most = Math.max(...readings.map((reading) => reading.all));
    const typed = readings[0].reading === group.readings[0] && readings[0].complete ? readings[0].all : most;
    return group.department >= 0 ? typed * OPTIONS.BODY : Math.min(most, 2 * typed);
  }

  /**
   * @param {Set<string>} asked pairs of the question
   * @param {any} clause
   * @returns {number} 0 to 1: how much the question is one of those that people ask of the clause
   */
  function askedLikeness(asked, clause) {
    if (!clause.questions) clause.questions = Handbook.searchFold(clause.facts.q.join("\u0001")).split("\u0001").map(pairs);
    let most = 0;
    for (const own of clause.questions) most = Math.max(most, 2 * shared(own, asked) / (own.size + asked.size));
    return most;
  }

  /** @param {string} text @returns {Set<string>} */
  function pairs(text) {
    const found = new Set();
    for (const run of text.split(" ")) for (let i = 0; i + 1 < run.length; i++) found.add(run.substr(i, 2));
    return found;
  }

  // What titles share with each other, and what people leave out of them.
  const FILLERS = /苏州市?|关于|市政府|人民政府|进一步|若干|高质量|发展|推动|加快|促进|支持|的|和|\d{4}年?(?:[~～-]\d{4}年?)?/g;
  // 措施, 办法 …: a question that ends so names a document.
  const TITLE_END = /(?:措施|办法|意见|方案|计划|规划|清单|决定|通知|指标|要点|政策|目录|规定|八条)$/;

  /**
   * @param {string} question
   * @param {any} doc
   * @returns {number} 0 to 1: how much of the question and of a name of the document are the same
   */
  function nameLikeness(question, doc) {
    const asked = pairs(question), bare = pairs(question.replace(FILLERS, "")), named = TITLE_END.test(question);
    return Math.max(...namesOf(doc).map(function (name) {
      const dice = 2 * shared(asked, name.all) / (asked.size + name.all.size), same = shared(bare, name.core);
      // 跨境电商…行动计划 without its years, 十四五服务业规划 for 苏州市“十四五”服务业发展规划: the document all the same.
      const within = same >= 0.95 * bare.size && (named ? bare.size > 2 : bare.size >= 0.5 * name.core.size);
      const nearly = named && bare.size > 3 && same >= 0.7 * bare.size;
      return Math.max(dice - 0.05, (within ? 0.9 : nearly ? 0.8 : 0) + 0.1 * dice);
    }));
  }

  /** @type {WeakMap<any, {all: Set<string>, core: Set<string>}[]>} */
  const NAMES = new WeakMap();

  /** @param {any} doc @returns {{all: Set<string>, core: Set<string>}[]} the pairs of each of its names, and of what is its own in it */
  function namesOf(doc) {
    const known = NAMES.get(doc);
    if (known) return known;
    const names = [doc.t, doc.s].concat(doc.a || []).map(Handbook.searchFold)
      .map((/** @type {string} */ name) => ({ all: pairs(name), core: pairs(name.replace(FILLERS, "")) }));
    NAMES.set(doc, names);
    return names;
  }

  /** @param {Set<string>} some @param {Set<string>} others @returns {number} */
  function shared(some, others) {
    let count = 0;
    for (const pair of some) if (others.has(pair)) count++;
    return count;
  }

  root.Handbook = Object.assign(Handbook, { SearchRanker: Ranker, SEARCH_OPTIONS: OPTIONS, nameLikeness: nameLikeness });
})(typeof window === "undefined" ? globalThis : window);

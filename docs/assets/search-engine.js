// Question -> answer: puts the plan, the citations and the ranking together. No DOM; what is loaded is handed in.
(function (/** @type {any} */ root) {
  "use strict";
  const Handbook = root.Handbook;
  // Of what pairs joined by OR bring up, that which scores a quarter of the best is shown, and no fewer than ten where
  // there are ten that share more than single characters with the question.
  const TAIL = 0.25, FEWEST = 10;

  /**
   * @typedef {{kind: "clause" | "document" | "department" | "calculator", id: string, doc?: any, clause?: any, department?: any[],
   *   calculator?: string[], url: string, why: string}} Hit
   * @typedef {{hits: Hit[], plan: any, also: string[], missing: string[], note: string}} Answer `note`: about
   *   a citation
   */

  class Engine {
    constructor() {
      this.texts = new Handbook.SearchTexts();
      this.ranker = new Handbook.SearchRanker(this.texts);
      /** @type {any} */
      this.words = new Handbook.SearchVocabulary({ stop: [], entries: [], departments: [] });
      /** @type {Record<string, string> | null} */
      this.variants = null;
      /** @type {string[] | null} */
      this.sounds = null;
      /** @type {{question: string, size: number, plan: any, right: any}} what was understood last, of how many clauses */
      this.last = { question: "", size: 0, plan: null, right: null };
    }

    /** @param {any} words */
    learn(words) {
      this.words = new Handbook.SearchVocabulary(words);
      this.labels = words;
      this.last.question = "";
      this.suggester = new Handbook.SearchSuggester(this.texts, this.words);
    }

    /**
     * @param {string} table traditional and simplified character in turn
     * @param {string} sounds characters that sound alike, one line for each sound
     */
    addVariants(table, sounds) {
      this.sounds = sounds.split("\n");
      const chars = Array.from(table);
      /** @type {Record<string, string>} */
      const map = {};
      for (let i = 0; i + 1 < chars.length; i += 2) map[chars[i]] = chars[i + 1];
      this.variants = map;
      this.last.question = "";
    }

    /**
     * @param {string} question
     * @returns {boolean} whether the tables of characters are wanted: one stands nowhere in the texts, or may be mistyped
     */
    wantsVariants(question) {
      if (this.variants) return false;
      return Array.from(question).some((char) => /[\u3400-\u9fff]/.test(char) && !this.texts.find(char).ids.length) ||
        this.understand(question).right.doubt;
    }

    /** @param {string} typed @returns {string[]} */
    suggest(typed) {
      return this.suggester ? this.suggester.suggest(typed) : [];
    }

    /** @param {string} typed @returns {string[]} known words that share something with a question that found nothing */
    near(typed) {
      return this.suggester ? this.suggester.near(typed) : [];
    }

    /**
     * @param {string} question
     * @returns {Answer}
     */
    search(question) {
      const plan = this.planOf(question);
      const ranked = this.ranker.rank(plan);
      const cited = Handbook.searchCited(plan, this.texts), seen = new Set(cited.ids);
      const rest = ranked.map((/** @type {any} */ hit) => hit.clause).filter((/** @type {number} */ id) => !seen.has(id));
      const order = cited.ids.concat(rest);
      const bodies = this.departmentHits(plan);
      const near = Math.max(cited.ids.length, this.countOf(ranked, seen));
      const clauses = this.distinct(order).slice(0, near).map((id) => this.clauseHit(id, seen.has(id) ? "cited" : ""));
      const hits = bodies.concat(Handbook.withCalculators(clauses, plan));
      return {
        hits: hits, plan: plan, also: this.alsoOf(plan),
        missing: this.missingFrom(plan), note: cited.note,
      };
    }

    /** @param {string} question @returns {{plan: any, right: any}} the plan, and the same with one character put right */
    understand(question) {
      const size = this.texts.clauses.length;
      if (this.last.question !== question || this.last.size !== size) {
        const plan = Handbook.searchPlan(question, this.words, this.variants || {});
        this.last = { question: question, size: size, plan: plan, right: Handbook.searchCorrect(plan.text, this.words, this.texts, this.sounds) };
      }
      return this.last;
    }

    /** @param {string} question @returns {any} the plan, one wrong character put right */
    planOf(question) {
      const { plan, right } = this.understand(question);
      if (!right.word) return plan;
      return Object.assign(Handbook.searchPlan(right.text, this.words, {}), { citations: plan.citations, corrected: right.word });
    }

    /**
     * A document without a printed title is found by its name and shown where its first words name it: the clause of
     * these words is then not shown once more.
     * @param {number[]} order
     * @returns {number[]}
     */
    distinct(order) {
      const shown = new Set();
      return order.filter((id) => {
        const clause = this.texts.clauses[id], address = clause.doc.id + "#" + clause.anchor;
        return shown.has(address) ? false : shown.add(address);
      });
    }

    /**
     * Pairs joined by OR leave a long tail; what counts as found is what comes near the best.
     * @param {any[]} ranked
     * @param {Set<number>} cited
     * @returns {number}
     */
    countOf(ranked, cited) {
      const rest = ranked.filter((hit) => !cited.has(hit.clause) && hit.real), ordinary = rest.find((hit) => hit.why !== "title");
      const least = ordinary ? ordinary.score * TAIL : 0;
      const near = rest.filter((hit) => hit.score >= least).length;
      return cited.size + Math.max(near, Math.min(FEWEST, rest.length));
    }

    /** @param {any} plan @returns {string[]} words of the question that stand nowhere and have no other reading */
    missingFrom(plan) {
      const stands = (/** @type {any} */ term) => term.key.length > 1 && this.ranker.strengthOf(term).idf;
      const read = (/** @type {any} */ group) => group.readings.some((/** @type {any} */ reading) => reading.terms.some(stands));
      return plan.groups.filter((/** @type {any} */ group) => group.said.length > 1 && !read(group))
        .map((/** @type {any} */ group) => group.said);
    }

    /** A question that is nothing but a body's name wants the body's page. @param {any} plan @returns {Hit[]} */
    departmentHits(plan) {
      const said = plan.groups.filter((/** @type {any} */ group) => group.said);
      if (said.length !== 1 || !plan.departments.length || plan.citations.length) return [];
      return plan.departments.map((/** @type {number} */ number) => {
        const body = this.words.departments[number];
        const id = "department/" + body[0], url = "departments/" + body[0] + "/index.html";
        return { kind: "department", id: id, department: body, url: url, why: "name" };
      });
    }

    /** @param {number} id @param {string} why @returns {Hit} */
    clauseHit(id, why) {
      const clause = this.texts.clauses[id];
      const url = "policies/" + clause.doc.id + "/index.html" + (clause.anchor ? "#" + clause.anchor : "");
      const name = clause.doc.id + (clause.anchor ? "." + clause.anchor : "");
      return { kind: clause.title ? "document" : "clause", id: name, doc: clause.doc, clause: clause, url: url, why: why };
    }

    /** @param {any} plan @returns {string[]} the words that were looked for besides those typed, where the texts hold them */
    alsoOf(plan) {
      const textOf = (/** @type {any} */ reading) => reading.text;
      const others = plan.groups.flatMap((/** @type {any} */ group) => group.readings.slice(1).map(textOf));
      return Array.from(new Set(/** @type {string[]} */ (others)))
        .filter((text) => !plan.text.includes(text) && this.texts.find(text).ids.length).concat(plan.corrected || []);
    }

    /** @param {any} clause @returns {string} 一、（四） */
    placeOf(clause) {
      let place = "", at = clause;
      for (;;) {
        const name = at.name || at.text.slice(0, at.label) || at.text.slice(at.label, at.label + at.heading);
        if (!/^第.+章$/.test(name) || at === clause) place = name + place;
        if (at.parent < 0) return place;
        at = this.texts.clauses[at.parent];
      }
    }
  }

  root.Handbook = Object.assign(Handbook, { SearchEngine: Engine });
})(typeof window === "undefined" ? globalThis : window);

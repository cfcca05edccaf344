// Question -> answer: puts the plan, the citations and the ranking together. No DOM; what is loaded is handed in.
(function (/** @type {any} */ root) {
  "use strict";
  const Handbook = root.Handbook;
  // Of what pairs joined by OR bring up, that which scores a quarter of the best is shown, and no fewer than ten where
  // there are ten that share more than single characters with the question.
  const TAIL = 0.25, FEWEST = 10;

  /** @typedef {{kind: "clause" | "document" | "department", doc?: any, clause?: any, department?: any[], url: string, why: string}} Hit */
  /** @typedef {{hits: Hit[], count: number, plan: any, also: string[], missing: string[]}} Answer */

  class Engine {
    constructor() {
      this.texts = new Handbook.SearchTexts();
      this.ranker = new Handbook.SearchRanker(this.texts);
      /** @type {any} */
      this.words = new Handbook.SearchVocabulary({ stop: [], entries: [], departments: [] });
      /** @type {Record<string, string> | null} */
      this.variants = null;
    }

    /** @param {any} words */
    learn(words) {
      this.words = new Handbook.SearchVocabulary(words);
      this.labels = words;
    }

    /** @param {string} table traditional and simplified character in turn */
    addVariants(table) {
      const chars = Array.from(table);
      /** @type {Record<string, string>} */
      const map = {};
      for (let i = 0; i + 1 < chars.length; i += 2) map[chars[i]] = chars[i + 1];
      this.variants = map;
    }

    /**
     * @param {string} question
     * @returns {boolean} whether the table of traditional characters is wanted: one of them stands nowhere in the texts
     */
    wantsVariants(question) {
      if (this.variants) return false;
      return Array.from(question).some((char) => /[\u3400-\u9fff]/.test(char) && !this.texts.find(char).ids.length);
    }

    /**
     * @param {string} question
     * @returns {Answer}
     */
    search(question) {
      const plan = Handbook.searchPlan(question, this.words, this.variants || {});
      Handbook.searchCorrect(plan, this.texts);
      const ranked = this.ranker.rank(plan);
      const cited = this.cited(plan, ranked);
      const seen = new Set(cited);
      const order = cited.concat(ranked.map((/** @type {any} */ hit) => hit.clause).filter((/** @type {number} */ id) => !seen.has(id)));
      const bodies = this.departmentHits(plan);
      const hits = bodies.concat(this.distinct(order).map((id) => this.clauseHit(id, seen.has(id) ? "cited" : "")));
      const count = bodies.length + Math.max(cited.length, this.countOf(ranked, seen));
      return { hits: hits, count: count, plan: plan, also: this.alsoOf(plan), missing: this.missingFrom(plan) };
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
      return plan.groups.filter((/** @type {any} */ group) => !group.readings.some((/** @type {any} */ reading) => reading.terms.some((/** @type {any} */ term) => term.key.length > 1 && this.ranker.strengthOf(term).idf)))
        .map((/** @type {any} */ group) => group.said);
    }

    /**
     * @param {any} plan
     * @param {any[]} ranked
     * @returns {number[]} the clauses that the citations of the question mean
     */
    cited(plan, ranked) {
      /** @type {number[]} */
      const found = [];
      let documents = this.documentsMeant(plan);
      for (const citation of plan.citations) {
        if (citation.id) documents = [citation.id];
        else if (citation.number) documents = this.texts.docs.filter((/** @type {any} */ doc) => doc.n && Handbook.sameNumber(doc.n, citation.number)).map((/** @type {any} */ doc) => doc.id);
        if (!citation.path || !citation.path.length) continue;
        for (const id of documents) found.push(...this.resolve(id, citation.path, Boolean(citation.article)));
      }
      if (!found.length && plan.citations.length) for (const id of documents) found.push(...this.titleOf(id));
      return Array.from(new Set(found));
    }

    /**
     * @param {any} plan
     * @returns {string[]} ids of the documents that the words beside a citation name
     */
    documentsMeant(plan) {
      const name = plan.text.replace(/\s+/g, "");
      if (!plan.citations.length || name.length < 2) return [];
      const asked = new Set();
      for (let i = 0; i + 1 < name.length; i++) asked.add(name.substr(i, 2));
      /** @type {Map<string, number>} */
      const scores = new Map();
      this.texts.docs.forEach((/** @type {any} */ doc, /** @type {number} */ number) => {
        let shared = 0;
        for (const pair of asked) if (this.texts.names[number].includes(pair)) shared++;
        scores.set(doc.id, shared / asked.size + 0.2 * Handbook.nameLikeness(name, doc));
      });
      const best = Math.max(...scores.values());
      const near = Array.from(scores.keys()).filter((id) => (scores.get(id) || 0) >= best - 0.05);
      return best < 0.5 ? [] : near.sort((a, b) => (scores.get(b) || 0) - (scores.get(a) || 0));
    }

    /** @param {string} id @param {string[]} path @param {boolean} article @returns {number[]} */
    resolve(id, path, article) {
      /** @type {number[]} */
      const own = [];
      this.texts.clauses.forEach((/** @type {any} */ clause, /** @type {number} */ number) => { if (clause.doc.id === id) own.push(number); });
      return Handbook.resolveCitation(own.map((number) => this.texts.clauses[number].anchor), path, article).map((/** @type {number} */ place) => own[place]);
    }

    /** @param {string} id @returns {number[]} */
    titleOf(id) {
      return this.texts.clauses.flatMap((/** @type {any} */ clause, /** @type {number} */ number) => (clause.title && clause.doc.id === id ? [number] : []));
    }

    /** A question that is nothing but a body's name wants the body's page. @param {any} plan @returns {Hit[]} */
    departmentHits(plan) {
      if (plan.groups.length !== 1 || !plan.departments.length || plan.citations.length) return [];
      return plan.departments.map((/** @type {number} */ number) => {
        const body = this.words.departments[number];
        return { kind: "department", department: body, url: "departments/" + body[0] + "/index.html", why: "name" };
      });
    }

    /** @param {number} id @param {string} why @returns {Hit} */
    clauseHit(id, why) {
      const clause = this.texts.clauses[id];
      const url = "policies/" + clause.doc.id + "/index.html" + (clause.anchor ? "#" + clause.anchor : "");
      return { kind: clause.title ? "document" : "clause", doc: clause.doc, clause: clause, url: url, why: why };
    }

    /** @param {any} plan @returns {string[]} the words that were looked for besides those typed, where the texts hold them */
    alsoOf(plan) {
      const others = plan.groups.flatMap((/** @type {any} */ group) => group.readings.slice(1).map((/** @type {any} */ reading) => reading.text));
      return Array.from(new Set(/** @type {string[]} */ (others))).filter((text) => !plan.text.includes(text));
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

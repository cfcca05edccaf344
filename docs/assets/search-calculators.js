// Hits -> the same with the calculators of their clauses between them. No DOM.
(function (/** @type {any} */ root) {
  "use strict";
  const Handbook = root.Handbook;
  // One calculator stands among the first hits, behind its clause; the others follow the first ten, so that clauses lead.
  const FIRST = 3, THEN = 10;

  /**
   * @param {any[]} hits clauses, best first
   * @param {any} plan
   * @returns {any[]}
   */
  function withCalculators(hits, plan) {
    const own = (/** @type {any} */ hit) => (hit.clause && hit.clause.facts.c) || [];
    const found = hits.slice(0, THEN).flatMap((hit, place) => own(hit).map((/** @type {string[]} */ one) => ({
      kind: "calculator", id: "calculator/" + one[0], calculator: one, doc: hit.doc, clause: hit.clause,
      url: "calculators/" + one[0] + "/index.html", why: "", place: place, alike: likeness(plan, one),
    })));
    if (plan.wants === "calculator") return found.concat(hits);
    const best = found.filter((one) => one.place < FIRST).sort((a, b) => b.alike - a.alike || a.place - b.place)[0];
    const rest = found.filter((one) => one !== best);
    const first = best ? hits.slice(0, best.place + 1).concat(best, hits.slice(best.place + 1)) : hits;
    return first.slice(0, THEN).concat(rest, first.slice(THEN));
  }

  /** @param {any} plan @param {string[]} calculator @returns {number} how many pairs of characters the question shares with it */
  function likeness(plan, calculator) {
    const name = Handbook.searchFold(calculator[1] + " " + calculator[2]);
    const terms = plan.groups.flatMap((/** @type {any} */ group) => group.readings.flatMap((/** @type {any} */ reading) => reading.terms));
    const keys = terms.map((/** @type {any} */ term) => term.key);
    return new Set(keys.filter((/** @type {string} */ key) => key.length > 1 && name.includes(key))).size;
  }

  root.Handbook = Object.assign(Handbook, { withCalculators: withCalculators });
})(typeof window === "undefined" ? globalThis : window);

// <search-page></search-page>: the page of results: a box, selects, every hit; the state is in the address (?q=…&status=…).
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;
  const STEP = 30;

  /** @type {[string, string][]} */
  const FACETS = [
    ["status", "状态"], ["kind", "结果种类"], ["document-kind", "文种"], ["industry", "行业"], ["department", "部门"],
    ["jurisdiction", "行政区域"], ["year", "年份"],
  ];
  /** @type {Record<string, string>} */
  const KINDS = { clause: "条款", award: "奖补", definition: "名词解释", calculator: "计算器", document: "文件", department: "部门" };

  /** @param {any} hit @returns {Record<string, string[]>} its values, by facet */
  function facetsOf(hit) {
    if (hit.kind === "department") return { kind: ["department"], department: [hit.department[0]] };
    const doc = hit.doc, bodies = Handbook.searchEngine.words.departments;
    return {
      status: Handbook.statusFacets(Handbook.statusOn(doc.f, doc.u, Handbook.today()).code),
      kind: kindsOf(hit), "document-kind": [doc.k], year: [doc.y],
      industry: hit.clause.facts.i || doc.i || [], jurisdiction: doc.j ? [doc.j] : [],
      department: hit.clause.departments.map((/** @type {number} */ number) => bodies[number][0]),
    };
  }

  /** @param {any} hit @returns {string[]} a clause that gives something or defines a word is found as such too */
  function kindsOf(hit) {
    if (hit.kind !== "clause") return [hit.kind];
    return ["clause"].concat(hit.clause.facts.a ? "award" : [], hit.clause.facts.d ? "definition" : []);
  }

  class SearchPage extends HTMLElement {
    connectedCallback() {
      if (this.form) return;
      const header = /** @type {HTMLElement | null} */ (document.getElementById("handbook-search"));
      this.root = (header && header.dataset.root) || "..";
      /** @type {any} */
      this.answer = null;
      this.shown = STEP;
      this.build();
      this.restore();
      window.addEventListener("popstate", () => this.restore());
    }

    build() {
      const make = Handbook.searchMake;
      this.textContent = "";
      this.input = make("input", "search__input");
      Object.assign(this.input, { type: "search", name: "q", autocomplete: "off", spellcheck: false, enterKeyHint: "search" });
      this.input.setAttribute("aria-label", "搜索条款（结果页）");
      this.selects = new Map(FACETS.map(([name]) => [name, Object.assign(document.createElement("select"), { name: name })]));
      const clear = Object.assign(make("button", "filter__clear", "清除筛选"), { type: "button" });
      clear.addEventListener("click", () => this.clear());
      this.facets = make("details", "search-page__facets", make("summary", "", "筛选"),
        make("div", "filter", ...FACETS.map(([name, title]) => make("label", "", title, this.selects.get(name))), clear));
      this.form = make("form", "search-page__form filter", make("label", "filter__words search-page__box", "要找什么", this.input),
        this.facets);
      this.form.setAttribute("aria-label", "搜索与筛选");
      this.status = make("p", "search__status");
      this.status.setAttribute("role", "status");
      this.body = make("div", "search-page__results");
      this.append(this.form, this.status, this.body);
      this.form.addEventListener("submit", (/** @type {Event} */ event) => { event.preventDefault(); this.ask(); });
      this.input.addEventListener("input", (/** @type {InputEvent} */ event) => { if (!event.isComposing) this.ask(); });
      this.input.addEventListener("compositionend", () => this.ask());
      for (const select of this.selects.values()) select.addEventListener("change", () => this.apply());
      this.addEventListener("keydown", (event) => this.onKey(event));
    }

    restore() {
      const given = new URLSearchParams(location.search);
      // On a phone the results come first; what is chosen already is shown.
      this.facets.open = window.innerWidth > 960 || FACETS.some(([name]) => given.get(name));
      this.input.value = given.get("q") || "";
      this.wanted = Object.fromEntries(FACETS.map(([name]) => [name, given.get(name) || ""]));
      this.ask();
    }

    async ask() {
      const question = this.input.value.trim();
      this.shown = STEP;
      if (!question) {
        Handbook.searchStart(this.root).catch(() => {});
        this.answer = null;
        return this.apply();
      }
      try {
        const answer = Handbook.searchAskNow(question) || await Handbook.searchAsk(this.root, question);
        if (this.input.value.trim() !== question) return;
        this.answer = answer;
        this.apply();
      } catch (error) {
        this.status.textContent = "搜索没有成功：所需的文件没有读到。请检查网络或文件夹是否完整，再试一次。";
      }
    }

    /** Shows what the selects leave of the answer, and puts the state into the address. */
    apply() {
      const answer = this.answer;
      if (!answer) {
        this.status.textContent = "写下要找的内容：一句话、一个词、文号，或者文件名和条号。";
        this.body.replaceChildren();
        return;
      }
      const rows = answer.hits.map((/** @type {any} */ hit) => ({ hit: hit, facets: facetsOf(hit), text: "" }));
      const choice = this.choice();
      for (const [name] of FACETS) this.fill(name, rows, choice);
      const left = rows.filter((/** @type {any} */ row) => Handbook.filterMatches(row, choice)).map((/** @type {any} */ row) => row.hit);
      this.show(left, answer);
      this.remember(choice);
    }

    /** @returns {Record<string, string>} */
    choice() {
      const wanted = this.wanted;
      this.wanted = undefined;
      return Object.fromEntries(FACETS.map(([name]) => [name, wanted ? wanted[name] : /** @type {any} */ (this.selects).get(name).value]));
    }

    /** @param {string} name @param {any[]} rows @param {Record<string, string>} choice */
    fill(name, rows, choice) {
      const select = /** @type {HTMLSelectElement} */ (/** @type {any} */ (this.selects).get(name));
      /** @type {Map<string, number>} */
      const counts = Handbook.filterCounts(rows, choice, name);
      if (choice[name] && !counts.has(choice[name])) counts.set(choice[name], 0);
      const countOf = (/** @type {string} */ value) => counts.get(value) || 0;
      const values = Array.from(counts.keys()).sort((a, b) => (name === "year" ? b.localeCompare(a) : countOf(b) - countOf(a)));
      const options = values.map((value) => new Option(this.labelOf(name, value) + "（" + countOf(value) + "）", value));
      select.replaceChildren(new Option("全部", ""), ...options);
      select.value = choice[name] || "";
    }

    /** @param {string} name @param {string} value @returns {string} */
    labelOf(name, value) {
      const labels = Handbook.searchEngine.labels;
      if (name === "status") return Handbook.STATUS_LABELS[value];
      if (name === "kind") return KINDS[value];
      if (name === "document-kind") return labels.kinds[value];
      if (name === "industry") return labels.industries[value] || value;
      if (name === "jurisdiction") return labels.jurisdictions[value];
      if (name === "department") return (labels.departments.find((/** @type {any[]} */ body) => body[0] === value) || [])[1] || value;
      return value + "年";
    }

    /** @param {any[]} hits @param {any} answer */
    show(hits, answer) {
      const make = Handbook.searchMake;
      const whole = hits.length === answer.hits.length;
      this.status.textContent = whole ? Handbook.searchStatusText(answer) : "找到 " + answer.hits.length + " 条，筛选后 " + hits.length + " 条";
      const choose = (/** @type {string} */ word) => { this.input.value = word; this.input.focus(); this.ask(); };
      if (!answer.hits.length) {
        return this.body.replaceChildren(...Handbook.searchAlso(answer), Handbook.searchEmpty(answer, this.input.value, this.root, choose));
      }
      const words = Handbook.searchSuggestions("联想", Handbook.searchEngine.suggest(this.input.value), choose);
      const list = make("ol", "search__list");
      for (const hit of hits.slice(0, this.shown)) list.append(Handbook.searchItem(hit, answer.plan, this.root));
      const next = "再显示 " + Math.min(STEP, hits.length - this.shown) + " 条";
      const more = Object.assign(make("button", "filter__clear", next), { type: "button" });
      more.addEventListener("click", () => {
        const first = this.shown;
        this.shown += STEP;
        this.apply();
        /** @type {HTMLElement} */ (this.querySelectorAll(".search__list a")[first]).focus();
      });
      const end = hits.length > this.shown ? [more] : hits.length ? [] : [this.nothingLeft()];
      this.body.replaceChildren(...words, ...Handbook.searchAlso(answer), list, ...end);
    }

    /** @returns {HTMLElement} */
    nothingLeft() {
      const clear = Object.assign(Handbook.searchMake("button", "filter__clear", "清除筛选"), { type: "button" });
      clear.addEventListener("click", () => this.clear());
      return Handbook.searchMake("p", "search__empty", "筛选后没有结果：放宽一项再试，或者 ", clear);
    }

    clear() {
      for (const select of this.selects.values()) select.value = "";
      this.apply();
    }

    /** @param {Record<string, string>} choice */
    remember(choice) {
      const state = new URLSearchParams();
      for (const [name, value] of Object.entries({ q: this.input.value.trim(), ...choice })) if (value) state.set(name, value);
      try {
        history.replaceState(null, "", location.pathname + "?" + state + location.hash);
      } catch (error) { /* some browsers let no page from disk change its address */ }
      document.title = this.input.value.trim() + " - 搜索 - " + document.title.split(" - ").pop();
    }

    /** @param {KeyboardEvent} event */
    onKey(event) {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      if (/** @type {Element} */ (event.target).localName === "select") return;
      const links = /** @type {HTMLElement[]} */ (Array.from(this.querySelectorAll(".search__list a")));
      const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + (event.key === "ArrowDown" ? 1 : -1);
      if (at < 0 || !links.length) this.input.focus(); else links[Math.min(at, links.length - 1)].focus();
      event.preventDefault();
    }
  }

  customElements.define("search-page", SearchPage);
})();

// <calculator-filter for="calculators"></calculator-filter>: selects and a text box above lists of calculators, one list a topic.
// Each <li> has data-kind, data-document, data-from, data-to; the element's data-labels names a JSON element with their words.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;
  const TITLES = { status: "状态", kind: "类别", document: "文件" };
  const NAMES = /** @type {("status" | "kind" | "document")[]} */ (Object.keys(TITLES));

  /** @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children @returns {any} */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]);
    element.append(...children);
    return element;
  }

  class CalculatorFilter extends HTMLElement {
    connectedCallback() {
      const place = document.getElementById(this.getAttribute("for") || "");
      if (this.firstChild || !place) return;
      const today = Handbook.today();
      const labels = JSON.parse((document.getElementById(this.dataset.labels || "") || { textContent: "{}" }).textContent || "{}");
      this.labels = { ...labels, status: Handbook.STATUS_LABELS };
      this.groups = Array.from(place.querySelectorAll("section"));
      this.rows = Array.from(place.querySelectorAll("li"), (/** @type {any} */ row) => ({ element: row, text: row.textContent + " " + (row.dataset.words || ""),
        facets: { status: Handbook.statusFacets(Handbook.statusOn(row.dataset.from, row.dataset.to, today).code), kind: [row.dataset.kind], document: [row.dataset.document] } }));
      this.form = make("form", { class: "filter", "aria-label": "筛选" }, ...NAMES.map((name) => this.select(name)),
        make("label", { class: "filter__words" }, "其中的字", make("input", { type: "search", name: "q", autocomplete: "off", placeholder: "例如：贷款 贴息" })),
        make("button", { type: "reset", class: "filter__clear" }, "清除筛选"));
      this.count = make("p", { class: "filter__count", role: "status" });
      this.append(this.form, this.count);
      this.form.addEventListener("input", () => this.apply(true));
      this.form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
      this.form.addEventListener("reset", () => setTimeout(() => this.apply(true)));
      this.restore();
    }

    /** @param {"status" | "kind" | "document"} name */
    select(name) {
      const used = new Set(this.rows.flatMap((/** @type {any} */ row) => row.facets[name]));
      return make("label", {}, TITLES[name], make("select", { name }, make("option", { value: "" }),
        ...Object.keys(this.labels[name]).filter((value) => used.has(value)).map((value) => make("option", { value }))));
    }

    restore() {
      const given = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : location.search);
      for (const name of [...NAMES, "q"]) {
        const control = this.form.elements[name];
        control.value = given.get(name) || "";
        if (control.selectedIndex === -1) control.value = "";
      }
      this.apply(false);
    }

    /** @param {boolean} remember whether to write the choice into the address */
    apply(remember) {
      /** @type {Record<string, string>} */
      const choice = {};
      for (const name of [...NAMES, "q"]) choice[name] = this.form.elements[name].value.trim();
      let shown = 0;
      for (const row of this.rows) {
        row.element.hidden = !Handbook.filterMatches(row, choice);
        if (!row.element.hidden) shown += 1;
      }
      for (const group of this.groups) {
        group.hidden = !group.querySelector("li:not([hidden])");
        const head = group.querySelector("h2");
        const entry = document.querySelector('.outline a[href="#' + (head ? head.id : "") + '"]');
        if (entry && entry.parentElement) entry.parentElement.hidden = group.hidden;
      }
      for (const name of NAMES) {
        const counts = Handbook.filterCounts(this.rows, choice, name);
        for (const option of this.form.elements[name].options) option.text = option.value ? this.labels[name][option.value] + "（" + (counts.get(option.value) || 0) + "）" : "全部";
      }
      this.count.textContent = (shown === this.rows.length ? "共 " + shown : shown ? "符合条件 " + shown + " 个，共 " + this.rows.length : "没有符合条件的，共 " + this.rows.length) + " 个。";
      if (remember) this.remember(choice);
    }

    /** @param {Record<string, string>} choice */
    remember(choice) {
      const query = new URLSearchParams(Object.entries(choice).filter(([, value]) => value)).toString();
      try {
        history.replaceState(null, "", location.pathname + (query && "?" + query));
      } catch (error) {
        history.replaceState(null, "", "#" + (query && "?" + query)); // a page from disk may change no more than its hash
      }
    }
  }

  customElements.define("calculator-filter", CalculatorFilter);
})();

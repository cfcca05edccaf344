// <document-filter for="documents-table"></document-filter>: selects and a text box above a table of documents.
// The table says what it can be filtered by (data-filter="status jurisdiction kind year"), each row its values
// (data-status-from, data-status-to, data-jurisdiction, …). A value is shown in the words of the row's cell that has
// data-field="jurisdiction", or else stands in the column headed 行政区域.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;

  /** @type {Record<string, string>} */
  const TITLES = { status: "状态", jurisdiction: "行政区域", kind: "文种", year: "年份", department: "部门", document: "文件" };
  const NOT_STATED = "-";

  /**
   * @param {string} tag
   * @param {Record<string, string>} attributes
   * @param {...(Node | string)} children
   * @returns {any}
   */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]);
    element.append(...children);
    return element;
  }

  /** @typedef {{element: HTMLTableRowElement, facets: Record<string, string[]>, text: string}} Row */

  class DocumentFilter extends HTMLElement {
    constructor() {
      super();
      this.today = Handbook.today();
      /** @type {any} */
      this.table = null;
      /** @type {string[]} the facets */
      this.names = [];
      /** @type {Row[]} */
      this.rows = [];
      /** @type {Map<string, string>} "facet value" -> what the reader is shown */
      this.labels = new Map();
      /** @type {any} */
      this.form = null;
    }

    connectedCallback() {
      this.table = document.getElementById(this.getAttribute("for") || "");
      if (this.firstChild || !this.table) return;
      this.names = (this.table.dataset.filter || "").split(/\s+/).filter(Boolean);
      this.rows = Array.from(this.table.tBodies[0].rows, (/** @type {HTMLTableRowElement} */ row) => this.readRow(row));
      this.build();
      this.restore();
      window.addEventListener("hashchange", () => this.restore());
      window.addEventListener("popstate", () => this.restore());
    }

    /**
     * @param {HTMLTableRowElement} element
     * @returns {Row}
     */
    readRow(element) {
      /** @type {Record<string, string[]>} */
      const facets = {};
      for (const name of this.names) facets[name] = this.readFacet(element, name);
      return { element: element, facets: facets, text: element.textContent + " " + (element.dataset.words || "") };
    }

    /**
     * @param {HTMLTableRowElement} element
     * @param {string} name
     * @returns {string[]}
     */
    readFacet(element, name) {
      if (name === "status") {
        const code = Handbook.statusOn(element.dataset.statusFrom, element.dataset.statusTo, this.today).code;
        return Handbook.statusFacets(code);
      }
      const value = element.dataset[name] || NOT_STATED;
      const cell = element.querySelector('[data-field="' + name + '"]') || element.cells[this.columnOf(name)];
      const label = value === NOT_STATED ? "未载明" : name === "year" ? value + "年" : (cell ? cell.textContent : value);
      this.labels.set(name + " " + value, (label || value).trim());
      return [value];
    }

    /** @param {string} name @returns {number} the column whose head bears the facet's title, -1 for none */
    columnOf(name) {
      const heads = /** @type {HTMLElement[]} */ (Array.from(this.table.tHead.rows[0].cells));
      return heads.findIndex((head) => (head.textContent || "").trim() === TITLES[name]);
    }

    /** @param {string} name @returns {string[]} the values of a facet, in the order in which they are offered */
    valuesOf(name) {
      const values = Array.from(new Set(this.rows.flatMap((row) => row.facets[name])));
      if (name === "status") return Object.keys(Handbook.STATUS_LABELS).filter((code) => values.includes(code));
      if (name === "year") return values.sort().reverse();
      return values;
    }

    /** @param {string} name @param {string} value @returns {string} */
    labelOf(name, value) {
      if (name === "status") return Handbook.STATUS_LABELS[value];
      return this.labels.get(name + " " + value) || value;
    }

    build() {
      this.form = make("form", { class: "filter", "aria-label": "筛选文件" });
      for (const name of this.names) this.form.append(this.buildSelect(name));
      this.form.append(
        make("label", { class: "filter__words" }, "标题或文号", make("input", { type: "search", name: "q", autocomplete: "off", placeholder: "例如：人才 落户" })),
        make("button", { type: "reset", class: "filter__clear" }, "清除筛选"));
      this.count = make("p", { class: "filter__count", role: "status" });
      const clear = make("button", { type: "button", class: "filter__clear" }, "清除筛选");
      this.empty = make("div", { class: "filter__empty", hidden: "" }, "没有符合条件的文件。", clear);
      this.append(this.form, this.count);
      this.table.after(this.empty);
      this.form.addEventListener("input", () => this.apply(true));
      this.form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
      this.form.addEventListener("reset", () => setTimeout(() => this.apply(true)));
      clear.addEventListener("click", () => { this.form.reset(); this.form.elements.q.focus(); });
    }

    /** @param {string} name */
    buildSelect(name) {
      const select = make("select", { name: name }, make("option", { value: "" }));
      for (const value of this.valuesOf(name)) select.append(make("option", { value: value }));
      return make("label", {}, TITLES[name] || name, select);
    }

    /** @returns {Record<string, string>} */
    choice() {
      /** @type {Record<string, string>} */
      const choice = {};
      for (const name of this.names.concat("q")) choice[name] = this.form.elements[name].value.trim();
      return choice;
    }

    /** Takes the choice from the address: ?status=expiring, or #?status=expiring where a query cannot be written. */
    restore() {
      const hash = location.hash.startsWith("#?") ? location.hash.slice(2) : "";
      const given = new URLSearchParams(hash || location.search);
      for (const name of this.names.concat("q")) {
        const control = this.form.elements[name];
        control.value = given.get(name) || "";
        if (control.selectedIndex === -1) control.value = "";
      }
      this.apply(false);
    }

    /** @param {boolean} remember whether to write the choice into the address */
    apply(remember) {
      const choice = this.choice();
      const shown = this.rows.filter(function (row) {
        return !(row.element.hidden = !Handbook.filterMatches(row, choice));
      }).length;
      for (const name of this.names) this.countOptions(name, choice);
      const all = this.rows.length;
      const dated = this.names.includes("status") ? "状态按本机日期 " + this.today + " 判断。" : "";
      this.count.textContent = (shown === all ? "共 " + all + " 件。" : "符合条件 " + shown + " 件，共 " + all + " 件。") + dated;
      this.table.hidden = !(this.empty.hidden = shown > 0);
      if (remember) this.remember(choice);
    }

    /** @param {string} name @param {Record<string, string>} choice */
    countOptions(name, choice) {
      const counts = Handbook.filterCounts(this.rows, choice, name);
      for (const option of this.form.elements[name].options) {
        option.text = option.value ? this.labelOf(name, option.value) + "（" + (counts.get(option.value) || 0) + "）" : "全部";
      }
    }

    /** @param {Record<string, string>} choice */
    remember(choice) {
      const kept = new URLSearchParams();
      for (const name of Object.keys(choice)) if (choice[name]) kept.set(name, choice[name]);
      const query = kept.toString();
      try {
        history.replaceState(null, "", location.pathname + (query && "?" + query));
      } catch (error) {
        history.replaceState(null, "", "#" + (query && "?" + query)); // a page from disk may change no more than its hash
      }
    }
  }

  customElements.define("document-filter", DocumentFilter);
})();

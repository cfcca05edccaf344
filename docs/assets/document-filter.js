// <document-filter for="documents-table"></document-filter>: selects and a text box above a table of documents or awards.
// The table says what it can be filtered by (data-filter="status jurisdiction kind year"), each row its values
// (data-status-from, data-status-to, data-jurisdiction, …). A value is shown in the words of the row's cell that has
// data-field="jurisdiction", or else stands in the column headed 行政区域; where the values are many to a row
// (data-industry="robots software"), data-labels names a JSON element with the words. Heads with data-sort sort by the
// rows' data-<name>; what is shown can be taken along as CSV.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;

  /** @type {Record<string, string>} */
  const TITLES = { status: "状态", jurisdiction: "行政区域", kind: "文种", year: "年份", department: "部门", document: "文件", industry: "行业", type: "类型", recipient: "对象", level: "级别", bound: "金额性质", computable: "能否算出" };
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
      /** @type {string | null} the day that the reader asks about; null: today */
      this.day = null;
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
      this.names = (this.dataset.facets || this.table.dataset.filter || "").split(/\s+/).filter(Boolean);
      this.noun = this.dataset.noun || "件";
      const given = document.getElementById(this.dataset.labels || "");
      /** @type {Record<string, Record<string, string>>} */
      this.given = given ? JSON.parse(given.textContent || "{}") : {};
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
        const status = Handbook.statusAsOf(element.dataset.statusFrom, element.dataset.statusTo, this.day, Handbook.today());
        return Handbook.statusFacets(status.code);
      }
      if (this.given[name]) return (element.dataset[name] || NOT_STATED).split(/\s+/);
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
      if (name === "status") return Object.keys(Handbook.STATUS_LABELS); // which ones there are depends on the day
      const values = Array.from(new Set(this.rows.flatMap((row) => row.facets[name])));
      if (name === "year") return values.sort().reverse();
      if (this.given[name]) return Object.keys(this.given[name]).concat(NOT_STATED).filter((value) => values.includes(value));
      return values;
    }

    /** @param {string} name @param {string} value @returns {string} */
    labelOf(name, value) {
      if (name === "status") return Handbook.STATUS_LABELS[value];
      if (this.given[name]) return this.given[name][value] || "未载明";
      return this.labels.get(name + " " + value) || value;
    }

    build() {
      this.form = make("form", { class: "filter", "aria-label": "筛选" });
      if (this.names.includes("status")) this.form.append(make("label", {}, "日期（不填按今天）", make("input", { type: "date", name: "on", min: "1949-10-01", max: "2199-12-31" })));
      for (const name of this.names) this.form.append(this.buildSelect(name));
      this.form.append(
        make("label", { class: "filter__words" }, this.dataset.labels ? "其中的字" : "标题或文号", make("input", { type: "search", name: "q", autocomplete: "off", placeholder: "例如：人才 落户" })),
        make("button", { type: "reset", class: "filter__clear" }, "清除筛选"));
      if (this.dataset.labels) this.form.append(this.buildDownload());
      this.buildSort();
      this.count = make("p", { class: "filter__count", role: "status" });
      const clear = make("button", { type: "button", class: "filter__clear" }, "清除筛选");
      this.empty = make("div", { class: "filter__empty", hidden: "" }, "没有符合条件的" + (this.dataset.labels ? "条目" : "文件") + "。", clear);
      this.append(this.form, this.count);
      this.table.after(this.empty);
      this.form.addEventListener("input", () => this.apply(true));
      this.form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
      this.form.addEventListener("reset", () => setTimeout(() => this.apply(true)));
      clear.addEventListener("click", () => { this.form.reset(); this.form.elements.q.focus(); });
    }

    buildDownload() {
      const button = make("button", { type: "button", class: "filter__clear" }, "下载筛选结果（CSV）");
      button.addEventListener("click", () => {
        const rows = [this.table.tHead.rows[0], ...Array.from(this.table.tBodies[0].rows).filter((/** @type {HTMLElement} */ row) => !row.hidden)];
        const text = rows.map((row) => Array.from(row.cells, (/** @type {HTMLElement} */ cell) => '"' + cell.innerText.replace(/\s+/g, " ").trim().replace(/"/g, '""') + '"').join(",")).join("\r\n");
        const link = make("a", { href: URL.createObjectURL(new Blob(["\ufeff" + text], { type: "text/csv" })), download: "awards.csv" });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      });
      return button;
    }

    /** Heads with data-sort become buttons; a second press turns the order round. Empty values stay last. */
    buildSort() {
      for (const head of this.table.tHead.rows[0].cells) {
        const name = head.dataset.sort;
        if (!name) continue;
        const button = make("button", { type: "button", class: "filter__sort" }, head.textContent);
        head.replaceChildren(button);
        button.addEventListener("click", () => {
          const down = head.getAttribute("aria-sort") !== "descending";
          for (const other of this.table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
          head.setAttribute("aria-sort", down ? "descending" : "ascending");
          const value = (/** @type {Row} */ row) => (name === "title" ? row.element.cells[0].textContent || "" : row.element.dataset[name] || "");
          const numeric = name === "ceiling";
          const sorted = this.rows.slice().sort((a, b) => {
            const x = value(a), y = value(b);
            const empty = (/** @type {string} */ v) => v === "" || (numeric && v === "0");
            if (empty(x) !== empty(y)) return empty(x) ? 1 : -1;
            const order = numeric ? Number(x) - Number(y) : x.localeCompare(y, "zh-CN");
            return down ? -order : order;
          });
          this.table.tBodies[0].append(...sorted.map((row) => row.element));
        });
      }
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
      if (this.form.elements.on) this.form.elements.on.value = Handbook.asOf(hash ? "?" + hash : location.search) || "";
      this.apply(false);
    }

    /** The whole page shows the states of the chosen day, and the links to documents carry it on. */
    applyDay() {
      const day = this.form.elements.on ? this.form.elements.on.value || null : null;
      if (day === this.day) return;
      this.day = day;
      for (const row of this.rows) {
        row.facets.status = this.readFacet(row.element, "status");
        for (const link of row.element.querySelectorAll("a[href]")) {
          const parts = /^([^?#]+)(?:\?on=[\d-]+)?(#.*)?$/.exec(link.getAttribute("href") || ""); // none with a query of its own
          if (parts) link.setAttribute("href", parts[1] + (day ? "?on=" + day : "") + (parts[2] || ""));
        }
      }
      for (const status of document.querySelectorAll("policy-status")) /** @type {any} */ (status).showOn(day);
      document.dispatchEvent(new CustomEvent("handbook:day", { detail: day }));
    }

    /** @param {boolean} remember whether to write the choice into the address */
    apply(remember) {
      this.applyDay();
      const choice = this.choice();
      const shown = this.rows.filter(function (row) {
        return !(row.element.hidden = !Handbook.filterMatches(row, choice));
      }).length;
      for (const name of this.names) this.countOptions(name, choice);
      const all = this.rows.length;
      const dated = this.names.includes("status") ? "状态按" + (this.day ? "所选日期 " + this.day : "本机日期 " + Handbook.today()) + " 判断。" : "";
      this.count.textContent = (shown === all ? "共 " + all + " " + this.noun + "。" : "符合条件 " + shown + " " + this.noun + "，共 " + all + " " + this.noun + "。") + dated;
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
      if (this.day) kept.set("on", this.day);
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

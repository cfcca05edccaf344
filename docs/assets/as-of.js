// <as-of-day></as-of-day>: says for the day chosen in the filter below how many documents are in which state, and which
// text of an amended regulation (section.amended) held on that day. document-filter.js tells the day.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;
  const LABELS = Object.assign({}, Handbook.STATUS_LABELS, { expiring: "90天内到期（仍然有效）" });

  /** @param {string | null} asked @returns {string} */
  function counts(asked) {
    /** @type {Record<string, number>} */
    const found = {};
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("tr[data-status-from]"))) {
      const code = Handbook.statusAsOf(row.dataset.statusFrom, row.dataset.statusTo, asked, Handbook.today()).code;
      found[code] = (found[code] || 0) + 1;
    }
    return Object.keys(LABELS).filter((code) => found[code]).map((code) => LABELS[code] + " " + found[code] + " 件").join("，");
  }

  /**
   * @param {HTMLElement} section
   * @param {string} day
   * @returns {string}
   */
  function version(section, day) {
    const start = section.dataset.start || "", amended = section.dataset.amended || "";
    if (start && day < start) return "尚未施行。";
    if (!amended) return "修正何时施行，文件未载明，无法判断那一天施行的是哪一个文本。";
    if (day >= amended) return "施行的是修正之后的文本，就是手册所收的文本。";
    return "施行的是修正之前的文本。手册没有收录那个文本：下表列出的条款，当时的文字不同，或者当时没有。";
  }

  class AsOfDay extends HTMLElement {
    connectedCallback() {
      this.setAttribute("role", "status");
      this.show(Handbook.asOf(location.href));
      document.addEventListener("handbook:day", (event) => this.show(/** @type {CustomEvent} */ (event).detail));
    }

    /** @param {string | null} asked */
    show(asked) {
      const day = asked || Handbook.today();
      this.textContent = (asked ? day : "今天（" + day + "）") + "：" + counts(asked) + "。";
      for (const section of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("section.amended"))) {
        let line = section.querySelector(".amended__day");
        if (!line) {
          line = document.createElement("p");
          line.className = "amended__day";
          /** @type {HTMLElement} */ (section.querySelector("h3")).after(line);
        }
        line.textContent = day + "，" + version(section, day);
        section.dataset.text = day >= (section.dataset.amended || "9999") ? "after" : "before";
      }
    }
  }

  customElements.define("as-of-day", AsOfDay);
})();

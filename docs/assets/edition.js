// <edition-date data-date="2026-03-01">: the edition's date on every page. When the reader's clock says that it is old,
// the page warns at its beginning. The date alone is what a reader without scripts sees.
(function (/** @type {any} */ root) {
  "use strict";

  /** Days after which a reader is warned. */
  const LIMIT = 180;

  /**
   * @param {string | null | undefined} date YYYY-MM-DD
   * @param {Date} now the reader's clock
   * @returns {number | null} whole days since the edition, by the reader's own calendar; null for no date
   */
  function editionAge(date, now) {
    const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date || "");
    if (!parts) return null;
    const then = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
    return (Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - then) / 86400000;
  }

  /**
   * @param {string} date YYYY-MM-DD
   * @returns {string} 2026年3月1日
   */
  const inChinese = (date) => date.split("-").map(Number).map((number, at) => number + "年月日"[at]).join("");

  root.Handbook = Object.assign(root.Handbook || {}, { EDITION_LIMIT: LIMIT, editionAge: editionAge, editionDateText: inChinese });
  if (typeof customElements === "undefined") return;

  class EditionDate extends HTMLElement {
    connectedCallback() {
      const date = this.dataset.date || "";
      const age = editionAge(date, new Date());
      const main = document.querySelector("main");
      if (age === null || age <= LIMIT || !main || document.querySelector(".edition-old")) return;
      const note = document.createElement("p");
      note.className = "edition-old";
      note.setAttribute("role", "note");
      note.append("这一版编于" + inChinese(date) + "，已经过去" + age + "天，其间政策可能已经修改、废止或者新出。办事之前，请向制定机关核对最新文本。");
      main.prepend(note);
    }
  }

  customElements.define("edition-date", EditionDate);
})(typeof window === "undefined" ? globalThis : window);

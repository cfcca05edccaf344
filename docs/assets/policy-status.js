// <policy-status data-from="2025-07-01" data-to="2027-12-31">自…起施行</policy-status>
// Puts today's status, or that of the day which the address asks about (?on=2021-06-01), before the text that a reader
// without scripts sees; `compact` leaves the badge alone.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;

  /**
   * @param {string} name
   * @param {string} text
   * @returns {HTMLSpanElement}
   */
  function span(name, text) {
    const element = document.createElement("span");
    element.className = name;
    element.textContent = text;
    return element;
  }

  class PolicyStatus extends HTMLElement {
    constructor() {
      super();
      /** @type {HTMLSpanElement | null} */
      this.text = null;
    }

    connectedCallback() {
      if (this.querySelector(".status-badge")) return;
      this.text = span("status-text", "");
      this.text.append(...this.childNodes);
      this.showOn(Handbook.asOf(location.href));
    }

    /** @param {string | null} asked the day that the reader asks about; null: today */
    showOn(asked) {
      if (!this.text) return;
      const day = asked || Handbook.today();
      const status = Handbook.statusAsOf(this.dataset.from, this.dataset.to, asked, Handbook.today());
      const badge = span("status-badge", status.label);
      const judged = "按" + (asked ? "所选日期 " : "本机日期 ") + day + " 判断";
      badge.dataset.status = status.code;
      this.replaceChildren(badge, this.text);
      this.dataset.status = status.code;
      if (this.hasAttribute("compact")) {
        badge.title = (this.text.textContent || "").trim() + "（" + judged + "）";
      } else {
        const left = status.code === "expiring" ? "还有 " + status.days + " 天到期，" : "";
        this.append(span("status-date", "（" + left + judged + "）" + this.otherText(asked)));
      }
    }

    /** @param {string | null} asked @returns {string} what to know of a day before the present text */
    otherText(asked) {
      const since = this.dataset.textSince || "";
      if (!asked || !since || asked >= since) return "";
      return "所收文本自 " + since + " 起施行，" + asked + " 施行的是修正之前的文本，手册没有收录。";
    }
  }

  customElements.define("policy-status", PolicyStatus);
})();

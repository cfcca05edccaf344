// <policy-status data-from="2025-07-01" data-to="2027-12-31">自…起施行</policy-status>
// Puts today's status before the text that a reader without scripts sees; `compact` leaves the badge alone.
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
    connectedCallback() {
      if (this.querySelector(".status-badge")) return;
      const today = Handbook.today();
      const status = Handbook.statusOn(this.dataset.from, this.dataset.to, today);
      const text = span("status-text", "");
      text.append(...this.childNodes);
      const badge = span("status-badge", status.label);
      badge.dataset.status = status.code;
      this.append(badge, text);
      this.dataset.status = status.code;
      if (this.hasAttribute("compact")) {
        badge.title = (text.textContent || "").trim() + "（按本机日期 " + today + " 判断）";
      } else {
        const left = status.code === "expiring" ? "还有 " + status.days + " 天到期，" : "";
        this.append(span("status-date", "（" + left + "按本机日期 " + today + " 判断）"));
      }
    }
  }

  customElements.define("policy-status", PolicyStatus);
})();

// <resolve-page></resolve-page>: a box for what stands in a letter; leads to the clause, or lists what it may mean and why.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;

  class ResolvePage extends HTMLElement {
    connectedCallback() {
      this.resolver = new Handbook.CiteResolver(Handbook.resolveData);
      this.input = document.createElement("textarea");
      Object.assign(this.input, { rows: 3, id: "resolve-text", placeholder: "例如：《苏州市人才落户管理办法》第七条；苏府规字〔2020〕5号；icv-2025.1.4" });
      const label = Object.assign(document.createElement("label"), { htmlFor: "resolve-text", textContent: "信里的写法" });
      const go = Object.assign(document.createElement("button"), { type: "submit", textContent: "查找" });
      this.form = Object.assign(document.createElement("form"), { className: "resolve" });
      this.form.append(label, this.input, go);
      this.status = Object.assign(document.createElement("p"), { className: "resolve__note" });
      this.status.setAttribute("role", "status");
      this.list = Object.assign(document.createElement("ol"), { className: "resolve__list" });
      this.replaceChildren(this.form, this.status, this.list);
      this.form.addEventListener("submit", (event) => { event.preventDefault(); this.ask(true); });
      this.input.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.ask(true); }
      });
      this.input.addEventListener("input", (event) => { if (!(/** @type {InputEvent} */ (event).isComposing)) this.ask(false); });
      this.input.addEventListener("compositionend", () => this.ask(false));
      this.input.value = new URLSearchParams(location.search).get("q") || "";
      if (this.input.value) this.ask(false);
    }

    /** @param {string} id @returns {string} from this page, in a folder of its own */
    address(id) {
      return id.includes(".") ? "../c/" + id + "/index.html" : "../policies/" + id + "/index.html";
    }

    /** @param {boolean} asked the reader asks to be led there, if there is one place only */
    ask(asked) {
      const words = this.input.value, { found, note } = this.resolver.resolve(words);
      this.list.replaceChildren(...found.map((one) => this.item(one)));
      this.status.textContent = !words.trim() ? "" : note || (found.length ? "找到了：" : "没有找到。");
      if (words.trim() && !found.length) this.status.append(" ", this.searchLink(words));
      try {
        history.replaceState(null, "", location.pathname + (words.trim() ? "?q=" + encodeURIComponent(words.trim().slice(0, 500)) : ""));
      } catch (error) { /* some browsers let no page from disk change its address */ }
      if (asked && found.length === 1) location.href = this.address(found[0].id);
      else if (asked && found.length) /** @type {HTMLElement} */ (this.list.querySelector("a")).focus();
    }

    /** @param {{id: string, reason: string}} one @returns {HTMLElement} */
    item(one) {
      const document_ = this.resolver.documents.get(one.id.split(".")[0]), item = document.createElement("li");
      const link = Object.assign(document.createElement("a"), {
        href: this.address(one.id), textContent: document_ ? "《" + document_.names[0] + "》" + this.resolver.placeOf(one.id) : one.id });
      const why = Object.assign(document.createElement("span"), { className: "resolve__why", textContent: one.reason + "（" + one.id + "）" });
      item.append(link, why);
      return item;
    }

    /** @param {string} words @returns {HTMLElement} */
    searchLink(words) {
      return Object.assign(document.createElement("a"), {
        href: "../search/index.html?q=" + encodeURIComponent(words.trim().slice(0, 200)), textContent: "改用搜索" });
    }
  }

  customElements.define("resolve-page", ResolvePage);
})();

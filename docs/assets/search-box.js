// The search box in the header: results while one types, arrow keys, Enter, Escape, and / from anywhere on the page.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;
  const SHOWN = 10, AT_ONCE = 4;

  class SearchBox {
    /** @param {HTMLFormElement} form */
    constructor(form) {
      this.form = form;
      this.root = form.dataset.root || ".";
      this.input = /** @type {HTMLInputElement} */ (form.querySelector("input[type=search]"));
      this.panel = /** @type {HTMLElement} */ (document.getElementById("handbook-search-results"));
      this.status = Handbook.searchMake("p", "search__status");
      this.status.setAttribute("role", "status");
      this.body = Handbook.searchMake("div", "");
      this.panel.append(this.status, this.body);
      this.asked = "";
      this.listen();
      // A quick hand, or a slow connection: what was typed before this script was there.
      if (document.activeElement === this.input && this.input.value.trim()) this.update();
    }

    listen() {
      this.form.action = this.root.replace(/\/$/, "") + "/search/index.html";
      Handbook.searchStartIdly(this.root);
      this.input.addEventListener("focus", () => {
        Handbook.searchStart(this.root).catch(() => {});
        if (this.input.value.trim()) this.update();
      });
      this.input.addEventListener("input", (event) => { if (!(/** @type {InputEvent} */ (event).isComposing)) this.update(); });
      this.input.addEventListener("compositionend", () => this.update());
      this.form.addEventListener("keydown", (event) => this.onKey(event));
      this.panel.addEventListener("click", (event) => { if (/** @type {Element} */ (event.target).closest("a")) this.close(); });
      this.form.addEventListener("submit", (event) => { if (!this.input.value.trim()) event.preventDefault(); });
      document.addEventListener("click", (event) => { if (!event.composedPath().includes(this.form)) this.close(); });
      this.form.addEventListener("focusout", (event) => {
        if (event.relatedTarget && !this.form.contains(/** @type {Node} */ (event.relatedTarget))) this.close();
      });
      document.addEventListener("keydown", (event) => this.onSlash(event));
    }

    async update() {
      const question = this.input.value;
      this.asked = question;
      if (!question.trim()) return this.close();
      const now = Handbook.searchAskNow(question);
      if (now) return this.show(now, question);
      try {
        const answer = await Handbook.searchAsk(this.root, question);
        if (this.asked === question) this.show(answer, question);
      } catch (error) {
        this.fail();
      }
    }

    /** @param {any} answer @param {string} question */
    show(answer, question) {
      const list = Handbook.searchMake("ol", "search__list"), hits = answer.hits.slice(0, SHOWN);
      const add = (/** @type {any} */ hit) => list.append(Handbook.searchItem(hit, answer.plan, this.root));
      const choose = (/** @type {string} */ word) => { this.input.value = word; this.input.focus(); this.update(); };
      const words = Handbook.searchSuggestions("联想", Handbook.searchEngine.suggest(question), choose);
      const found = answer.hits.length ? [list, this.more(answer, question)] : [Handbook.searchEmpty(answer, question, this.root, choose)];
      hits.slice(0, AT_ONCE).forEach(add);
      // The rest lies below what can be seen: it may wait until this letter is on the screen.
      if (hits.length > AT_ONCE) {
        requestAnimationFrame(() => setTimeout(() => { if (this.asked === question) hits.slice(AT_ONCE).forEach(add); }));
      }
      this.body.replaceChildren(...words, ...Handbook.searchAlso(answer), ...found);
      this.status.textContent = Handbook.searchStatusText(answer);
      this.panel.scrollTop = 0;
      this.panel.hidden = false;
    }

    /** @param {any} answer @param {string} question @returns {HTMLElement} */
    more(answer, question) {
      const what = answer.hits.length > SHOWN ? "全部 " + answer.hits.length + " 条" : "在结果页打开";
      const link = Handbook.searchMake("a", "", what + "，可按状态、部门等筛选");
      link.href = this.form.action + "?q=" + encodeURIComponent(question.trim());
      return Handbook.searchMake("p", "search__more", link);
    }

    fail() {
      this.body.replaceChildren(Handbook.searchMake("p", "search__empty", "搜索所需的文件没有读到。请检查网络或文件夹是否完整，再试一次。"));
      this.status.textContent = "搜索没有成功";
      this.panel.hidden = false;
    }

    close() {
      this.panel.hidden = true;
    }

    /** @returns {HTMLElement[]} */
    links() {
      return this.panel.hidden ? [] : Array.from(this.panel.querySelectorAll(".search__list a, .search__more a"));
    }

    /** @param {KeyboardEvent} event */
    onKey(event) {
      if (event.isComposing) return;
      const links = this.links(), at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
      if (event.key === "ArrowDown") {
        if (!links.length && this.input.value.trim()) this.update();
        else if (links.length) links[Math.min(at + 1, links.length - 1)].focus();
      } else if (event.key === "ArrowUp" && at >= 0) {
        (at ? links[at - 1] : this.input).focus();
      } else if (event.key === "Escape" && !this.panel.hidden) {
        this.input.focus();
        this.close();
      } else if (at >= 0 && (event.key === "Backspace" || isLetter(event))) {
        return this.input.focus(); // the letter then goes into the box
      } else {
        return;
      }
      event.preventDefault();
    }

    /** @param {KeyboardEvent} event */
    onSlash(event) {
      const target = /** @type {HTMLElement} */ (event.target);
      if (event.key !== "/" || !isLetter(event) || target.closest("input, textarea, select, [contenteditable]")) return;
      event.preventDefault();
      this.input.focus();
      this.input.select();
    }
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether it writes something */
  function isLetter(event) {
    return event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  }

  const form = document.getElementById("handbook-search");
  if (form) new SearchBox(/** @type {HTMLFormElement} */ (form));
})();

// <basket-page></basket-page>: the clauses that a reader has collected, put in order, and taken away as an annex 《引用条款》.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;

  /** @param {string} name @param {Record<string, any>} own @param {...(string | Node)} children @returns {any} */
  function make(name, own, ...children) {
    const element = Object.assign(document.createElement(name), own);
    element.append(...children);
    return element;
  }

  /** @param {string} words @param {() => void} act @param {string} [label] @returns {HTMLButtonElement} */
  function button(words, act, label) {
    const element = make("button", { type: "button", textContent: words });
    if (label) element.setAttribute("aria-label", label);
    element.addEventListener("click", act);
    return element;
  }

  class BasketPage extends HTMLElement {
    connectedCallback() {
      this.day = Handbook.today();
      this.join = true;
      /** @type {string[]} */
      this.ids = [];
      /** @type {string[] | null} ids of somebody else's basket */
      this.shared = null;
      /** @type {string[]} */
      this.unknown = [];
      this.addEventListener("keydown", (event) => this.onKey(event));
      window.addEventListener("hashchange", () => this.start());
      window.addEventListener("storage", (event) => { if (event.key === Handbook.basketKey && !this.shared) this.start(); });
      this.start();
    }

    /** @returns {Promise<void>} */
    async start() {
      const own = Handbook.basketRead(), given = Handbook.basketFromHash(location.hash);
      this.shared = given.length && given.join() !== own.join() ? given : null;
      this.ids = this.shared || own;
      await this.load();
      this.show();
    }

    /** Loads what the clauses need; a document that there is not is no error: its clauses are named as unknown. */
    async load() {
      const first = new Map(this.ids.map((id) => [id.split(".")[0], id]));
      await Promise.all(Array.from(first.values(), (id) => Handbook.citeLoad(id).catch(() => {})));
      if (!Handbook.citeBase().startsWith("file:")) await Handbook.citeScript("qrcode.js").catch(() => {});
      this.unknown = this.ids.filter((id) => !Handbook.cite(id, ""));
    }

    /** @returns {{ids: string[], citation: any, status: string}[]} */
    items() {
      const base = Handbook.citeBase(), ids = this.ids.filter((id) => !this.unknown.includes(id));
      return Handbook.basketRuns(ids, this.join, Handbook.citeFollows).map((/** @type {string[]} */ run) => {
        const citation = run.length > 1 ? Handbook.citeRange(run[0], run[run.length - 1], base) : Handbook.cite(run[0], base);
        return { ids: run, citation: citation, status: Handbook.statusOn(citation.document.from, citation.document.to, this.day).label + "；" + citation.document.validity };
      });
    }

    show() {
      const held = this.contains(document.activeElement);
      const parts = this.ids.length ? [this.list(), this.actions(), this.annex()] : [this.empty()];
      this.replaceChildren(...this.noteOfShared(), ...this.noteOfUnknown(), ...parts);
      if (held && !this.contains(document.activeElement)) { this.tabIndex = -1; this.focus({ preventScroll: true }); }
    }

    /** @returns {HTMLElement} */
    empty() {
      return make("div", { className: "basket__empty" },
        make("p", {}, "引用篮还是空的。"),
        make("p", {}, "读到要引用的条款，点它旁边的“引用”（或者按 c 键），选“放入引用篮”。收齐之后回到这里排好次序，导出附件《引用条款》。"),
        make("p", {}, make("a", { href: "../policies/index.html", textContent: "打开全部文件" }), "，或者用",
          make("a", { href: "../resolve/index.html", textContent: "引用查找" }), "从信里的写法找到条款。"));
    }

    /** @returns {Node[]} */
    noteOfShared() {
      const shared = this.shared;
      if (!shared) return [];
      const own = Handbook.basketRead();
      const keep = (/** @type {string[]} */ ids) => { Handbook.basketWrite(ids); this.leaveShared(); };
      return [make("div", { className: "basket__note" }, "这是从地址打开的引用篮（" + shared.length + " 条），没有存进你的引用篮。 ",
        button(own.length ? "加到我的引用篮后面" : "存为我的引用篮", () => keep(own.concat(shared))), " ",
        ...(own.length ? [button("换掉我的引用篮", () => keep(shared)), " "] : []), button("不要，打开我的引用篮", () => this.leaveShared()))];
    }

    leaveShared() {
      history.replaceState(null, "", location.href.split("#")[0]);
      this.start();
    }

    /** @returns {Node[]} */
    noteOfUnknown() {
      return this.unknown.length ? [make("p", { className: "basket__note" }, "手册里没有这些编号：" + this.unknown.join("、") + "。")] : [];
    }

    /** @returns {HTMLElement} */
    list() {
      const list = make("ol", { className: "basket__list" });
      this.ids.forEach((id, at) => {
        const citation = Handbook.cite(id, Handbook.citeBase()), name = citation ? citation.official : id;
        const up = button("上移", () => this.move(at, -1), "上移 " + id), down = button("下移", () => this.move(at, 1), "下移 " + id);
        up.disabled = at === 0;
        down.disabled = at === this.ids.length - 1;
        const words = citation ? make("a", { href: "../c/" + id + "/index.html", textContent: name }) : name;
        const item = make("li", {}, make("span", { className: "basket__name" }, words), make("span", { className: "basket__buttons" },
          up, down, button("移出", () => this.change(this.ids.filter((other) => other !== id), "已移出 " + id), "移出 " + id)));
        item.dataset.at = String(at);
        list.append(item);
      });
      return list;
    }

    /** @param {number} at @param {number} by */
    move(at, by) {
      const ids = this.ids.slice(), to = at + by;
      if (to < 0 || to >= ids.length) return;
      ids.splice(to, 0, ids.splice(at, 1)[0]);
      this.change(ids, "移到第 " + (to + 1) + " 条");
      const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (this.querySelectorAll('li[data-at="' + to + '"] button'));
      const wanted = buttons[by < 0 ? 0 : 1];
      (wanted.disabled ? buttons[by < 0 ? 1 : 0] : wanted).focus();
    }

    /** @param {string[]} ids @param {string} said */
    change(ids, said) {
      this.ids = ids;
      if (this.shared) {
        this.shared = ids;
        history.replaceState(null, "", location.href.split("#")[0] + Handbook.basketToHash(ids));
      } else if (!Handbook.basketWrite(ids)) {
        said += "；浏览器不让保存，关掉页面就没有了";
      }
      this.show();
      Handbook.announce(said);
    }

    /** @param {KeyboardEvent} event Alt and an arrow moves the clause that the focus is on */
    onKey(event) {
      const item = /** @type {Element} */ (event.target).closest("li[data-at]");
      if (!item || !event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
      event.preventDefault();
      this.move(Number(/** @type {HTMLElement} */ (item).dataset.at), event.key === "ArrowUp" ? -1 : 1);
    }

    /** @returns {HTMLElement} */
    actions() {
      const join = make("input", { type: "checkbox", checked: this.join });
      join.addEventListener("change", () => {
        this.join = join.checked;
        this.show();
        /** @type {any} */ (this.querySelector("input[type=checkbox]")).focus();
      });
      const name = Handbook.annexTitle + "-" + this.day;
      const file = (/** @type {string} */ text, /** @type {string} */ type, /** @type {string} */ end) =>
        Handbook.saveAs(name + end, new Blob([text], { type: type + ";charset=utf-8" }));
      return make("div", { className: "basket__actions" },
        make("p", {}, make("label", {}, join, " 相邻的条款合成一处引用，例如“第四条至第六条”")),
        make("p", { className: "basket__buttons" },
          button("Word（.docx）", () => this.word(name)),
          button("打印，或存为 PDF", () => window.print()),
          button("Markdown", () => file(Handbook.annexMarkdown(this.items(), this.day), "text/markdown", ".md")),
          button("纯文本", () => file(Handbook.annexText(this.items(), this.day), "text/plain", ".txt")),
          button("复制全文", () => this.say(Handbook.copyText(Handbook.annexText(this.items(), this.day)), "全文已复制")),
          button("复制分享地址", () => this.say(Handbook.copyText(this.address()), "地址已复制：打开它的人看到同样的条款")),
          button("清空", () => this.clear())));
    }

    /** @returns {string} */
    address() {
      const base = Handbook.citeBase();
      return base + "basket/" + (base.startsWith("file:") ? "index.html" : "") + Handbook.basketToHash(this.ids);
    }

    clear() {
      if (window.confirm("从引用篮移出全部 " + this.ids.length + " 条？")) this.change([], "引用篮已清空");
    }

    /** @param {Promise<boolean>} doing @param {string} words */
    async say(doing, words) {
      Handbook.announce((await doing) ? words : "没有成功，请重试");
    }

    /** @param {string} name */
    async word(name) {
      Handbook.announce("正在生成 Word 文件");
      try {
        await Handbook.citeScript("docx.js");
        const online = !Handbook.citeBase().startsWith("file:");
        const png = (/** @type {string} */ link) => (online ? Handbook.qrPng(link, 6) : null);
        Handbook.saveAs(name + ".docx", await Handbook.annexWord(this.items(), this.day, png));
        Handbook.announce("Word 文件已生成");
      } catch (error) {
        Handbook.announce("Word 文件没有生成：所需的文件没有读到。可以先用纯文本或打印。");
      }
    }

    /** @returns {HTMLElement} what is printed */
    annex() {
      const online = !Handbook.citeBase().startsWith("file:");
      const pieces = this.items().map((item, i) => make("article", {},
        make("h3", {}, (i + 1) + "．" + item.citation.official),
        make("blockquote", {}, ...item.citation.lines.map((/** @type {string} */ line) => make("p", {}, line))),
        make("div", { className: "basket__foot" }, make("div", {}, make("p", {}, Handbook.annexStatus(item, this.day)),
          make("p", {}, "地址：", make("a", { href: item.citation.link, textContent: item.citation.link }))),
        ...(online ? [Handbook.qrPicture(item.citation.link)].filter(Boolean) : []))));
      return make("section", { className: "basket__annex" }, make("h2", { id: "annex" }, Handbook.annexTitle), ...pieces);
    }
  }

  customElements.define("basket-page", BasketPage);
})();

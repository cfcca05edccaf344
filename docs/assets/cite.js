// <cite-clause></cite-clause>: a button 引用 that opens a menu: copy the citation in any form, put the clause into the basket.
// Every clause of a document's page gets one; the key c opens that of the clause that is linked to, focused or selected in.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;
  const SCRIPT = /** @type {HTMLScriptElement} */ (document.currentScript);
  const ROOT = new URL("../", SCRIPT.src).href;
  /** What the pages add to the text: no part of a quotation. */
  const ADDED = ".clause-link, copy-link, cite-clause, .clause-departments, .clause-facts, .editor-note, .role, caption, script, style";
  /** @type {[string, string, string][]} form, words in the menu, words when it is copied */
  const ITEMS = [
    ["official", "引用（函件写法）", "引用已复制"], ["quotation", "引用，附原文", "引用和原文已复制"],
    ["address", "地址，可核对文字是否变动", "地址已复制"], ["html", "富文本，贴进 Word 和邮件", "富文本已复制"],
    ["gbt7714", "参考文献（GB/T 7714—2015）", "参考文献已复制"], ["markdown", "Markdown", "Markdown 已复制"],
  ];

  /** @returns {string} where the site is published, if that is known; else where it is open now */
  function base() {
    const site = document.querySelector('meta[name="handbook-site"]'), canonical = document.querySelector('link[rel="canonical"]');
    if (site) return (site.getAttribute("content") || "").replace(/\/?$/, "/");
    const own = /^(.*\/)c\/[^/]+\/$/.exec((canonical && canonical.getAttribute("href")) || "");
    return own ? own[1] : ROOT;
  }

  /** @type {Map<string, Promise<void>>} */
  const loading = new Map();

  /**
   * @param {string} name of a script under assets/, loaded once
   * @returns {Promise<void>}
   */
  function load(name) {
    const known = loading.get(name);
    if (known) return known;
    const promise = new Promise(function (/** @type {(value: void) => void} */ resolve, reject) {
      const element = document.createElement("script");
      element.src = ROOT + "assets/" + name;
      element.onload = () => resolve();
      element.onerror = () => { loading.delete(name); element.remove(); reject(new Error(name)); };
      document.head.append(element);
    });
    loading.set(name, promise);
    return promise;
  }

  /** @param {string} clause @returns {Promise<void>} */
  const loadFor = (clause) => load("cite/" + clause.split(".")[0] + ".js");

  // --- copying ---

  /** @param {string} html @param {string} text @returns {Promise<boolean>} both kinds at once: Word takes the first, a chat the second */
  async function copyRich(html, text) {
    try {
      await navigator.clipboard.write([new ClipboardItem({
        "text/html": new Blob([html], { type: "text/html" }), "text/plain": new Blob([text], { type: "text/plain" }) })]);
      return true;
    } catch (error) {
      const onCopy = (/** @type {ClipboardEvent} */ event) => {
        if (event.clipboardData) { event.clipboardData.setData("text/html", html); event.clipboardData.setData("text/plain", text); }
        event.preventDefault();
      };
      document.addEventListener("copy", onCopy, { once: true });
      const done = document.execCommand("copy");
      document.removeEventListener("copy", onCopy);
      return done;
    }
  }

  /** @param {string} form @param {any} citation @returns {Promise<boolean>} */
  function copyForm(form, citation) {
    const day = Handbook.today(), text = (/** @type {string} */ name) => Handbook.citeFill(name, citation, day);
    return form === "html" ? copyRich(text("html"), text("quotation") + "\n" + citation.link) : Handbook.copyText(text(form));
  }

  // --- the menu ---

  class Menu {
    constructor() {
      this.box = document.createElement("div");
      this.box.className = "cite-menu";
      this.box.setAttribute("popover", "auto");
      this.what = Object.assign(document.createElement("p"), { className: "cite-menu__what", id: "cite-menu-what" });
      this.list = document.createElement("div");
      this.list.setAttribute("role", "menu");
      this.list.setAttribute("aria-labelledby", "cite-menu-what");
      this.box.append(this.what, this.list);
      (document.querySelector("main") || document.body).append(this.box);
      this.list.addEventListener("keydown", (event) => this.onKey(event));
      // The event comes late: by then the menu may be open again.
      this.box.addEventListener("toggle", () => { if (!this.box.matches(":popover-open")) this.closed(); });
      /** @type {HTMLElement | null} */
      this.opener = null;
    }

    /** @param {HTMLElement} opener @param {string} clause @param {string} selected */
    open(opener, clause, selected) {
      const citation = Handbook.cite(clause, base());
      if (!citation) return Handbook.announce("这一条还没有引用写法");
      this.opener = opener;
      this.what.textContent = citation.official;
      const items = ITEMS.map(([form, words, done]) => this.item(words, () => this.copied(copyForm(form, citation), done)));
      if (selected) items.unshift(this.item("所选文字，附出处", () => this.copied(Handbook.copyText(quoted(citation, selected)), "所选文字和出处已复制")));
      this.list.replaceChildren(...items, this.basketItem(clause), this.basketLink());
      opener.setAttribute("aria-expanded", "true");
      /** @type {any} */ (this.box).showPopover();
      this.place(opener);
      this.items()[0].focus();
    }

    /** @param {string} words @param {() => void} act @returns {HTMLButtonElement} */
    item(words, act) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
      button.setAttribute("role", "menuitem");
      button.addEventListener("click", act);
      return button;
    }

    /** @param {string} clause @returns {HTMLButtonElement} */
    basketItem(clause) {
      const held = Handbook.basketRead().includes(clause);
      const item = this.item(held ? "从引用篮移出" : "放入引用篮", () => {
        const now = Handbook.basketToggle(clause);
        this.done(now === null ? "浏览器不让保存，没有放进去" : now ? "已放入引用篮，共 " + Handbook.basketRead().length + " 条" : "已从引用篮移出", now !== null);
      });
      item.classList.add("cite-menu__apart");
      return item;
    }

    /** @returns {HTMLAnchorElement} */
    basketLink() {
      const link = Object.assign(document.createElement("a"), {
        href: ROOT + "basket/index.html", textContent: "打开引用篮（" + Handbook.basketRead().length + " 条）" });
      link.setAttribute("role", "menuitem");
      return link;
    }

    /** @param {Promise<boolean>} copying @param {string} words */
    async copied(copying, words) {
      const done = await copying;
      this.done(done ? words : "复制没有成功，请改用“引用，附原文”，或者手动复制", done);
    }

    /** @param {string} words @param {boolean} well */
    done(words, well) {
      const opener = this.opener;
      this.close();
      Handbook.announce(words);
      if (opener && well) {
        opener.dataset.done = words;
        setTimeout(() => delete opener.dataset.done, 2000);
      }
    }

    close() {
      const inside = this.box.contains(document.activeElement);
      /** @type {any} */ (this.box).hidePopover();
      if (inside && this.opener) this.opener.focus();
      this.closed();
    }

    closed() {
      if (!this.opener) return;
      this.opener.setAttribute("aria-expanded", "false");
      if (this.box.contains(document.activeElement) || document.activeElement === document.body) this.opener.focus();
      this.opener = null;
    }

    /** @returns {HTMLElement[]} */
    items() {
      return Array.from(this.list.querySelectorAll("[role=menuitem]"));
    }

    /** @param {KeyboardEvent} event */
    onKey(event) {
      const items = this.items(), at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
      const digit = /^[1-9]$/.test(event.key) ? items[Number(event.key) - 1] : null;
      if (to !== undefined) items[(to + items.length) % items.length].focus();
      else if (digit) digit.click();
      else if (event.key === "Tab") this.close();
      else return;
      if (event.key !== "Tab") event.preventDefault();
    }

    /** @param {HTMLElement} opener the menu goes below it, or above it where there is no room */
    place(opener) {
      const at = opener.getBoundingClientRect(), own = this.box.getBoundingClientRect();
      const left = Math.max(8, Math.min(at.left, window.innerWidth - own.width - 8));
      const below = at.bottom + 4, top = below + own.height < window.innerHeight ? below : Math.max(8, at.top - own.height - 4);
      this.box.style.left = left + "px";
      this.box.style.top = Math.min(top, Math.max(8, window.innerHeight - own.height - 8)) + "px";
    }
  }

  /** @type {Menu | null} */
  let menu = null;

  class CiteClause extends HTMLElement {
    connectedCallback() {
      if (this.firstChild) return;
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: "引用" });
      button.setAttribute("aria-haspopup", "menu");
      button.setAttribute("aria-expanded", "false");
      button.setAttribute("aria-label", "引用 " + this.clause());
      button.title = "引用这一条（按键 c）";
      // The press would take the reader's selection away before the click could read it.
      button.addEventListener("pointerdown", (event) => { if (selection()) event.preventDefault(); });
      button.addEventListener("click", () => this.open());
      this.append(button);
    }

    /** @returns {string} */
    clause() {
      const owner = this.closest("[data-id]");
      return (owner && owner.getAttribute("data-id")) || "";
    }

    async open() {
      const button = /** @type {HTMLElement} */ (this.firstChild), chosen = selection();
      try {
        await loadFor(this.clause());
      } catch (error) {
        return Handbook.announce("引用所需的文件没有读到，请检查网络或文件夹是否完整");
      }
      menu = menu || new Menu();
      menu.open(button, this.clause(), chosen && chosen.clauses[0] === this.clause() && chosen.clauses.length === 1 ? chosen.text : "");
    }
  }

  // --- a selection inside the text ---

  /** @param {Node | null} node @returns {string} the clause whose words these are */
  function clauseAt(node) {
    const element = node instanceof Element ? node : node && node.parentElement;
    if (!element || !element.closest("main") || element.closest("dl, .cite-menu, nav, aside")) return "";
    for (let at = /** @type {Element | null} */ (element); at && at.localName !== "body"; at = at.parentElement) {
      if (at instanceof HTMLElement && at.dataset.id) return at.dataset.id;
      // The text under a heading stands beside it.
      const before = at.classList.contains("clause-body") ? at.previousElementSibling : null;
      if (before instanceof HTMLElement && before.dataset.id) return before.dataset.id;
    }
    return "";
  }

  /** @returns {{clauses: string[], text: string, range: Range} | null} what is selected in the text of one clause, or from one to another */
  function selection() {
    const chosen = window.getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
    const range = chosen.getRangeAt(0), first = clauseAt(range.startContainer), last = clauseAt(range.endContainer);
    if (!first || !last) return null;
    const copy = document.createElement("div");
    copy.append(range.cloneContents());
    for (const added of copy.querySelectorAll(ADDED)) added.remove();
    for (const block of copy.querySelectorAll("p, li, tr, td, h2, h3, h4, h5, h6, div")) block.append("\n");
    const text = (copy.textContent || "").split(/\n+/).map((line) => line.trim()).filter(Boolean).join("\n");
    return text ? { clauses: first === last ? [first] : [first, last], text: text, range: range } : null;
  }

  /** @param {any} citation @param {string} text @returns {string} the words with their source; …… where the clause goes on */
  function quoted(citation, text) {
    const bare = (/** @type {string} */ words) => words.replace(/\s+/g, ""), whole = bare(citation.lines.join("")), part = bare(text);
    const unlabelled = whole.endsWith(part) && whole.length - part.length < 8;
    const before = whole.startsWith(part) || unlabelled ? "" : "……", after = whole.endsWith(part) ? "" : "……";
    const excerpt = Object.assign({}, citation, { lines: (before + text + after).split("\n") });
    return Handbook.citeFill("quotation", excerpt, Handbook.today()) + "\n" + citation.link;
  }

  class SelectionButton {
    constructor() {
      this.button = Object.assign(document.createElement("button"), {
        type: "button", className: "cite-selection", textContent: "复制，附出处", hidden: true });
      (document.querySelector("main") || document.body).append(this.button);
      this.button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
      this.button.addEventListener("click", () => this.copy());
      document.addEventListener("pointerup", () => setTimeout(() => this.show(), 0));
      document.addEventListener("keyup", (event) => { if (event.shiftKey || event.key === "Shift") this.show(); });
      document.addEventListener("scroll", () => { if (!this.button.hidden) this.show(); }, { passive: true });
      document.addEventListener("selectionchange", () => { if (!selection()) this.button.hidden = true; });
    }

    show() {
      const chosen = selection();
      this.button.hidden = !chosen;
      if (!chosen) return;
      const boxes = chosen.range.getClientRects(), end = boxes[boxes.length - 1];
      if (!end) return;
      this.button.style.left = Math.max(8, Math.min(end.right, window.innerWidth - this.button.offsetWidth - 8)) + "px";
      this.button.style.top = Math.max(8, Math.min(end.bottom + 6, window.innerHeight - this.button.offsetHeight - 8)) + "px";
    }

    async copy() {
      const chosen = selection();
      if (!chosen) return;
      const [first, last] = chosen.clauses;
      try {
        await loadFor(first);
      } catch (error) {
        return Handbook.announce("引用所需的文件没有读到，请检查网络或文件夹是否完整");
      }
      const citation = last ? Handbook.citeRange(first, last, base()) : Handbook.cite(first, base());
      const done = citation && await Handbook.copyText(quoted(citation, chosen.text));
      const words = done ? "所选文字和出处已复制" : citation ? "复制没有成功，请手动复制" : "所选文字跨了不相连的条款，请分开引用";
      Handbook.announce(words);
      this.button.textContent = done ? "已复制" : words;
      setTimeout(() => { this.button.textContent = "复制，附出处"; }, 2000);
    }
  }

  // --- the key c ---

  /** @returns {string} the clause that the reader is at */
  function clauseInHand() {
    const chosen = selection(), active = document.activeElement;
    if (chosen) return chosen.clauses[0];
    const focused = active && active !== document.body ? clauseAt(active) : "";
    const target = document.querySelector(":target"), own = document.querySelector("main[data-id]");
    return focused || (target && clauseAt(target)) || (own && own.getAttribute("data-id")) || "";
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const target = /** @type {Element} */ (event.target);
    if (event.key !== "c" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (target.closest("input, textarea, select, [contenteditable], .cite-menu")) return;
    const clause = clauseInHand(), element = clause && document.querySelector('[data-id="' + CSS.escape(clause) + '"] cite-clause');
    if (!element) return;
    event.preventDefault();
    element.scrollIntoView({ block: "nearest" });
    /** @type {CiteClause} */ (element).open();
  }

  // --- a former address: policies/<document>/#<anchor> of a clause that is no longer there ---

  async function leadOn() {
    const own = /\/policies\/([a-z0-9-]+)\/(?:index\.html)?$/.exec(location.pathname), anchor = decodeURIComponent(location.hash.slice(1));
    if (!own || !anchor || document.getElementById(anchor)) return;
    try {
      await loadFor(own[1]);
    } catch (error) {
      return;
    }
    const document_ = Handbook.citeDocuments.get(own[1]), title = document.querySelector("main h1");
    if (!document_ || !(anchor in document_.gone) || !title || document.querySelector(".cite-gone")) return;
    const link = Object.assign(document.createElement("a"), {
      href: ROOT + "c/" + own[1] + "." + anchor + "/index.html", textContent: "看它最后的文字和去向" });
    const note = Object.assign(document.createElement("p"), { className: "cite-check cite-gone" });
    note.append("地址里的条款 " + anchor + " 曾经公布过，现已不在这份文件里：", link, "。");
    title.after(note);
  }

  Object.assign(Handbook, { citeBase: base, citeLoad: loadFor, citeScript: load, citeCopy: copyForm });
  customElements.define("cite-clause", CiteClause);
  for (const link of document.querySelectorAll("[data-id] .clause-link")) {
    const next = link.nextElementSibling;
    (next && next.localName === "copy-link" ? next : link).after(document.createElement("cite-clause"));
  }
  if (document.querySelector("cite-clause")) {
    new SelectionButton();
    document.addEventListener("keydown", onKey);
    window.addEventListener("hashchange", leadOn);
    leadOn();
  }
})();

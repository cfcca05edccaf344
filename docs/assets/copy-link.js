// <copy-link></copy-link>: a button that copies an address: the .clause-link beside it, else the page's own.
// Every clause that has a .clause-link gets one.
(function () {
  "use strict";
  const ICON = '<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" focusable="false"><path fill="currentColor" d="';
  const LINK = ICON + 'M10.6 13.4a1 1 0 0 1-1.4 1.4 5 5 0 0 1 0-7l3-3a5 5 0 0 1 7 7l-1.4 1.5-.3-2.1.3-.8a3 3 0 0 0-4.2-4.2l-3 3a3 3 0 0 0 0 4.2m2.8-4.2a1 1 0 0 1 1.4 0 5 5 0 0 1 0 7l-3 3a5 5 0 0 1-7-7l1.4-1.5.3 2.1-.3.8a3 3 0 0 0 4.2 4.2l3-3a3 3 0 0 0 0-4.2 1 1 0 0 1 0-1.4"/></svg>';
  const DONE = ICON + 'M9 16.2 4.8 12l-1.4 1.4L9 19 21 7l-1.4-1.4z"/></svg>';

  /** @type {HTMLElement | null} */
  let voice = null;

  /** @param {string} message said politely by a screen reader */
  function announce(message) {
    if (!voice) {
      voice = document.createElement("div");
      voice.className = "visually-hidden";
      voice.setAttribute("role", "status");
      (document.querySelector("main") || document.body).append(voice);
    }
    const region = voice;
    region.textContent = "";
    setTimeout(() => { region.textContent = message; }, 100); // the same words twice are said twice
  }

  /**
   * The address as a letter wants it: on the published site where that is known, without index.html on a server.
   * @param {string} address
   * @returns {string}
   */
  function outward(address) {
    const site = document.querySelector('meta[name="handbook-site"]');
    const folder = document.querySelector("form[data-root]");
    let url = new URL(address, location.href).href;
    if (site && folder) {
      const root = new URL(folder.getAttribute("data-root") + "/", location.href).href;
      url = url.replace(root, site.getAttribute("content") || root);
    }
    return url.startsWith("file:") ? url : url.replace(/index\.html(?=$|#)/, "");
  }

  /**
   * @param {string} text
   * @returns {Promise<boolean>}
   */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (error) {
      return copyBySelection(text); // no clipboard without https in some browsers
    }
  }

  /**
   * @param {string} text
   * @returns {boolean}
   */
  function copyBySelection(text) {
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (active) active.focus();
    return done;
  }

  class CopyLink extends HTMLElement {
    connectedCallback() {
      if (this.firstChild) return;
      const button = document.createElement("button");
      button.type = "button";
      button.title = "复制链接";
      button.setAttribute("aria-label", "复制链接 " + this.name());
      button.innerHTML = '<span class="copy-link__idle">' + LINK + '</span><span class="copy-link__done">' + DONE + "</span>";
      if (this.hasAttribute("labelled")) button.append(" 复制链接");
      button.addEventListener("click", () => this.copy());
      this.append(button);
    }

    /** @returns {HTMLAnchorElement | null} */
    link() {
      const parent = this.parentElement;
      return parent && parent.querySelector(":scope > .clause-link");
    }

    /** @returns {string} */
    name() {
      const clause = this.closest("[data-id]");
      return (clause && clause.getAttribute("data-id")) || "";
    }

    async copy() {
      const link = this.link();
      const canonical = document.querySelector('link[rel="canonical"]');
      const page = canonical ? canonical.getAttribute("href") || "" : location.href.split("#")[0];
      const done = await copy(outward(link ? link.getAttribute("href") || "" : page));
      announce(done ? "链接已复制" : "复制没有成功，请手动复制地址栏中的链接");
      this.classList.toggle("is-copied", done);
      setTimeout(() => this.classList.remove("is-copied"), 2000);
    }
  }

  const Handbook = /** @type {any} */ (window).Handbook = /** @type {any} */ (window).Handbook || {};
  Object.assign(Handbook, { copyText: copy, outward, announce });
  customElements.define("copy-link", CopyLink);

  for (const link of document.querySelectorAll(".clause > .clause-link, .clause > p > .clause-link, .clause-head > .clause-link")) {
    const next = link.nextElementSibling;
    if (!next || next.localName !== "copy-link") link.after(document.createElement("copy-link"));
  }
})();

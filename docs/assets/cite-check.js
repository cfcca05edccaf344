// The page of one clause, /c/<id>/#v=<fingerprint>: says whether the words are still those that the address was copied with.
// On paper it carries its address as a QR code, where that is an address that another machine can open.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;
  const main = /** @type {HTMLElement | null} */ (document.querySelector("main[data-id]"));

  /** @param {string} name @param {string} className @param {...(string | Node)} children @returns {HTMLElement} */
  function make(name, className, ...children) {
    const element = document.createElement(name);
    element.className = className;
    element.append(...children);
    return element;
  }

  /**
   * @param {string[]} before
   * @param {string[]} now
   * @returns {[string, string, string][]} for each side: what is the same, the changed stretch, the same
   */
  function changed(before, now) {
    const a = before.join("\n"), b = now.join("\n"), most = Math.min(a.length, b.length);
    let start = 0, end = 0;
    while (start < most && a[start] === b[start]) start++;
    while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
    return [a, b].map((text) => [text.slice(0, start), text.slice(start, text.length - end), text.slice(text.length - end)]);
  }

  /** @param {string} title @param {string} mark @param {[string, string, string]} parts @returns {HTMLElement} */
  function side(title, mark, parts) {
    const text = make("p", "cite-change__text", parts[0], parts[1] ? make(mark, "", parts[1]) : "", parts[2]);
    return make("section", "", make("h2", "", title), text);
  }

  /** @param {any} found of Handbook.citeSince @param {string} print @returns {(string | Node)[]} */
  function inWords(found, print) {
    if (found.state === "same") return ["引用以来，这一条的文字没有改动（空白不计，指纹 " + print + "）。"];
    const until = found.edition ? "，" + found.edition + "版" : "";
    if (!found.before) {
      return ["引用以来，这一条的文字有改动。引用时的文字（指纹 " + print + "）手册没有保存，不能并列；现在的文字如下。"];
    }
    const [old, now] = changed(found.before, found.now);
    return ["引用以来，这一条的文字有改动：",
      make("div", "cite-change", side("引用时的文字" + until, "del", old), side("现在的文字", "ins", now))];
  }

  /** @returns {string} what the dates of the document say of today, "" where nothing ended */
  function ended() {
    const status = /** @type {HTMLElement | null} */ (document.querySelector("policy-status")), over = document.querySelector("[data-ended]");
    const said = over ? (over.textContent || "").trim() + "。" : "";
    const code = status ? Handbook.statusOn(status.dataset.from, status.dataset.to, Handbook.today()).code : "";
    return said + (code === "expired" && status ? "所在文件载明的有效期到 " + status.dataset.to + " 为止，现已失效。" : "");
  }

  async function check() {
    const old = document.querySelector(".cite-check");
    if (old) old.remove();
    const given = /^#v=(.*)$/.exec(location.hash);
    if (!given || !main) return;
    const clause = main.dataset.id || "", print = given[1].toLowerCase();
    const box = make("div", "cite-check");
    box.setAttribute("role", "status");
    /** @type {HTMLElement} */ (main.querySelector("h1")).after(box);
    if (!/^[0-9a-f]{16}$/.test(print)) {
      box.dataset.state = "unknown";
      return box.append("地址里的指纹不完整，不能核对文字有没有改动。");
    }
    try {
      await Handbook.citeLoad(clause);
      const found = Handbook.citeSince(clause, print);
      box.dataset.state = found.state;
      box.append(...inWords(found, print));
    } catch (error) {
      box.dataset.state = "unknown";
      box.append("核对所需的文件没有读到，不能判断文字有没有改动。");
    }
    const end = ended();
    if (end) box.append(make("p", "cite-check__ended", end));
  }

  /** The address for paper: a file on this machine is none. */
  async function addressOnPaper() {
    const base = Handbook.citeBase();
    if (!main || base.startsWith("file:")) return;
    try {
      await Promise.all([Handbook.citeScript("qrcode.js"), Handbook.citeLoad(main.dataset.id)]);
    } catch (error) {
      return; // the address itself is printed all the same
    }
    const link = Handbook.cite(main.dataset.id, base).link, picture = Handbook.qrPicture(link);
    const words = make("p", "", "扫码打开这一条，并核对文字有没有改动：", document.createElement("br"), link);
    if (picture) main.append(make("div", "cite-paper", picture, words));
  }

  if (!main) return;
  check();
  window.addEventListener("hashchange", check);
  const idle = window.requestIdleCallback || ((/** @type {() => void} */ act) => setTimeout(act, 300));
  window.addEventListener("load", () => idle(() => addressOnPaper()));
})();

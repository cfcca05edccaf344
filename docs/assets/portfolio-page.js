// <policy-portfolio data-root="../">: the questions of 政策体检 and its report. Everything stays in this browser: a profile is saved as a
// file, in a link, or (only when asked) in localStorage.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;
  const { element } = Handbook;
  const { Report, spoken } = Handbook.portfolioShow;
  const { fieldsOf, checkUp, readable, writeProfile, readProfile } = Handbook.portfolio;

  const KEY = "handbook-portfolio";
  const HASH = "#profile=";
  const LONGEST = 2000; // characters of a link that mail and chat programs still take
  const LARGEST = 1e6; // bytes of a saved profile
  const MANY = 12; // options that are folded, with a filter
  const PAUSE = { typing: 250, speaking: 900 };

  class PolicyPortfolio extends HTMLElement {
    connectedCallback() {
      if (this.data) return;
      this.data = Handbook.portfolio.unpack(Handbook.portfolioPack);
      this.root = this.dataset.root || "";
      this.fields = fieldsOf(this.data);
      /** @type {Record<string, any>} */
      this.profile = {};
      this.previous = null;
      this.message = element("p", { class: "portfolio-message", role: "status" });
      this.voice = element("p", { class: "visually-hidden", role: "status" });
      this.summary = element("p", { class: "portfolio-summary" });
      this.form = element("form", { class: "portfolio-form", novalidate: true, "aria-label": "企业情况",
        onsubmit: (/** @type {Event} */ event) => event.preventDefault() });
      this.errors = element("div", { class: "portfolio-errors", role: "alert" });
      this.output = element("div", { class: "portfolio-report" });
      this.replaceChildren(this.actions(), this.message, this.summary, this.form, this.errors, this.output, this.voice);
      this.begin();
      window.addEventListener("hashchange", () => { if (location.hash.startsWith(HASH)) this.begin(); });
    }

    // -- the profile --------------------------------------------------------------------------------------

    begin() {
      const stored = load();
      this.remember.checked = stored !== null;
      const [text, from] = location.hash.startsWith(HASH) ? [decode(location.hash.slice(HASH.length)), "链接"] : [stored, "这个浏览器"];
      if (text === null) this.show();
      else if (from === "链接") this.replace(() => readProfile(this.data, text), "已从链接载入");
      else this.open(text, "已载入这个浏览器里记住的内容");
    }

    /** @param {string} text @param {string} done what to say: what the reader stored stays stored, and goes on being stored */
    open(text, done) {
      try {
        const { profile, left_out: leftOut } = readProfile(this.data, text);
        this.profile = profile;
        this.say(done + noted(leftOut));
      } catch (error) {
        this.remember.checked = false;
        this.say("这个浏览器里记住的内容读不出来，没有载入。");
      }
      this.show();
    }

    /** Puts another profile in the place of this one, which can be brought back. What is stored in the browser stays as it is.
     * @param {() => {profile: Record<string, any>, left_out: string[]}} read
     * @param {string} done
     */
    replace(read, done) {
      let found;
      try {
        found = read();
      } catch (error) {
        this.say(/** @type {Error} */ (error).message + "原来填的没有变。", true);
        if (!this.output.firstChild) this.show();
        return;
      }
      this.previous = isEmpty(this.profile) ? null : this.profile;
      this.profile = found.profile;
      this.undo.hidden = this.previous === null;
      const kept = this.remember.checked;
      this.remember.checked = false;
      this.say(done + noted(found.left_out) + (kept ? "。浏览器里原来记住的没有变；要改记现在的，请再勾选" : ""));
      this.show();
    }

    restore() {
      this.profile = this.previous || {};
      this.previous = null;
      this.undo.hidden = true;
      this.remember.checked = load() !== null;
      this.say("已恢复原来填的");
      this.show();
    }

    /** @param {string} name @param {string | string[]} value @param {number} pause ms */
    set(name, value, pause) {
      if (value.length) this.profile[name] = value;
      else delete this.profile[name];
      this.changed(pause);
    }

    /** @param {string} calculator @param {string} input @param {string} text @param {string} claim @param {string} id of the control */
    told(calculator, input, text, claim, id) {
      const answers = this.profile.answers = this.profile.answers || {};
      const own = answers[calculator] = answers[calculator] || {};
      if (text.trim()) own[input] = text;
      else delete own[input];
      if (!Object.keys(own).length) delete answers[calculator];
      const focused = document.activeElement ? document.activeElement.id : "";
      this.changed(0);
      const control = document.getElementById(focused || id);
      const place = [...this.output.querySelectorAll("[data-claim]")].find((node) => /** @type {HTMLElement} */ (node).dataset.claim === claim);
      if (control && this.output.contains(control) && !control.closest("details:not([open])")) control.focus();
      else if (place) this.reveal(/** @type {HTMLElement} */ (place));
    }

    /** @param {HTMLElement} place */
    reveal(place) {
      for (let box = place.closest("details"); box; box = box.parentElement && box.parentElement.closest("details")) box.open = true;
      if (!place.hasAttribute("tabindex")) place.setAttribute("tabindex", "-1");
      place.focus();
    }

    /** @param {number} pause */
    changed(pause) {
      if (location.hash.startsWith(HASH)) history.replaceState(null, "", location.pathname + location.search);
      if (this.remember.checked) store(writeProfile(this.profile, Handbook.today()));
      clearTimeout(this.timer);
      if (pause) this.timer = setTimeout(() => this.update(), pause);
      else this.update();
    }

    // -- the form -----------------------------------------------------------------------------------------

    show() {
      this.form.replaceChildren(...this.data.profile.sections.map((/** @type {any} */ section) =>
        element("fieldset", { class: "portfolio-section" }, element("legend", { text: section.title }),
          element("div", { class: "portfolio-fields" }, ...section.fields.map((/** @type {any} */ field) => this.field(field))))));
      this.update();
    }

    /** @param {any} field @returns {HTMLElement} */
    field(field) {
      if (field.type === "choices") return this.choices(field);
      const id = "profile-" + field.name;
      const help = field.help ? element("span", { class: "portfolio-help", id: id + "-help", text: field.help }) : null;
      const error = element("span", { class: "portfolio-error", id: id + "-error" });
      const attributes = { id, name: field.name, "aria-describedby": (help ? id + "-help " : "") + id + "-error" };
      const value = this.profile[field.name] || "";
      const options = field.type === "yes_no" ? [{ value: "是", label: "是" }, { value: "否", label: "否" }] : field.options;
      const control = options.length
        ? element("select", { ...attributes, onchange: (/** @type {any} */ event) => this.set(field.name, event.target.value, 0) },
          element("option", { value: "", text: "没有填" }),
          ...options.map((/** @type {any} */ o) => element("option", { value: o.value, text: o.label, selected: o.value === value })))
        : element("input", { ...attributes, type: field.type === "date" ? "date" : "text", value, autocomplete: "off",
          inputmode: field.type === "integer" ? "numeric" : ["money", "number", "share"].includes(field.type) ? "decimal" : null,
          oninput: (/** @type {any} */ event) => this.set(field.name, event.target.value.trim(), PAUSE.typing) });
      return element("div", { class: "portfolio-field" + (field.type === "text" ? " is-wide" : "") }, element("label", { for: id,
        text: field.label }), help,
        element("span", { class: "portfolio-control" }, control, field.unit ? element("span", { class: "portfolio-suffix",
          text: field.unit }) : null), error);
    }

    /** @param {any} field @returns {HTMLElement} */
    choices(field) {
      const count = element("span", { class: "portfolio-count" });
      const chosen = () => this.profile[field.name] || [];
      const tell = () => {
        const labels = field.options.filter((/** @type {any} */ o) => chosen().includes(o.value)).map((/** @type {any} */ o) => o.label);
        count.textContent = labels.length ? "已选" + labels.length + "项：" + labels.join("、") : "没有选";
      };
      const box = (/** @type {any} */ option) => element("label", { class: "portfolio-option" }, element("input", { type: "checkbox",
        name: field.name, value: option.value,
        checked: chosen().includes(option.value), onchange: (/** @type {any} */ event) => {
          const rest = chosen().filter((/** @type {string} */ word) => word !== option.value);
          this.set(field.name, event.target.checked ? [...rest, option.value] : rest, 0);
          tell();
        } }), element("span", { text: option.label }));
      tell();
      const boxes = field.options.map(box);
      const grid = element("div", { class: "portfolio-options" }, ...boxes);
      const help = field.help ? element("p", { class: "portfolio-help", text: field.help }) : null;
      if (boxes.length <= MANY) return element("fieldset", { class: "portfolio-field is-wide" }, element("legend", { text: field.label }),
        help, grid);
      const none = element("p", { class: "portfolio-help", role: "status" });
      const filter = (/** @type {any} */ event) => {
        const wanted = event.target.value.trim().toLowerCase();
        for (const one of boxes) one.hidden = wanted !== "" && !one.textContent.toLowerCase().includes(wanted) && !one.querySelector("input").checked;
        none.textContent = boxes.every((/** @type {any} */ one) => one.hidden) ? "没有含“" + event.target.value.trim() + "”的选项" : "";
      };
      return element("fieldset", { class: "portfolio-field is-wide" }, element("legend", { text: field.label }), help,
        element("details", { class: "portfolio-many" }, element("summary", {}, count),
          element("input", { type: "search", class: "portfolio-filter", placeholder: "筛选", "aria-label": "筛选" + field.label,
            oninput: filter }), grid, none));
    }

    // -- the report ---------------------------------------------------------------------------------------

    update() {
      clearTimeout(this.timer);
      const today = Handbook.today();
      this.summary.replaceChildren();
      const report = checkUp(this.data, this.profile, today);
      this.showErrors(report.errors);
      if (!this.data.claims.length) {
        this.output.replaceChildren(element("p", { text: "这一版手册还没有计算器，体检没有可以核对的政策。" }));
        return;
      }
      if (isEmpty(this.profile)) {
        this.output.replaceChildren(element("p", { class: "portfolio-empty", text: "填写上面的情况以后，这里给出结果。先填所在地、性质和行业，再填投入和认定；不知道的不填，不填不等于没有。" }));
        return;
      }
      const unfolded = new Map([...this.output.querySelectorAll("details[data-key]")].map((box) => [box.dataset.key, box.open]));
      this.output.replaceChildren(...new Report(this.data, report, readable(this.fields, this.profile, []), this.profile, this.root,
        (/** @type {any[]} */ ...told) => this.told(.../** @type {[string, string, string, string, string]} */ (told))).sections());
      this.summary.replaceChildren(spoken(report) + "。", element("a", { href: "#portfolio-sums", text: "看结论" }));
      for (const box of this.output.querySelectorAll("details[data-key]")) if (unfolded.has(box.dataset.key)) box.open = unfolded.get(box.dataset.key);
      clearTimeout(this.speaking);
      this.speaking = setTimeout(() => { this.voice.textContent = spoken(report); }, PAUSE.speaking);
    }

    /** @param {string[][]} errors [calculator or "", name, message] */
    showErrors(errors) {
      for (const field of this.form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
      for (const place of this.form.querySelectorAll(".portfolio-error")) place.textContent = "";
      const own = errors.filter(([place]) => place === "");
      const links = own.map(([, name, message]) => {
        const control = this.form.querySelector("#profile-" + name);
        if (control) control.setAttribute("aria-invalid", "true");
        const place = this.form.querySelector("#profile-" + name + "-error");
        if (place) place.textContent = message;
        return element("li", {}, element("a", { href: "#profile-" + name, text: message,
          onclick: (/** @type {Event} */ event) => { event.preventDefault(); if (control) control.focus(); } }));
      });
      const others = errors.filter(([place]) => place !== "").map(([, , message]) => element("li", { text: message }));
      const all = [...links, ...others];
      const key = errors.map((error) => error.join(" ")).join("\n");
      if (key === this.shownErrors) return;
      this.shownErrors = key;
      this.errors.replaceChildren(...(all.length ? [element("p", { text: "有" + all.length + "处读不懂，按没有填算：" }), element("ul", {}, ...all)] : []));
    }

    // -- taking it along ----------------------------------------------------------------------------------

    actions() {
      const button = (/** @type {string} */ text, /** @type {() => void} */ onclick) => element("button", { type: "button",
        class: "portfolio-button", text, onclick });
      const file = element("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: () => this.loadFile(file) });
      this.undo = button("恢复刚才填的", () => this.restore());
      this.undo.hidden = true;
      this.remember = element("input", { type: "checkbox", onchange: () => this.toggleRemember() });
      return element("div", { class: "portfolio-actions", role: "group", "aria-label": "存取" },
        button("看一个例子", () => this.replace(() => ({ profile: structuredClone(Handbook.portfolioExample), left_out: [] }), "下面是一家虚构的企业，只为说明用法")),
        button("载入文件", () => file.click()), file,
        button("存成文件", () => this.saveFile()), button("复制链接", () => this.copyLink()), button("打印报告", () => window.print()),
        button("清空", () => this.replace(() => ({ profile: {}, left_out: [] }), "已清空")), this.undo,
        element("label", { class: "portfolio-remember" }, this.remember, "在这个浏览器里记住所填内容"));
    }

    /** @param {any} file the input */
    async loadFile(file) {
      const [chosen] = file.files;
      file.value = "";
      if (!chosen) return;
      const text = chosen.size > LARGEST ? "" : await chosen.text();
      this.replace(() => readProfile(this.data, text), "已载入“" + chosen.name + "”");
    }

    saveFile() {
      const today = Handbook.today();
      Handbook.saveAs("policy-profile-" + today + ".json", new Blob([writeProfile(this.profile, today)], { type: "application/json;charset=utf-8" }));
      this.say("已存成文件；以后用“载入文件”打开");
    }

    async copyLink() {
      const url = Handbook.outward(location.href.split("#")[0]) + HASH + encode(writeProfile(this.profile, Handbook.today()));
      if (url.length > LONGEST) this.say("填的内容放不进一个链接（" + url.length + "个字符），请存成文件再发送。", true);
      else this.say((await Handbook.copyText(url)) ? "已复制链接；所填内容都在链接里，发给谁谁就看得到" : "没有复制成，请存成文件再发送。");
    }

    toggleRemember() {
      if (!this.remember.checked) {
        store(null);
        this.say("已从这个浏览器里删去");
      } else if (store(writeProfile(this.profile, Handbook.today()))) {
        this.say("已记在这个浏览器里；不勾选就删去");
      } else {
        this.remember.checked = false;
        this.say("这个浏览器不让记住，请存成文件。", true);
      }
    }

    /** @param {string} text @param {boolean} [wrong] */
    say(text, wrong = false) {
      this.message.textContent = text;
      this.message.classList.toggle("is-wrong", wrong);
    }
  }

  /** @param {Record<string, any>} profile @returns {boolean} */
  const isEmpty = (profile) => Object.entries(profile).every(([name, value]) => (name === "answers" ? !Object.keys(value).length : !value.length));

  /** @param {string[]} leftOut @returns {string} */
  const noted = (leftOut) => (leftOut.length ? "。有" + leftOut.length + "处本版手册没有，没有采用：" + leftOut.slice(0, 5).join("、") : "");

  /** @returns {string | null} */
  function load() {
    try {
      return localStorage.getItem(KEY);
    } catch (error) {
      return null;
    }
  }

  /** @param {string | null} text @returns {boolean} whether it was stored */
  function store(text) {
    try {
      if (text === null) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, text);
      return true;
    } catch (error) {
      return false;
    }
  }

  /** @param {string} text @returns {string} base64url of its UTF-8 */
  function encode(text) {
    const bytes = new TextEncoder().encode(JSON.stringify(JSON.parse(text)));
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  /** @param {string} code @returns {string} empty where it is none */
  function decode(code) {
    try {
      const bytes = Uint8Array.from(atob(code.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
      return new TextDecoder().decode(bytes);
    } catch (error) {
      return "";
    }
  }

  customElements.define("policy-portfolio", PolicyPortfolio);
})();

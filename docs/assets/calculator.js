// <policy-calculator data-root="../../"><script type="application/json">program</script></policy-calculator>
// A form made from the program, the answer below it; what is filled in lives in the address (#investment=6000).
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;
  const { element } = Handbook;
  const { showAnswer, toldApart, readingWords, amountOf, field, idOf, readOne, canonical, chart, filled, asText, asJson, asCsv, download } = Handbook.calculatorShow;
  const QUIET = 1200; // milliseconds after the last key before the result is said
  const PAUSE = 150; // … before the chart is drawn

  class PolicyCalculator extends HTMLElement {
    connectedCallback() {
      const source = this.querySelector("script[type='application/json']");
      if (this.program || !source) return;
      this.program = JSON.parse(source.textContent || "");
      this.root = this.dataset.root || "";
      this.amountStyle = "auto";
      /** @type {any} what is shown now; null while something cannot be read */
      this.outcome = null;
      this.form = element("form", { class: "calculator-form", novalidate: true, "aria-label": this.program.title, onsubmit: (/** @type {Event} */ event) => this.submit(event) });
      this.errors = element("div", { class: "calculator-errors", role: "alert", tabindex: "-1" });
      this.voice = element("p", { class: "visually-hidden", role: "status" });
      this.output = element("div", { class: "calculator-output" });
      this.append(this.errors, this.form, this.voice, this.output, this.actions());
      this.restore();
      window.addEventListener("hashchange", () => { if (location.hash.includes("=")) this.restore(); });
    }

    restore() {
      /** @type {Record<string, string[]>} rows of text by input; one row but for lists */
      this.texts = {};
      this.strange = [];
      if (location.hash.includes("=")) this.readAddress();
      this.buildForm();
      this.update();
    }

    // -- the form -----------------------------------------------------------------------------------------

    buildForm() {
      const { program, form } = this;
      const single = program.inputs.filter((/** @type {any} */ item) => !item.repeat);
      const money = program.inputs.some((/** @type {any} */ item) => item.type === "money") || program.parameters.some((/** @type {any} */ one) => one.type === "money");
      form.replaceChildren(
        ...(single.length ? [element("fieldset", {}, element("legend", { text: "填写" }),
          element("p", { class: "calculator-note", text: "不知道的可以不填；没有填的按“不知道”算，不当作“否”或者0。" }),
          ...single.map((/** @type {any} */ item) => this.field(item, 0)))] : []),
        ...program.repeats.map((/** @type {any} */ repeat) => this.list(repeat)),
        element("p", { class: "calculator-submit" },
          ...(program.inputs.length ? [element("button", { class: "calculator-button is-first", text: "看结果" }), element("button", { type: "button", class: "calculator-button", text: "清空", onclick: () => this.clear() })] : []),
          money ? element("label", {}, "金额写成 ", element("select", { onchange: (/** @type {any} */ event) => { this.amountStyle = event.target.value; this.update(); } },
            ...[["auto", "自动"], ["万元", "万元"], ["元", "元"]].map(([value, text]) => element("option", { value, text, selected: value === this.amountStyle })))) : null));
    }

    /** @param {any} item @param {number} row */
    field(item, row) {
      return field(item, row, (this.texts[item.name] || [])[row] || "", (/** @type {string} */ text, /** @type {boolean} */ done) => {
        const texts = this.texts[item.name] = [...(this.texts[item.name] || [])];
        while (texts.length <= row) texts.push("");
        texts[row] = text;
        this.update(done ? "" : idOf(item, row));
      });
    }

    /** @param {any} repeat */
    list(repeat) {
      const columns = this.program.inputs.filter((/** @type {any} */ item) => item.repeat === repeat.name);
      const rows = Math.max(1, ...columns.map((/** @type {any} */ item) => (this.texts[item.name] || []).length));
      const name = (/** @type {number} */ row) => repeat.row.replace("{n}", String(row + 1));
      const change = (/** @type {(texts: string[]) => void} */ edit, /** @type {number} */ focused) => {
        for (const item of columns) {
          const texts = this.texts[item.name] = [...(this.texts[item.name] || [])];
          while (texts.length < rows) texts.push("");
          edit(texts);
        }
        this.buildForm();
        this.update();
        this.focusField(idOf(columns[0], focused));
      };
      const full = repeat.max !== null && rows >= repeat.max;
      return element("fieldset", { class: "calculator-list" }, element("legend", { text: repeat.label }),
        ...Array.from({ length: rows }, (_, row) => element("fieldset", { class: "calculator-row" }, element("legend", { text: name(row) }),
          ...columns.map((/** @type {any} */ item) => this.field(item, row)),
          rows > 1 ? element("button", { type: "button", class: "calculator-button", text: "删去" + name(row),
            onclick: () => change((texts) => texts.splice(row, 1), Math.max(0, row - 1)) }) : null)),
        full ? element("p", { class: "calculator-note", text: "文件最多算到" + name(rows - 1) + "。" })
          : element("button", { type: "button", class: "calculator-button", text: "再加" + name(rows), onclick: () => change((texts) => texts.push(""), rows) }));
    }

    clear() {
      this.texts = {};
      this.strange = [];
      this.buildForm();
      this.update();
      this.say("已清空");
      const first = this.program.inputs[0];
      this.focusField(idOf(first, 0));
    }

    /** @param {Event} event */
    submit(event) {
      event.preventDefault();
      this.update();
      const target = this.outcome ? this.output.querySelector(".calculator-title") : this.errors;
      if (target) {
        target.setAttribute("tabindex", "-1");
        target.focus();
        target.scrollIntoView({ block: "start" });
      }
    }

    /** @param {string} id of a field: its control, or the chosen or first of its radio buttons */
    focusField(id) {
      const found = this.form.querySelector("#" + CSS.escape(id));
      const control = found && found.localName === "fieldset" ? found.querySelector("input:checked") || found.querySelector("input") : found;
      if (control) control.focus();
    }

    // -- the answer ---------------------------------------------------------------------------------------

    /** @returns {Record<string, string>} what is filled in, rows joined */
    given() {
      /** @type {Record<string, string>} */
      const given = {};
      for (const item of this.program.inputs) {
        const texts = this.texts[item.name] || [];
        const text = item.repeat ? texts.map((/** @type {string} */ one) => one.replace(/[、;；\n]/g, "") || "未知").join("、") : texts[0] || "";
        if (texts.some((/** @type {string} */ one) => one.trim())) given[item.name] = text;
      }
      return given;
    }

    /** @param {string} [typing] id of the field that is being typed in: what is wrong in it waits until it is left */
    update(typing = "") {
      const given = this.given();
      this.writeAddress(given);
      try {
        this.outcome = Handbook.calculate(this.program, given, this.amountStyle);
      } catch (error) {
        if (!(error instanceof Handbook.answers.InputError)) throw error;
        this.outcome = null;
        this.reject(this.placed(/** @type {any} */ (error).problems), typing);
        return;
      }
      this.showErrors([]);
      this.output.removeAttribute("data-stale");
      this.show(given);
      this.sayLater(this.inBrief());
    }

    /** @param {Record<string, string>} given */
    show(given) {
      const answers = toldApart(this.outcome);
      const several = answers.length > 1;
      const touched = Object.keys(given).length > 0 || !this.program.inputs.length;
      const view = { root: this.root, touched, fields: this.program.inputs.map((/** @type {any} */ item) => item.label),
        focus: (/** @type {string} */ label) => this.focusField(idOf(this.program.inputs.find((/** @type {any} */ item) => item.label === label), 0)) };
      const note = (/** @type {string} */ text) => element("p", { class: "calculator-note", text });
      this.toggleAttribute("filled", Object.keys(given).length > 0);
      this.place = element("div", { class: "calculator-chart-place" });
      this.output.replaceChildren(this.onPaper(given), ...this.warnings().map((text) => element("p", { class: "calculator-warning", text })),
        ...(touched ? [] : [note("还没有填写。填写以后，这里列出结果、差什么、每一步怎么算和依据哪一条。")]),
        ...(touched && several ? [element("div", { class: "calculator-several" }, element("p", { text: "文件可以有不同读法，下面分别列出。可以问主管部门：" }),
          element("ul", {}, ...this.program.readings.map((/** @type {any} */ reading) => element("li", { text: reading.question }))))] : []),
        ...(touched && !several && this.outcome.answers.length > 1 ? [note("文件可以有不同读法；按现在所填，各种读法还分不出差别。")] : []),
        ...(touched ? answers : answers.slice(0, 1)).map((/** @type {any} */ answer, /** @type {number} */ i) =>
          showAnswer(this.program, answer, touched && several ? readingWords(this.program, answer) : "", { ...view, folded: i > 0 })),
        this.place);
      clearTimeout(this.drawing);
      if (touched) this.drawing = setTimeout(() => this.draw(given), PAUSE);
    }

    /** @param {Record<string, string>} given */
    draw(given) {
      const drawn = this.outcome && chart(this.program, given, this.outcome, this.place.clientWidth);
      this.place.replaceChildren(...(drawn ? [drawn] : []));
    }

    /** @param {Record<string, string>} given @returns {HTMLElement} what stands on paper instead of the form */
    onPaper(given) {
      return element("div", { class: "calculator-paper" }, element("p", { text: "所填" }),
        element("dl", {}, ...filled(this.program, given).flatMap((/** @type {[string, string]} */ [label, text]) => [element("dt", { text: label }), element("dd", { text })])),
        element("p", {}, "计算日期：" + Handbook.today() + "。地址：", element("span", { class: "calculator-address", text: this.address(given) })));
    }

    /** @returns {string[]} what a reader must know of the dates of the document, by the reader's clock, and of a strange address */
    warnings() {
      const { from, to } = this.program.document;
      const today = Handbook.today();
      const status = Handbook.statusOn(from, to, today).code;
      const found = this.strange.length ? ["链接里有这里没有的项目，没有用上：" + this.strange.join("、") + "。"] : [];
      if (status === "expired") found.push("这份文件的有效期到" + to + "为止，今天（" + today + "）已经失效；下面只是按文件文字计算。");
      if (status === "pending") found.push("这份文件自" + from + "起施行，今天（" + today + "）还没有施行；下面只是按文件文字计算。");
      return found;
    }

    /** @returns {string} one short line for a screen reader */
    inBrief() {
      const [first, ...others] = toldApart(this.outcome);
      const results = first.results.slice(0, 2).map((/** @type {any} */ result) => result.title + "：" + amountOf(result) + (result.missing.length ? "，还有" + result.missing.length + "项没有填" : ""));
      return "结果：" + results.join("；") + (first.results.length > 2 ? "；共" + first.results.length + "项结果" : "") + (others.length ? "；文件有" + (others.length + 1) + "种读法，结果不同" : "");
    }

    /** @param {string} text */
    say(text) {
      clearTimeout(this.saying);
      if (this.voice.textContent !== text) this.voice.textContent = text;
    }

    /** @param {string} text */
    sayLater(text) {
      clearTimeout(this.saying);
      this.saying = setTimeout(() => this.say(text), QUIET);
    }

    // -- what cannot be read --------------------------------------------------------------------------------

    /** @param {[string, string][]} problems @returns {{id: string, message: string}[]} each at the row that it is about */
    placed(problems) {
      const seen = new Set();
      return problems.map(([name, message]) => {
        const item = this.program.inputs.find((/** @type {any} */ one) => one.name === name);
        const wrong = (/** @type {number} */ row) => { try { readOne(item, this.texts[name][row]); return false; } catch (error) { return true; } };
        const row = (this.texts[name] || []).findIndex((_, i) => !seen.has(idOf(item, i)) && wrong(i));
        const id = idOf(item, Math.max(0, row));
        seen.add(id);
        return { id, message };
      });
    }

    /** @param {{id: string, message: string}[]} problems @param {string} typing */
    reject(problems, typing) {
      clearTimeout(this.saying);
      clearTimeout(this.drawing);
      const told = problems.filter((problem) => problem.id !== typing || this.querySelector("#" + CSS.escape(problem.id) + "[aria-invalid]"));
      this.showErrors(told);
      this.output.setAttribute("data-stale", "");
      if (told.length) this.output.replaceChildren(element("p", { class: "calculator-note", text: "改正上面的填写，这里就给出结果。" }));
    }

    /** @param {{id: string, message: string}[]} problems */
    showErrors(problems) {
      for (const place of this.form.querySelectorAll(".calculator-error")) place.textContent = "";
      for (const control of this.form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
      for (const { id, message } of problems) {
        const control = this.form.querySelector("#" + CSS.escape(id));
        for (const one of control ? (control.localName === "fieldset" ? control.querySelectorAll("input") : [control]) : []) one.setAttribute("aria-invalid", "true");
        const place = this.form.querySelector("#" + CSS.escape(id + "-error"));
        if (place) place.textContent = message;
      }
      const links = problems.map(({ id, message }) => element("li", {}, element("a", { href: "#" + id, text: message,
        onclick: (/** @type {Event} */ event) => { event.preventDefault(); this.focusField(id); } })));
      const key = problems.map((problem) => problem.message).join("\n");
      if (key === this.told) return; // the same words are not said twice
      this.told = key;
      this.errors.replaceChildren(...(problems.length ? [element("p", { text: "有" + problems.length + "处需要改正：" }), element("ul", {}, ...links)] : []));
    }

    // -- taking it along ----------------------------------------------------------------------------------

    actions() {
      const said = element("span", { class: "calculator-said", role: "status" });
      const button = (/** @type {string} */ text, /** @type {() => any} */ act) => element("button", { type: "button", class: "calculator-button", text,
        onclick: () => { if (this.outcome) act(); else said.textContent = "先改正填写"; } });
      const copy = async (/** @type {string} */ text, /** @type {string} */ done) => { said.textContent = (await Handbook.copyText(text)) ? done : "没有复制成，请用浏览器的复制功能"; };
      const save = (/** @type {string} */ ending, /** @type {string} */ text, /** @type {string} */ type) => {
        download(this.program.id + "." + ending, text, type);
        said.textContent = "已存为 " + this.program.id + "." + ending;
      };
      const here = () => this.address(this.given());
      return element("div", { class: "calculator-actions", role: "group", "aria-label": "带走结果" },
        button("复制为文字", () => copy(asText(this.program, this.outcome, here(), this.warnings()), "已复制，可以贴到信里")),
        button("复制链接（带填写内容）", () => copy(here(), "已复制链接")),
        button("打印", () => window.print()),
        button("存为 JSON", () => save("json", asJson(this.program, this.outcome, here()), "application/json")),
        button("存为 CSV", () => save("csv", asCsv(this.program, this.outcome, here()), "text/csv")), said);
    }

    readAddress() {
      for (const [name, text] of new URLSearchParams(location.hash.slice(1))) {
        const item = this.program.inputs.find((/** @type {any} */ one) => one.name === name || one.label === name);
        if (item) this.texts[item.name] = (item.repeat ? Handbook.answers.splitRows(text) : [text]).map((/** @type {string} */ one) => canonical(item, one));
        else this.strange.push(name);
      }
    }

    /** @param {Record<string, string>} given @returns {string} the address of this page as a letter wants it, with what is filled in */
    address(given) {
      const hash = new URLSearchParams(given).toString();
      return Handbook.outward(location.href.split("#")[0] + (hash ? "#" + hash : ""));
    }

    /** @param {Record<string, string>} given */
    writeAddress(given) {
      const hash = new URLSearchParams(given).toString();
      if (hash ? location.hash === "#" + hash : !location.hash.includes("=")) return;
      history.replaceState(null, "", hash ? "#" + hash : "#");
    }
  }

  customElements.define("policy-calculator", PolicyCalculator);
})();

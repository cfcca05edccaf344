// <policy-calculator data-root="../../"><script type="application/json">program</script></policy-calculator>
// A form made from the program, the answer below it; what is filled in lives in the address (#investment=6000万元).
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;
  const { element, showAnswer, readingLabels, asText, asCsv, chart } = Handbook.calculatorShow;
  const FORMAT = "suzhou-policy-handbook/calculation";

  class PolicyCalculator extends HTMLElement {
    connectedCallback() {
      if (this.program) return;
      const source = this.querySelector("script[type='application/json']");
      if (!source) return;
      this.program = JSON.parse(source.textContent || "");
      this.root = this.dataset.root || "";
      /** @type {Record<string, string[]>} rows of text by input; one row but for lists */
      this.texts = this.fromAddress();
      this.style_ = "auto";
      this.form = element("form", { class: "calculator-form", novalidate: true, onsubmit: (/** @type {Event} */ event) => event.preventDefault() });
      this.errors = element("div", { class: "calculator-errors", role: "alert", tabindex: "-1" });
      this.output = element("div", { class: "calculator-output", "aria-live": "polite", "aria-atomic": "false" });
      this.append(this.errors, this.form, this.output, this.actions());
      this.buildForm();
      this.update();
      window.addEventListener("hashchange", () => {
        if (!location.hash.includes("=")) return;
        this.texts = this.fromAddress();
        this.buildForm();
        this.update();
      });
    }

    // -- the form -----------------------------------------------------------------------------------------

    buildForm() {
      const { program, form } = this;
      form.replaceChildren();
      const single = program.inputs.filter((/** @type {any} */ item) => !item.repeat);
      if (single.length) {
        form.append(element("fieldset", {}, element("legend", { text: "填写（不知道的可以不填）" }),
          ...single.map((/** @type {any} */ item) => this.field(item, 0))));
      }
      for (const repeat of program.repeats) form.append(this.list(repeat));
      if (program.inputs.length) {
        form.append(element("p", { class: "calculator-unit" }, element("label", {}, "金额写成 ",
          element("select", { onchange: (/** @type {any} */ event) => { this.style_ = event.target.value; this.update(); } },
            ...[["auto", "自动"], ["万元", "万元"], ["元", "元"]].map(([value, text]) => element("option", { value, text, selected: value === this.style_ }))))));
      }
    }

    /** @param {any} repeat */
    list(repeat) {
      const columns = this.program.inputs.filter((/** @type {any} */ item) => item.repeat === repeat.name);
      const rows = Math.max(1, ...columns.map((/** @type {any} */ item) => (this.texts[item.name] || []).length));
      const set = (/** @type {number} */ count, /** @type {number} */ dropped) => {
        for (const item of columns) {
          const texts = this.texts[item.name] = [...(this.texts[item.name] || [])];
          while (texts.length < rows) texts.push("");
          if (dropped >= 0) texts.splice(dropped, 1);
          else texts.push("");
        }
        this.buildForm();
        this.update();
        const field = this.form.querySelector("[name='" + columns[0].name + "'][data-row='" + Math.max(0, count - 1) + "']");
        if (field) field.focus();
      };
      return element("fieldset", { class: "calculator-list" }, element("legend", { text: repeat.label }),
        ...Array.from({ length: rows }, (_, row) => element("div", { class: "calculator-row", role: "group", "aria-label": repeat.row.replace("{n}", String(row + 1)) },
          element("span", { class: "calculator-row-name", text: repeat.row.replace("{n}", String(row + 1)) }),
          ...columns.map((/** @type {any} */ item) => this.field(item, row)),
          rows > 1 ? element("button", { type: "button", class: "site-button", text: "删去", "aria-label": "删去" + repeat.row.replace("{n}", String(row + 1)),
            onclick: () => set(rows - 1, row) }) : null)),
        repeat.max !== null && rows >= repeat.max ? element("p", { class: "meta", text: "文件最多算" + repeat.max + "行" })
          : element("button", { type: "button", class: "site-button", text: "再加一行", onclick: () => set(rows + 1, -1) }));
    }

    /** @param {any} item @param {number} row @returns {HTMLElement} */
    field(item, row) {
      const id = "calc-" + item.name + "-" + row;
      const text = (this.texts[item.name] || [])[row] || "";
      const change = (/** @type {string} */ value) => {
        const texts = this.texts[item.name] = [...(this.texts[item.name] || [])];
        while (texts.length <= row) texts.push("");
        texts[row] = value;
        this.update();
      };
      const help = item.help ? element("span", { class: "calculator-help", id: id + "-help", text: item.help }) : null;
      const described = (help ? id + "-help " : "") + id + "-error";
      const error = element("span", { class: "calculator-error", id: id + "-error" });
      if (item.type === "yes_no" || (item.type === "choice" && item.options.length <= 5)) {
        const options = item.type === "yes_no" ? [{ value: "是", label: "是" }, { value: "否", label: "否" }] : item.options;
        return element("fieldset", { class: "calculator-field calculator-radios", "aria-describedby": described, id },
          element("legend", {}, item.label), help,
          element("div", { class: "calculator-options" }, ...[...options, { value: "", label: "不知道" }].map((option) => element("label", {},
            element("input", { type: "radio", name: item.name + "-" + row, value: option.value, checked: option.value === text, onchange: () => change(option.value) }),
            element("span", { text: option.label })))), error);
      }
      let control;
      if (item.type === "choice") {
        control = element("select", { id, name: item.name, "data-row": row, "aria-describedby": described, onchange: (/** @type {any} */ event) => change(event.target.value) },
          element("option", { value: "", text: "不知道" }),
          ...item.options.map((/** @type {any} */ option) => element("option", { value: option.value, text: option.label, selected: option.value === text })));
      } else {
        control = element("input", { id, name: item.name, "data-row": row, type: item.type === "date" ? "date" : "text", value: text, autocomplete: "off",
          inputmode: item.type === "date" ? null : item.type === "integer" ? "numeric" : "decimal", placeholder: item.type === "date" ? null : "不知道",
          "aria-describedby": described, oninput: (/** @type {any} */ event) => change(event.target.value) });
      }
      const unit = item.type === "share" ? "%" : item.unit;
      return element("div", { class: "calculator-field" }, element("label", { for: id }, item.label), help,
        element("span", { class: "calculator-control" }, control, unit ? element("span", { class: "calculator-suffix", text: unit }) : null), error);
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

    update() {
      const given = this.given();
      this.toAddress(given);
      for (const field of this.form.querySelectorAll(".calculator-error")) field.textContent = "";
      for (const field of this.form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
      try {
        this.outcome = Handbook.calculate(this.program, given, this.style_);
      } catch (error) {
        if (!(error instanceof Handbook.answers.InputError)) throw error;
        this.showErrors(/** @type {any} */ (error).problems);
        return;
      }
      this.errors.replaceChildren();
      const several = this.outcome.answers.length > 1;
      this.output.replaceChildren(...this.warnings(),
        ...(several ? [element("p", { class: "calculator-several", text: "文件可以有不同读法，下面分别列出。" + this.program.readings.map((/** @type {any} */ r) => "可以问主管部门：" + r.question).join("") })] : []),
        ...this.outcome.answers.map((/** @type {any} */ answer, /** @type {number} */ i) =>
          showAnswer(this.program, answer, several ? readingLabels(this.program, answer) : [], this.root, i === 0 ? chart(this.program, given) : null)));
    }

    /** @returns {HTMLElement[]} what a reader must know of the dates of the document, by the reader's clock */
    warnings() {
      const { from, to } = this.program.document;
      const today = Handbook.today();
      const status = Handbook.statusOn(from, to, today).code;
      if (status === "expired") return [element("p", { class: "calculator-warning", text: "这份文件的有效期到" + to + "为止，今天（" + today + "）已经失效；下面只是按文件文字计算。" })];
      if (status === "pending") return [element("p", { class: "calculator-warning", text: "这份文件自" + from + "起施行，今天（" + today + "）还没有施行；下面只是按文件文字计算。" })];
      return [];
    }

    /** @param {[string, string][]} problems */
    showErrors(problems) {
      this.output.replaceChildren(element("p", { class: "calculator-several", text: "改正上面的填写后给出结果。" }));
      const links = problems.map(([name, message]) => {
        const found = this.form.querySelector("#calc-" + CSS.escape(name) + "-0");
        if (found) {
          found.setAttribute("aria-invalid", "true");
          const place = this.form.querySelector("#calc-" + CSS.escape(name) + "-0-error");
          if (place) place.textContent = message;
        }
        return element("li", {}, element("a", { href: "#calc-" + name + "-0", text: message,
          onclick: (/** @type {Event} */ event) => { event.preventDefault(); if (found) found.focus(); } }));
      });
      this.errors.replaceChildren(element("p", { text: "有" + problems.length + "处需要改正：" }), element("ul", {}, ...links));
    }

    // -- taking it along ----------------------------------------------------------------------------------

    actions() {
      const say = element("span", { class: "calculator-said", role: "status" });
      const copy = (/** @type {() => string} */ text, /** @type {string} */ done) => async () => {
        say.textContent = (await Handbook.copyText(text())) ? done : "没有复制成：请用浏览器的复制功能";
      };
      const save = (/** @type {string} */ kind, /** @type {() => string} */ text) => () =>
        download(this.program.id + "." + kind, text(), kind === "json" ? "application/json" : "text/csv");
      const button = (/** @type {string} */ text, /** @type {() => void} */ onclick) => element("button", { type: "button", class: "site-button", text, onclick });
      return element("div", { class: "calculator-actions" },
        button("复制为文字", copy(() => asText(this.program, this.outcome, Handbook.outward(location.href)), "已复制，可以贴到信里")),
        button("复制带填写内容的链接", copy(() => Handbook.outward(location.href), "已复制链接")),
        button("打印", () => window.print()),
        button("存为 JSON", save("json", () => JSON.stringify({ format: FORMAT, calculator: this.program.id, title: this.program.title,
          inputs: this.outcome.inputs, answers: Handbook.calculate(this.program, this.outcome.inputs).answers }, null, 1))),
        button("存为 CSV", save("csv", () => asCsv(this.program, this.outcome))),
        button("清空", () => { this.texts = {}; this.buildForm(); this.update(); say.textContent = "已清空"; }), say);
    }

    /** @returns {Record<string, string[]>} */
    fromAddress() {
      /** @type {Record<string, string[]>} */
      const texts = {};
      if (!location.hash.includes("=")) return texts;
      for (const [name, text] of new URLSearchParams(location.hash.slice(1))) {
        const item = this.program.inputs.find((/** @type {any} */ one) => one.name === name || one.label === name);
        if (item) texts[item.name] = item.repeat ? Handbook.answers.splitRows(text).map((/** @type {string} */ one) => (one === "未知" ? "" : one)) : [this.canonical(item, text)];
      }
      return texts;
    }

    /** @param {any} item @param {string} text @returns {string} as the form's own controls write it */
    canonical(item, text) {
      const option = item.options.find((/** @type {any} */ o) => o.label === text);
      if (option) return option.value;
      if (item.type !== "yes_no") return text;
      return /^(是|有|对|yes|true|1)$/i.test(text) ? "是" : /^(否|没有|不是|no|false|0)$/i.test(text) ? "否" : "";
    }

    /** @param {Record<string, string>} given */
    toAddress(given) {
      const hash = new URLSearchParams(given).toString();
      if (!hash && !location.hash.includes("=")) return;
      history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
    }
  }

  /** @param {string} name @param {string} text @param {string} type */
  function download(name, text, type) {
    const url = URL.createObjectURL(new Blob([text], { type: type + ";charset=utf-8" }));
    const link = element("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  Object.assign(Handbook.calculatorShow, { download });
  customElements.define("policy-calculator", PolicyCalculator);
})();

// An input of a calculator -> its field: label, help, a native control, a place for what is wrong.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;
  const { element } = Handbook;
  const RADIOS = 5; // a choice of so many options shows them all
  const SHORT = 14; // characters of all options that fit beside a label

  const idOf = (/** @type {any} */ item, /** @type {number} */ row) => "calc-" + item.name + "-" + row;

  /**
   * @param {any} item
   * @param {number} row
   * @param {string} text its answer now
   * @param {(text: string, done: boolean) => void} change done: the reader has left the field
   * @returns {HTMLElement}
   */
  function field(item, row, text, change) {
    const id = idOf(item, row);
    const help = item.help ? element("span", { class: "calculator-help", id: id + "-help", text: item.help }) : null;
    const described = (help ? id + "-help " : "") + id + "-error";
    const error = element("span", { class: "calculator-error", id: id + "-error" });
    const options = item.type === "yes_no" ? [{ value: "是", label: "是" }, { value: "否", label: "否" }] : item.options;
    if (item.type === "yes_no" || (item.type === "choice" && options.length <= RADIOS)) {
      const wide = options.map((/** @type {any} */ option) => option.label).join("").length > SHORT;
      return element("fieldset", { class: "calculator-field" + (wide ? " is-wide" : ""), "aria-describedby": described, id },
        element("legend", { text: item.label }), help,
        element("span", { class: "calculator-options" }, ...[...options, { value: "", label: "不知道" }].map((option) => element("label", {},
          element("input", { type: "radio", name: id, value: option.value, checked: option.value === text, onchange: () => change(option.value, true) }),
          element("span", { text: option.label })))), error);
    }
    return element("div", { class: "calculator-field" + (item.type === "choice" ? " is-wide" : "") }, element("label", { for: id, text: item.label }), help,
      element("span", { class: "calculator-control" }, ...(item.type === "choice" ? [select(item, id, described, text, change)] : entry(item, id, described, text, change))), error);
  }

  /** @param {any} item @param {string} id @param {string} described @param {string} text @param {(text: string, done: boolean) => void} change */
  function select(item, id, described, text, change) {
    return element("select", { id, "aria-describedby": described, onchange: (/** @type {any} */ event) => change(event.target.value, true) },
      element("option", { value: "", text: "不知道" }),
      ...item.options.map((/** @type {any} */ option) => element("option", { value: option.value, text: option.label, selected: option.value === text })));
  }

  /** @param {any} item @param {string} id @param {string} described @param {string} text @param {(text: string, done: boolean) => void} change @returns {HTMLElement[]} */
  function entry(item, id, described, text, change) {
    const dated = item.type === "date";
    const unit = item.type === "share" ? "%" : dated ? "" : item.unit || "";
    const read = element("span", { class: "calculator-echo", id: id + "-echo", text: echo(item, text) });
    const control = element("input", { id, type: dated ? "date" : "text", value: text, autocomplete: "off", inputmode: dated ? null : item.type === "integer" ? "numeric" : "decimal",
      placeholder: dated ? null : "不知道", "aria-describedby": described + " " + id + "-unit " + id + "-echo" });
    const heard = (/** @type {boolean} */ done) => () => { read.textContent = echo(item, control.value); change(control.value, done); };
    control.addEventListener("input", heard(dated));
    control.addEventListener("change", heard(true));
    return [control, element("span", { class: "calculator-suffix", id: id + "-unit", text: unit }), read];
  }

  /** @param {any} item @param {string} text @returns {string} a large sum as it was understood (＝1.2亿元), where that says more than what was typed */
  function echo(item, text) {
    if (item.type !== "money" || !text.trim()) return "";
    try {
      const [value] = [readOne(item, text)].flat();
      const words = Handbook.values.show(value);
      return Handbook.values.exact(value) && ![text, text + item.unit].map(Handbook.answers.tidy).includes(words.replace(/,/g, "")) ? "＝" + words : "";
    } catch (error) {
      return ""; // its message says what is wrong
    }
  }

  /** @param {any} item @param {string} text @returns {any} the value of one answer; InputError where it cannot be read */
  function readOne(item, text) {
    return Handbook.answers.readInputs({ inputs: [{ ...item, repeat: null }], repeats: [] }, { [item.name]: text })[item.name];
  }

  /** @param {any} item @param {string} text from an address @returns {string} as the form's own controls write it */
  function canonical(item, text) {
    try {
      const value = readOne(item, text);
      if (value.missing.length) return "";
      if (item.type === "yes_no") return value.value ? "是" : "否";
      if (item.type === "date" || item.type === "choice") return value.value;
    } catch (error) {
      return text; // shown with what is wrong
    }
    const unit = item.type === "share" ? "%" : item.unit;
    return unit && text.endsWith(unit) ? text.slice(0, -unit.length).trim() : text;
  }

  Object.assign(Handbook.calculatorShow, { field, idOf, readOne, canonical });
})();

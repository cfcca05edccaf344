// What a reader writes -> values: 6000万元, 5%, 是, 未知, 2025年7月1日, 100万元、200万元.
// generator/calculators/answers.py says the same in Python. No DOM.
(function (/** @type {any} */ root) {
  "use strict";
  const v = root.Handbook.values;

  const UNKNOWN = ["", "未知", "不知道", "不清楚", "?"];
  const YES = ["是", "有", "对", "yes", "true", "1"];
  const NO = ["否", "没有", "不是", "no", "false", "0"];
  // Maps and objects without a prototype: somebody will write "5constructor".
  const SCALES = new Map([["元", 1n], ["千元", 1000n], ["万", 10000n], ["万元", 10000n], ["亿", 100000000n], ["亿元", 100000000n]]);
  const SHARES = new Map([["", 100n], ["%", 100n], ["‰", 1000n], ["个百分点", 100n]]);
  const LONGEST = 40; // digits of a number; nobody's sum is longer

  const words = () => root.Handbook.calculatorWording;

  /**
   * @param {string} group
   * @param {string} name
   * @param {Record<string, string>} filled
   * @returns {string} a template with its {} names filled, each once
   */
  function fill(group, name, filled) {
    const [first, ...parts] = words()[group][name].split("{");
    return first + parts.map((/** @type {string} */ part) => {
      const end = part.indexOf("}");
      return filled[part.slice(0, end)] + part.slice(end + 1);
    }).join("");
  }

  const tidy = (/** @type {string} */ text) => text.normalize("NFKC").replace(/[ \t\r\n,]/g, "");
  const trim = (/** @type {string} */ text) => text.replace(/^[ \t\r\n\u3000]+|[ \t\r\n\u3000]+$/g, "");
  const splitRows = (/** @type {string} */ text) => (trim(text) ? trim(text).split(/[、;；\n]/) : []);

  /** Answers that cannot be read: problems = [[name of the input, what is wrong]]. */
  class InputError extends Error {
    /** @param {[string, string][]} problems */
    constructor(problems) {
      super(problems.map((problem) => problem[1]).join("\n"));
      this.problems = problems;
    }
  }

  /**
   * @param {any} program
   * @param {Record<string, string>} given
   * @returns {Record<string, any>} input -> value, or a list of values for an input of a repeated row
   */
  function readInputs(program, given) {
    /** @type {[string, string][]} */
    const problems = [];
    const known = new Map(program.inputs.flatMap((/** @type {any} */ item) => [[item.name, item], [item.label, item]]));
    /** @type {Record<string, string>} */
    const texts = Object.create(null);
    for (const [name, text] of Object.entries(given)) {
      const item = known.get(name);
      if (item) texts[item.name] = text;
      else problems.push([name, fill("errors", "unknown_input", { name, known: program.inputs.map((/** @type {any} */ i) => i.label).join("、") })]);
    }
    const rows = countRows(program, texts, problems);
    /** @type {Record<string, any>} */
    const values = {};
    for (const item of program.inputs) {
      const text = texts[item.name] || "";
      if (item.repeat) {
        const cells = splitRows(text);
        while (cells.length < rows[item.repeat]) cells.push("");
        values[item.name] = cells.map((/** @type {string} */ cell) => read(item, cell, problems));
      } else {
        values[item.name] = read(item, text, problems);
      }
    }
    if (problems.length) throw new InputError(problems);
    return values;
  }

  /**
   * @param {any} program
   * @param {Record<string, string>} texts
   * @param {[string, string][]} problems
   * @returns {Record<string, number>} list -> number of rows: an untouched list has all rows that the text allows, or one
   */
  function countRows(program, texts, problems) {
    /** @type {Record<string, number>} */
    const found = {};
    for (const repeat of program.repeats) {
      const columns = program.inputs.filter((/** @type {any} */ item) => item.repeat === repeat.name);
      const count = Math.max(0, ...columns.map((/** @type {any} */ item) => splitRows(texts[item.name] || "").length));
      if (repeat.max !== null && count > repeat.max) {
        problems.push([columns[0].name, fill("errors", "rows", { label: repeat.label, max: String(repeat.max), count: String(count) })]);
      }
      found[repeat.name] = count || repeat.max || 1;
    }
    return found;
  }

  /** @param {any} item @returns {string} unit of an input's value inside */
  const inputUnit = (item) => (item.type === "money" ? "元" : item.type === "share" ? "%" : item.unit || "");

  /**
   * @param {any} item
   * @returns {any} the value of an input that nobody told
   */
  function unknown(item) {
    const missing = [item.label];
    if (item.type === "yes_no") return v.truth(null, missing);
    if (item.type === "choice") return { type: "choice", value: null, label: words().words.unknown, missing };
    if (item.type === "date") return { type: "date", value: null, missing };
    const low = item.min !== null ? v.parse(item.min) : v.ZERO;
    return { type: "num", lo: low, hi: item.max !== null ? v.parse(item.max) : v.INF, unit: inputUnit(item), missing };
  }

  /**
   * @param {any} item
   * @param {string} text
   * @param {[string, string][]} problems
   * @returns {any}
   */
  function read(item, text, problems) {
    const clean = tidy(text);
    if (UNKNOWN.includes(clean)) return unknown(item);
    if (item.type === "yes_no") {
      const word = clean.toLowerCase();
      if (YES.includes(word) || NO.includes(word)) return v.truth(YES.includes(word));
    } else if (item.type === "choice") {
      const option = item.options.find((/** @type {any} */ o) => clean === tidy(o.value) || clean === tidy(o.label));
      if (option) return { type: "choice", value: option.value, label: option.label, missing: [] };
    } else if (item.type === "date") {
      const date = readDate(clean);
      if (date) return { type: "date", value: date, missing: [] };
    } else {
      const value = readNumber(item, clean);
      if (value) return bounded(item, value, text, problems);
    }
    const known = item.options.map((/** @type {any} */ option) => option.label).join("、");
    problems.push([item.name, fill("errors", item.type, { label: item.label, text: trim(text), known })]);
    return unknown(item);
  }

  /** @param {string} text @returns {string | null} ISO date */
  function readDate(text) {
    const match = /^([0-9]{4})[-年/.]([0-9]{1,2})[-月/.]([0-9]{1,2})日?$/.exec(text);
    if (!match || Number(match[1]) < 1900 || Number(match[1]) > 2200) return null;
    const [year, month, day] = match.slice(1).map(Number);
    const date = new Date(Date.UTC(year, month - 1, day));
    return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null;
  }

  /** @param {any} item @param {string} text @returns {any} a rational, or null */
  function readNumber(item, text) {
    const match = /^(-?[0-9]+(?:\.[0-9]+)?)(.*)$/.exec(text);
    if (!match || match[1].length > LONGEST) return null;
    const [value, unit] = [v.parse(match[1]), match[2]];
    if (item.type === "money") {
      const scale = SCALES.get(unit || item.unit || "元");
      return scale ? v.times(value, v.rational(scale)) : null;
    }
    if (item.type === "share") return SHARES.has(unit) ? v.over(value, v.rational(SHARES.get(unit))) : null;
    if (unit !== "" && unit !== tidy(item.unit || "")) return null;
    return item.type === "number" || value.d === 1n ? value : null;
  }

  /**
   * @param {any} item
   * @param {any} value
   * @param {string} text
   * @param {[string, string][]} problems
   */
  function bounded(item, value, text, problems) {
    const unit = inputUnit(item);
    const low = item.min !== null ? v.parse(item.min) : v.ZERO;
    const high = item.max !== null ? v.parse(item.max) : null;
    const complain = (/** @type {any} */ bound, /** @type {string} */ word) =>
      problems.push([item.name, fill("errors", word, { label: item.label, bound: v.show(v.num(bound, bound, unit)), text: trim(text) })]);
    if (v.less(value, low)) complain(low, "below");
    if (high && v.less(high, value)) complain(high, "above");
    return v.num(value, value, unit);
  }

  Object.assign(root.Handbook, { answers: { InputError, readInputs, splitRows, tidy, fill, words } });
})(typeof window === "undefined" ? globalThis : window);

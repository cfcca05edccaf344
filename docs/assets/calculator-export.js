// A calculation -> text for a letter, JSON that `python -m generator verify` reads, CSV for spreadsheets. No DOM but for the download.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;
  const { toldApart, readingWords, amountOf, boundOf, byTitle } = Handbook.calculatorShow;
  const FORMAT = "suzhou-policy-handbook/calculation";
  const PROMISE = "按文件文字计算，不是审批结论；实际以主管部门核定为准。";

  /** @param {any} item @param {string} text @returns {string} an answer as a reader knows it: 县级市, 6000万元, 第1年 …；第2年 … */
  function shown(item, text) {
    if (item.repeat) return Handbook.answers.splitRows(text).map((/** @type {string} */ one) => single(item, one)).join("、");
    return single(item, text);
  }

  /** @param {any} item @param {string} text */
  function single(item, text) {
    const option = item.options.find((/** @type {any} */ o) => o.value === text);
    if (option) return option.label;
    const unit = item.type === "share" ? "%" : item.unit;
    return unit && /^[0-9.,，]+$/.test(text.trim()) ? text.trim() + unit : text || "不知道";
  }

  /** @param {any} program @param {Record<string, string>} given @returns {[string, string][]} label and answer of every input */
  const filled = (program, given) => program.inputs.map((/** @type {any} */ item) => [item.label, given[item.name] ? shown(item, given[item.name]) : "不知道"]);

  /**
   * @param {any} program
   * @param {any} outcome
   * @param {string} address
   * @param {string[]} warnings
   * @returns {string} the calculation as text for a letter
   */
  function asText(program, outcome, address, warnings) {
    const { document, places } = program;
    const lines = [program.title, "《" + document.title + "》" + (document.number ? "（" + document.number + "）" : ""), ...warnings, "", "所填："];
    for (const [label, text] of filled(program, outcome.inputs)) lines.push("　" + label + "：" + text);
    const answers = toldApart(outcome);
    for (const answer of answers) {
      lines.push("");
      if (answers.length > 1) lines.push("读法：" + readingWords(program, answer));
      for (const result of answer.results) lines.push(...resultLines(result));
      if (program.kind === "eligibility") continue; // its conditions stand with the result
      lines.push("怎么算的：");
      answer.trace.forEach((/** @type {any} */ step, /** @type {number} */ i) => {
        const where = byTitle(program, step.clauses).map(([title, clauses]) => title + " " + clauses.map((/** @type {string} */ clause) => places[clause].place).join("、"));
        lines.push("　" + (i + 1) + ". " + step.label + "：" + step.text + (where.length ? "（" + where.join("；") + "）" : ""));
      });
    }
    const used = [...new Set(outcome.answers.flatMap((/** @type {any} */ answer) => answer.results.flatMap((/** @type {any} */ result) => result.clauses)))];
    lines.push("", "依据：");
    for (const clause of /** @type {string[]} */ (used)) lines.push("　" + places[clause].title + " " + places[clause].place + "（条款编号 " + clause + "）");
    const questions = answers.length > 1 ? program.readings.map((/** @type {any} */ reading) => reading.question) : [];
    if (questions.length) lines.push("", "可以问主管部门：", ...questions.map((/** @type {string} */ question) => "　" + question));
    lines.push("", PROMISE, "计算日期：" + Handbook.today(), address);
    return lines.join("\n");
  }

  /** @param {any} result @returns {string[]} */
  function resultLines(result) {
    const bound = boundOf(result);
    const lines = [result.title + "：" + amountOf(result) + (bound ? "（" + bound + "）" : "") + (result.or_text && result.status !== "no" ? "；也可读作" + amountOf({ ...result, said: null, text: result.or_text }) : "")];
    if (result.missing.length) lines.push("　取决于没有填的：" + result.missing.join("、"));
    if (result.status !== "yes" && result.nearest.length) lines.push("　还差：" + result.nearest.join("、"));
    for (const hint of result.hints) lines.push("　" + hint.text);
    if (result.question && result.status !== "no") lines.push("　可以问主管部门：" + result.question);
    if (result.kind === "eligible") lines.push(...conditionLines(result.conditions, 1));
    return lines;
  }

  const STATES = /** @type {Record<string, string>} */ ({ yes: "符合", no: "不符合", unknown: "待定" });

  /** @param {any} node @param {number} depth @returns {string[]} what is met or lost in one line, what is open with all it asks */
  function conditionLines(node, depth) {
    const open = node.status === "unknown" || depth === 1;
    const rule = open && node.children.length > 1 ? (node.kind === "all" ? "（须全部符合）" : "（符合一项即可）") : "";
    return ["　".repeat(depth) + node.label + "：" + STATES[node.status] + (node.gap && node.status === "no" ? "，" + node.gap : "") + rule,
      ...(open ? node.children.flatMap((/** @type {any} */ child) => conditionLines(child, depth + 1)) : [])];
  }

  /** @param {any} program @param {any} outcome @param {string} address @returns {string} JSON; the amounts in their automatic style, as `verify` compares them */
  function asJson(program, outcome, address) {
    const { inputs } = outcome;
    return JSON.stringify({ format: FORMAT, calculator: program.id, title: program.title, inputs, answers: Handbook.calculate(program, inputs).answers,
      address, date: Handbook.today() }, null, 1) + "\n";
  }

  /** @param {string | null} end @returns {string} yuan with at most two decimals; empty where there is no such number */
  function yuan(end) {
    if (end === null || end.includes("inf")) return "";
    return Handbook.values.decimal(Handbook.values.parse(end), 2)[0].replace(/,/g, "");
  }

  /** @param {any} program @param {any} outcome @param {string} address @returns {string} CSV with a byte order mark, for spreadsheets */
  function asCsv(program, outcome, address) {
    const rows = [["种类", "项目", "内容", "最低（元）", "最高（元）", "读法", "依据"]];
    for (const [label, text] of filled(program, outcome.inputs)) rows.push(["所填", label, text, "", "", "", ""]);
    for (const answer of outcome.answers) {
      const reading = outcome.answers.length > 1 ? readingWords(program, answer) : "";
      for (const result of answer.results) {
        const ends = result.unit === "元" ? [yuan(result.low), yuan(result.high)] : ["", ""];
        rows.push(["结果", result.title, result.text, ...ends, reading, result.clauses.join(" ")]);
      }
      for (const step of answer.trace) rows.push(["步骤", step.label, step.text, "", "", reading, step.clauses.join(" ")]);
    }
    rows.push(["地址", program.title, address, "", "", "", ""]);
    // A cell that begins like a formula is text.
    const cell = (/** @type {string} */ text) => '"' + text.replace(/^[=+@-]/, "'$&").replace(/"/g, '""') + '"';
    return "\ufeff" + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  }

  /** @param {string} name @param {string} text @param {string} type */
  const download = (name, text, type) => Handbook.saveAs(name, new Blob([text], { type: type + ";charset=utf-8" }));

  Object.assign(Handbook.calculatorShow, { filled, asText, asJson, asCsv, download });
})();

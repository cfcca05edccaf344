// An answer -> elements, text for a letter, CSV, a chart. It calculates nothing but the points of the chart.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;

  const BOUNDS = { exact: "确定", at_most: "上限", at_least: "下限", range: "区间", discretionary: "酌定", elsewhere: "另行规定" };
  const PERIODS = { once: "一次性", yearly: "每年", per_event: "每次", monthly: "每月", window: "限期" };
  const MARKS = { yes: "✓", no: "✗", unknown: "？" };
  const STATES = { yes: "符合", no: "不符合", unknown: "待定" };

  /**
   * @param {string} tag
   * @param {Record<string, any>} [attributes] text: its text; on…: a listener; true: present; false, null: left out
   * @param {...(Node | string | null)} children
   * @returns {any}
   */
  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "text") made.textContent = value;
      else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child !== null)));
    return made;
  }

  /** @param {any} program @param {string} root @param {string} clause */
  function clauseLink(program, root, clause) {
    const place = program.places[clause];
    const [path, anchor] = place.url.split("#");
    return element("a", { class: "evidence", href: root + path + "index.html#" + anchor, text: place.title + " " + place.place });
  }

  /** @param {any} program @param {string} root @param {string[]} clauses @returns {any} a list of links, or null */
  function sources(program, root, clauses) {
    if (!clauses.length) return null;
    return element("span", { class: "calculator-sources" }, ...clauses.flatMap((clause, i) => [i ? "、" : "", clauseLink(program, root, clause)]));
  }

  /**
   * @param {any} program
   * @param {any} answer
   * @param {string[]} labels of its readings; empty where there is one answer only
   * @param {string} root
   * @param {any} chart an element for the first result, or null
   * @returns {HTMLElement}
   */
  function showAnswer(program, answer, labels, root, chart) {
    const results = answer.results.map((/** @type {any} */ result, /** @type {number} */ i) => showResult(program, result, root, i === 0 ? chart : null, labels.length ? "h3" : "h2"));
    const steps = element("details", { class: "calculator-steps", open: answer.trace.length > 0 && labels.length === 0 },
      element("summary", { text: "怎么算的（" + answer.trace.length + "步）" }),
      element("ol", {}, ...answer.trace.map((/** @type {any} */ step) => element("li", {},
        element("b", { text: step.label }), "：" + step.text + " ", sources(program, root, step.clauses)))));
    const head = labels.length ? element("h2", { class: "calculator-reading", text: "读作“" + labels.join("”或者“") + "”" }) : null;
    return element("section", { class: "calculator-answer", "aria-label": labels.length ? labels.join("；") : "结果" }, head, ...results,
      answer.trace.length ? steps : null);
  }

  /** @param {any} program @param {any} result @param {string} root @param {any} chart @param {string} level of its heading */
  function showResult(program, result, root, chart, level) {
    const facts = [
      result.recipient ? "给：" + result.recipient : null,
      result.kind === "amount" ? "出资：" + (result.payer || "文件未载明") : null,
      PERIODS[/** @type {keyof typeof PERIODS} */ (result.period)] || null,
      result.scope ? "按" + result.scope + "计" : null,
    ].filter(Boolean);
    const bound = result.kind !== "eligible" && result.status !== "no" && BOUNDS[/** @type {keyof typeof BOUNDS} */ (result.bound)];
    return element("div", { class: "calculator-result", "data-status": result.status },
      element(level, { class: "calculator-title", text: result.title }),
      element("p", { class: "calculator-amount" }, result.text, bound ? element("span", { class: "bound bound-" + result.bound, text: bound }) : null),
      result.or_text ? element("p", { class: "calculator-or", text: "也可读作：" + result.or_text + "。" }) : null,
      result.question ? element("p", { class: "calculator-ask", text: "可以问主管部门：" + result.question }) : null,
      facts.length ? element("p", { class: "meta", text: facts.join("；") }) : null,
      result.status !== "yes" && result.nearest.length ? element("p", { class: "calculator-nearest", text: "还缺：" + result.nearest.join("、") }) : null,
      ...result.hints.map((/** @type {any} */ hint) => element("p", { class: "calculator-hint hint-" + hint.kind, text: hint.text })),
      result.conditions ? showConditions(program, result.conditions, root) : null,
      result.note ? element("p", { class: "editor-note", text: "编者注：" + result.note }) : null,
      chart,
      element("p", { class: "calculator-clauses" }, "依据：", sources(program, root, result.clauses)));
  }

  /** @param {any} node @returns {number[]} conditions met, and all of them */
  function count(node) {
    if (!node.children.length) return [node.status === "yes" ? 1 : 0, 1];
    return node.children.map(count).reduce((/** @type {number[]} */ a, /** @type {number[]} */ b) => [a[0] + b[0], a[1] + b[1]], [0, 0]);
  }

  /** @param {any} program @param {any} tree @param {string} root */
  function showConditions(program, tree, root) {
    const [met, all] = count(tree);
    return element("details", { class: "calculator-conditions", open: true },
      element("summary", { text: "条件：" + all + "项里符合" + met + "项" }), element("ul", {}, showCondition(program, tree, root)));
  }

  /** @param {any} program @param {any} node @param {string} root @returns {HTMLElement} */
  function showCondition(program, node, root) {
    const status = /** @type {"yes" | "no" | "unknown"} */ (node.status);
    return element("li", { "data-status": status },
      element("span", { class: "mark", "aria-hidden": "true", text: MARKS[status] }),
      element("span", {}, node.label, element("span", { class: "state", text: STATES[status] }),
        node.kind === "leaf" ? null : element("span", { class: "role", text: node.kind === "all" ? "须全部符合" : "符合一项即可" }),
        node.gap ? element("span", { class: "gap", text: node.gap }) : null, " ",
        node.kind === "leaf" ? sources(program, root, node.clauses) : null),
      node.children.length ? element("ul", {}, ...node.children.map((/** @type {any} */ child) => showCondition(program, child, root))) : null);
  }

  /**
   * @param {any} program
   * @param {any} outcome
   * @param {string} address
   * @returns {string} the calculation as text for a letter
   */
  function asText(program, outcome, address) {
    const lines = [program.title, "《" + program.document.title + "》" + (program.document.number ? "（" + program.document.number + "）" : ""), ""];
    for (const item of program.inputs) {
      const text = outcome.inputs[item.name];
      if (text) lines.push(item.label + "：" + shown(item, text));
    }
    for (const answer of outcome.answers) {
      lines.push("");
      if (outcome.answers.length > 1) lines.push("读作“" + readingLabels(program, answer).join("”或者“") + "”：");
      for (const result of answer.results) {
        lines.push(result.title + "：" + result.text + (result.or_text ? "；也可读作" + result.or_text : ""));
        for (const hint of result.hints) lines.push("　" + hint.text);
      }
      answer.trace.forEach((/** @type {any} */ step, /** @type {number} */ i) => {
        const places = step.clauses.map((/** @type {string} */ clause) => program.places[clause].title + program.places[clause].place).join("、");
        lines.push(i + 1 + ". " + step.label + "：" + step.text + (places ? "（" + places + "）" : ""));
      });
    }
    lines.push("", "按文件文字计算，不是审批结论；实际以主管部门核定为准。", address);
    return lines.join("\n");
  }

  /** @param {any} item @param {string} text */
  function shown(item, text) {
    const option = item.options.find((/** @type {any} */ o) => o.value === text);
    if (option) return option.label;
    return item.unit && /^[0-9.,]+$/.test(text) ? text + item.unit : text;
  }

  /** @param {any} program @param {any} answer @returns {string[]} */
  function readingLabels(program, answer) {
    return answer.readings.map((/** @type {any} */ combination) => program.readings
      .map((/** @type {any} */ reading) => reading.options.find((/** @type {any} */ o) => o.value === combination[reading.name]).label).join("、"));
  }

  /** @param {any} program @param {any} outcome @returns {string} CSV with a byte order mark, for spreadsheets */
  function asCsv(program, outcome) {
    const rows = [["项目", "结果", "最低（元）", "最高（元）", "读法", "依据"]];
    for (const answer of outcome.answers) {
      const reading = outcome.answers.length > 1 ? readingLabels(program, answer).join("；") : "";
      for (const result of answer.results) {
        const money = result.unit === "元";
        rows.push([result.title, result.text, money ? result.low : "", money ? result.high : "", reading, result.clauses.join(" ")]);
      }
      for (const step of answer.trace) rows.push([step.label, step.text, "", "", reading, step.clauses.join(" ")]);
    }
    const cell = (/** @type {string} */ text) => '"' + String(text === null ? "" : text).replace(/^[=+@-]/, "'$&").replace(/"/g, '""') + '"';
    return "\ufeff" + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  }

  // -- chart ------------------------------------------------------------------------------------------------

  const WIDTH = 320;
  const HEIGHT = 120;
  const EDGE = { left: 56, right: 10, top: 10, bottom: 24 };
  const POINTS = 80;

  /**
   * @param {any} program
   * @param {Record<string, string>} given
   * @returns {SVGElement | null} the first amount over the main input; null where there is nothing to draw
   */
  function chart(program, given) {
    const main = program.inputs.find((/** @type {any} */ item) => item.main && !item.repeat && ["money", "integer", "number"].includes(item.type));
    if (!main) return null;
    const scale = { 万元: 1e4, 亿元: 1e8 }[/** @type {"万元"} */ (main.unit)] || 1;
    const unit = main.type === "money" ? "元" : "";
    const at = (/** @type {number} */ x) => {
      const text = (main.type === "integer" ? Math.round(x) : Math.round(x * 100) / 100) + unit;
      const first = Handbook.calculate(program, { ...given, [main.name]: text }).answers[0].results[0];
      const [low, high] = [first.low, first.high].map((/** @type {string} */ end) => fraction(end));
      return first.status === "no" ? 0 : low === high ? high : NaN;
    };
    const reach = span(program, given, main, scale);
    let points;
    try {
      points = Array.from({ length: POINTS + 1 }, (_, i) => (reach * i) / POINTS).map((x) => [x, at(x)]);
    } catch (error) {
      return null; // another input cannot be read yet: its own message says so
    }
    const top = Math.max(...points.map((point) => point[1]));
    if (!(top > 0) || points.some((point) => Number.isNaN(point[1]))) return null;
    return draw(points, reach, top, main, fraction(plainOf(main, given)), at);
  }

  /** @param {string | null} end @returns {number} */
  function fraction(end) {
    if (end === null || end.includes("inf")) return NaN;
    const [n, d = "1"] = end.split("/");
    return Number(n) / Number(d);
  }

  /** @param {any} main @param {Record<string, string>} given @returns {string | null} the value of the main input now */
  function plainOf(main, given) {
    try {
      const value = Handbook.answers.readInputs({ inputs: [main], repeats: [] }, { [main.name]: given[main.name] || "" })[main.name];
      return Handbook.values.exact(value) ? Handbook.values.plain(value.lo) : null;
    } catch (error) {
      return null;
    }
  }

  /**
   * @param {any} program
   * @param {Record<string, string>} given
   * @param {any} main
   * @param {number} scale
   * @returns {number} how far the axis goes: past every threshold and the point where a ceiling is reached
   */
  function span(program, given, main, scale) {
    const numbers = (/** @type {(p: any) => boolean} */ wanted) => program.parameters.filter(wanted).map((/** @type {any} */ p) => Number(p.value));
    const ceilings = program.steps.filter((/** @type {any} */ step) => step.op === "cap").map((/** @type {any} */ step) => step.at);
    const caps = numbers((p) => p.type === "money" && ceilings.includes(p.name));
    const rates = numbers((p) => p.type === "share" && Number(p.value) > 0);
    const edges = numbers((p) => p.type === (main.type === "money" ? "money" : "number") && !ceilings.includes(p.name));
    const reached = main.type === "money" ? caps.flatMap((/** @type {number} */ cap) => rates.map((/** @type {number} */ rate) => cap / rate)) : [];
    const now = fraction(plainOf(main, given)) || 0;
    return Math.max(now * 1.25, ...[...edges, ...reached].map((value) => value * 1.4), main.type === "money" ? scale : 5);
  }

  /**
   * @param {number[][]} points
   * @param {number} reach
   * @param {number} top
   * @param {any} main
   * @param {number} now
   * @param {(x: number) => number} at
   * @returns {any}
   */
  function draw(points, reach, top, main, now, at) {
    const x = (/** @type {number} */ value) => EDGE.left + ((WIDTH - EDGE.left - EDGE.right) * value) / reach;
    const y = (/** @type {number} */ value) => HEIGHT - EDGE.bottom - ((HEIGHT - EDGE.top - EDGE.bottom) * value) / top;
    const money = (/** @type {number} */ value) => Handbook.values.show(Handbook.values.num(
      Handbook.values.rational(BigInt(Math.round(value))), Handbook.values.rational(BigInt(Math.round(value))), "元"));
    const name = main.type === "money" ? money(reach) : Math.round(reach) + (main.unit || "");
    const svg = (/** @type {string} */ tag, /** @type {Record<string, any>} */ attributes, /** @type {(Node | string)[]} */ ...children) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
      made.append(...children);
      return made;
    };
    const marks = Number.isFinite(now) && now <= reach
      ? [svg("line", { class: "chart-now", x1: x(now), x2: x(now), y1: EDGE.top, y2: HEIGHT - EDGE.bottom }), svg("circle", { class: "chart-dot", cx: x(now), cy: y(at(now)), r: 3.5 })]
      : [];
    return element("figure", { class: "calculator-chart" },
      svg("svg", { viewBox: "0 0 " + WIDTH + " " + HEIGHT, role: "img", "aria-label": main.label + "从0到" + name + "时的结果，最高到" + money(top) },
        svg("path", { class: "chart-axis", d: "M" + EDGE.left + " " + EDGE.top + "V" + (HEIGHT - EDGE.bottom) + "H" + (WIDTH - EDGE.right), fill: "none" }),
        svg("path", { class: "chart-line", d: "M" + points.map(([a, b]) => x(a).toFixed(1) + " " + y(b).toFixed(1)).join("L"), fill: "none" }),
        svg("text", { x: EDGE.left - 4, y: EDGE.top + 8, "text-anchor": "end" }, money(top)),
        svg("text", { x: EDGE.left - 4, y: HEIGHT - EDGE.bottom, "text-anchor": "end" }, "0"),
        svg("text", { x: WIDTH - EDGE.right, y: HEIGHT - 8, "text-anchor": "end" }, name), ...marks),
      element("figcaption", { text: "横轴：" + main.label + "；纵轴：结果" }));
  }

  Object.assign(Handbook, { calculatorShow: { element, showAnswer, readingLabels, asText, asCsv, chart, shown } });
})();

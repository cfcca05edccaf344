// An answer of a calculator -> elements: amounts with their bound, conditions, steps with their clauses. It calculates nothing.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;

  const BOUNDS = { exact: "确定", at_most: "上限", at_least: "下限", range: "区间", discretionary: "酌定", elsewhere: "另行规定" };
  const PERIODS = { once: "一次性", yearly: "每年", per_event: "每次", monthly: "每月", window: "限期" };
  const MARKS = { yes: "✓", no: "✗", unknown: "？" };
  const STATES = { yes: "符合", no: "不符合", unknown: "待定" };
  const FEW = 12; // so many steps are shown unfolded
  const NAMED = 6; // so many missing answers are named at once

  /** @typedef {{root: string, touched: boolean, focus: (label: string) => void}} View root: the way to the site's root; touched: something is filled in; focus: to the field of a label */

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

  // -- clauses ------------------------------------------------------------------------------------------------

  /** @param {any} program @param {string} root @param {string} clause @param {boolean} [short] without the title */
  function placeLink(program, root, clause, short) {
    const { title, place, url } = program.places[clause];
    const [path, anchor] = url.split("#");
    return element("a", { class: "calculator-place", href: root + path + "index.html#" + anchor, title: title + " " + place, text: short ? place : title + " " + place });
  }

  /** @param {any} program @param {string} root @param {string[]} clauses @returns {any} small links after a step, or null */
  function places(program, root, clauses) {
    if (!clauses.length) return null;
    const own = (/** @type {string} */ clause) => clause.startsWith(program.document.id + ".");
    return element("span", { class: "calculator-places" }, " ", ...clauses.flatMap((clause, i) => [i ? "、" : "", placeLink(program, root, clause, own(clause))]));
  }

  /** @param {any} program @param {string[]} clauses @returns {[string, string[]][]} titles, each with its clauses */
  function byTitle(program, clauses) {
    /** @type {Map<string, string[]>} */
    const found = new Map();
    for (const clause of clauses) {
      const title = program.places[clause].title;
      found.set(title, [...(found.get(title) || []), clause]);
    }
    return [...found];
  }

  /** @param {any} program @param {string} root @param {string[]} clauses @returns {any} what a result rests on: each title once */
  function basis(program, root, clauses) {
    return element("p", { class: "calculator-basis" }, "依据：", ...byTitle(program, clauses).flatMap(([title, members], i) => [
      i ? "；" : "", title + " ", ...members.flatMap((clause, j) => [j ? "、" : "", placeLink(program, root, clause, true)])]));
  }

  // -- one answer ---------------------------------------------------------------------------------------------

  /**
   * @param {any} program
   * @param {any} answer
   * @param {string} reading in words, "" where there is one answer only
   * @param {View} view
   * @returns {HTMLElement}
   */
  function showAnswer(program, answer, reading, view) {
    const level = reading ? "h4" : "h3";
    const results = answer.results.map((/** @type {any} */ result) => showResult(program, result, view, level));
    const head = reading ? element("h3", { class: "calculator-reading", text: "读法：" + reading }) : null;
    return element("section", { class: "calculator-answer", "aria-label": reading ? "读法：" + reading : "结果" }, head, ...results,
      view.touched ? showRows(program, answer) : null,
      view.touched && answer.trace.length ? showSteps(program, answer, view, !reading && answer.trace.length <= FEW) : null);
  }

  /** @param {any} result @returns {string} its words without the list of what is missing, which stands in a line of its own */
  function amountOf(result) {
    const tail = "，取决于" + result.missing.join("、");
    return result.missing.length && result.text.endsWith(tail) ? result.text.slice(0, -tail.length) : result.text;
  }

  /** @param {any} program @param {any} result @param {View} view @param {string} level of its heading */
  function showResult(program, result, view, level) {
    const bound = result.kind !== "eligible" && result.status !== "no" && BOUNDS[/** @type {keyof typeof BOUNDS} */ (result.bound)];
    const full = view.touched;
    const about = [
      result.recipient ? "给：" + result.recipient : null,
      result.kind === "eligible" ? null : "出资：" + (result.payer || "文件未载明"),
      PERIODS[/** @type {keyof typeof PERIODS} */ (result.period)] || null,
      result.scope ? "口径：" + result.scope : null,
    ].filter(Boolean);
    return element("div", { class: "calculator-result", "data-status": result.status },
      element(level, { class: "calculator-title", text: result.title }),
      element("p", { class: "calculator-amount" }, amountOf(result), bound ? element("span", { class: "bound bound-" + result.bound, text: bound }) : null),
      result.or_text && result.status !== "no" ? element("p", { class: "calculator-or", text: "也可读作：" + amountOf({ ...result, text: result.or_text }) + "。" }) : null,
      full ? showNearest(result) : null,
      full ? showMissing(result.missing, view) : null,
      ...(full ? result.hints.map((/** @type {any} */ hint) => element("p", { class: "calculator-hint hint-" + hint.kind, text: hint.text })) : []),
      full && result.question && result.status !== "no" ? element("p", { class: "calculator-ask", text: "可以问主管部门：" + result.question }) : null,
      element("p", { class: "meta", text: about.join("；") }),
      full && result.conditions ? showConditions(program, result.conditions, view) : null,
      full && result.note ? element("p", { class: "editor-note", text: "编者注：" + result.note }) : null,
      basis(program, view.root, result.clauses));
  }

  /** @param {string[]} missing labels @param {View} view @returns {any} a line of links to the fields, or null */
  function showMissing(missing, view) {
    if (!missing.length) return null;
    const jump = (/** @type {string} */ label) => element("a", { href: "#", class: "calculator-jump", text: label,
      onclick: (/** @type {Event} */ event) => { event.preventDefault(); view.focus(label); } });
    const rest = missing.length > NAMED ? "等" + missing.length + "项" : "";
    return element("p", { class: "calculator-missing" }, "取决于还没有填的：", ...missing.slice(0, NAMED).flatMap((label, i) => [i ? "、" : "", jump(label)]), rest);
  }

  // -- conditions -----------------------------------------------------------------------------------------------

  /** @param {any} node @returns {any[]} */
  const leaves = (node) => (node.children.length ? node.children.flatMap(leaves) : [node]);
  /** @param {any} node @returns {boolean} */
  const hasRoutes = (node) => node.kind === "any" || node.children.some(hasRoutes);

  /** @param {any} result @returns {any} the least that is still missing, each with its mark, or null */
  function showNearest(result) {
    if (result.status === "yes" || !result.conditions || !result.nearest.length) return null;
    const all = leaves(result.conditions);
    const items = result.nearest.map((/** @type {string} */ label) => all.find((leaf) => leaf.label === label && leaf.status !== "yes"));
    const failed = items.filter((/** @type {any} */ leaf) => leaf && leaf.status === "no").length;
    const route = hasRoutes(result.conditions) ? "最近的一条途径还差" : "还差";
    return element("div", { class: "calculator-nearest" },
      element("p", { text: route + items.length + "项" + (failed && failed < items.length ? "（其中不符合" + failed + "项）" : "") + "：" }),
      element("ul", {}, ...items.map((/** @type {any} */ leaf, /** @type {number} */ i) => element("li", { "data-status": leaf ? leaf.status : "unknown" },
        mark(leaf ? leaf.status : "unknown"), result.nearest[i], stateOf(leaf ? leaf.status : "unknown"), leaf && leaf.gap ? element("span", { class: "gap", text: leaf.gap }) : null))));
  }

  const mark = (/** @type {"yes" | "no" | "unknown"} */ status) => element("span", { class: "mark", "aria-hidden": "true", text: MARKS[status] });
  const stateOf = (/** @type {"yes" | "no" | "unknown"} */ status) => element("span", { class: "state", text: STATES[status] });
  const withStatus = (/** @type {any[]} */ nodes, /** @type {string} */ status) => nodes.filter((node) => node.status === status);

  /** @param {any} program @param {any} tree @param {View} view */
  function showConditions(program, tree, view) {
    let top = tree;
    while (top.children.length === 1) top = top.children[0];
    const parts = top.children.length ? top.children : [top];
    const counts = [["yes", "符合"], ["no", "不符合"], ["unknown", "待定"]].map(([status, word]) => [withStatus(parts, status).length, word]);
    const rule = top.kind === "any" ? "（符合一项即可）" : parts.length > 1 ? "（须全部符合）" : "";
    const words = counts.filter(([count, word]) => count || word === "符合").map(([count, word]) => word + count + "项").join("，");
    return element("details", { class: "calculator-conditions", open: true },
      element("summary", { text: "条件" + rule + "：" + parts.length + "项里" + words }),
      element("ul", {}, ...branches(program, parts, top.kind, view)));
  }

  /**
   * What is met or lost folds away, what is open stays in sight: of ways of which one is enough, those that are lost stand together in one line.
   * @param {any} program @param {any[]} nodes @param {string} kind of their parent @param {View} view @returns {HTMLElement[]}
   */
  function branches(program, nodes, kind, view) {
    const show = (/** @type {any} */ node) => showCondition(program, node, kind, nodes, view);
    const lost = kind === "any" ? withStatus(nodes, "no") : [];
    if (lost.length < 2) return nodes.map(show);
    const kept = nodes.filter((node) => node.status !== "no");
    return [...kept.map(show), element("li", { "data-status": "no" }, element("details", {},
      element("summary", {}, mark("no"), (kept.length ? "其余" : "") + lost.length + "项", stateOf("no")), element("ul", {}, ...lost.map(show))))];
  }

  /** @param {any} program @param {any} node @param {string} kind of its parent @param {any[]} siblings with itself @param {View} view @returns {HTMLElement} */
  function showCondition(program, node, kind, siblings, view) {
    const status = /** @type {"yes" | "no" | "unknown"} */ (node.status);
    const gap = node.gap && status === "no" ? element("span", { class: "gap", text: node.gap }) : null;
    if (!node.children.length) {
      return element("li", { "data-status": status }, mark(status), element("span", {}, node.label, stateOf(status), gap, places(program, view.root, node.clauses)));
    }
    const open = status === "unknown" ? kind !== "any" || withStatus(siblings, "unknown").length <= 2 : status === "no" && kind !== "any";
    return element("li", { "data-status": status }, element("details", { open },
      element("summary", {}, mark(status), node.label, stateOf(status),
        element("span", { class: "role", text: node.children.length > 1 ? (node.kind === "all" ? "须全部符合" : "符合一项即可") : "" })),
      element("ul", {}, ...branches(program, node.children, node.kind, view))));
  }

  // -- steps ----------------------------------------------------------------------------------------------------

  /** @param {any} program @param {any} answer @param {View} view @param {boolean} open */
  function showSteps(program, answer, view, open) {
    return element("details", { class: "calculator-steps", open },
      element("summary", { text: "怎么算的（" + answer.trace.length + "步）" }),
      element("ol", {}, ...answer.trace.map((/** @type {any} */ step) => element("li", {},
        element("b", { text: step.label }), "：" + step.text, places(program, view.root, step.clauses)))));
  }

  const NO_OPERANDS = ["name", "label", "op", "how", "inclusive_by", "clause", "quote"];
  const WHOLE = ["sum", "all", "any", "count"]; // these make one value of a list

  /** @param {any} program @param {string} repeat @returns {string[]} steps that have a value for each row of a list */
  function rowSteps(program, repeat) {
    const rowed = new Set(program.inputs.filter((/** @type {any} */ item) => item.repeat === repeat).map((/** @type {any} */ item) => item.name));
    return program.steps.filter((/** @type {any} */ step) => {
      const used = Object.keys(step).filter((key) => !NO_OPERANDS.includes(key)).flatMap((key) => (typeof step[key] === "string" ? step[key] : JSON.stringify(step[key] || "").match(/\w+/g) || []));
      return !WHOLE.includes(step.op) && used.some((name) => rowed.has(name)) && rowed.add(step.name);
    }).map((/** @type {any} */ step) => step.name);
  }

  /** @param {any} program @param {any} answer @returns {any} a table of what each row of a list brings, or null */
  function showRows(program, answer) {
    const tables = program.repeats.map((/** @type {any} */ repeat) => {
      const steps = answer.trace.filter((/** @type {any} */ step) => rowSteps(program, repeat.name).includes(step.name));
      const cells = steps.map((/** @type {any} */ step) => step.value.split("、"));
      const count = Math.max(0, ...cells.map((/** @type {string[]} */ values) => values.length));
      if (count < 2 || cells.some((/** @type {string[]} */ values) => values.length !== count)) return null;
      const name = (/** @type {number} */ i) => repeat.row.replace("{n}", String(i + 1));
      return element("div", { class: "table-wrap", tabindex: "0", role: "region", "aria-label": repeat.label },
        element("table", { class: "calculator-rows" },
          element("thead", {}, element("tr", {}, element("th", { scope: "col", text: repeat.label }), ...steps.map((/** @type {any} */ step) => element("th", { scope: "col", text: step.label })))),
          element("tbody", {}, ...Array.from({ length: count }, (_, i) => element("tr", {}, element("th", { scope: "row", text: name(i) }),
            ...cells.map((/** @type {string[]} */ values) => element("td", { text: values[i] })))))));
    }).filter(Boolean);
    return tables.length ? element("div", { class: "calculator-by-row" }, ...tables) : null;
  }

  // -- readings -------------------------------------------------------------------------------------------------

  /** @param {any} program @param {any} answer @returns {string} the readings that give this answer, without those that make no difference to it */
  function readingWords(program, answer) {
    const label = (/** @type {any} */ reading, /** @type {string} */ value) => reading.options.find((/** @type {any} */ o) => o.value === value).label;
    const chosen = program.readings.map((/** @type {any} */ reading) => [reading, [...new Set(answer.readings.map((/** @type {any} */ one) => one[reading.name]))]]);
    const product = chosen.reduce((/** @type {number} */ n, /** @type {any} */ pair) => n * pair[1].length, 1);
    if (product === answer.readings.length) {
      return chosen.filter(([reading, values]) => values.length < reading.options.length)
        .map(([reading, values]) => values.map((/** @type {string} */ value) => "“" + label(reading, value) + "”").join("或者")).join("，");
    }
    return answer.readings.map((/** @type {any} */ one) => program.readings.map((/** @type {any} */ reading) => "“" + label(reading, one[reading.name]) + "”").join("，")).join("；或者");
  }

  Handbook.calculatorShow = { element, showAnswer, readingWords, amountOf, byTitle, BOUNDS };
})();

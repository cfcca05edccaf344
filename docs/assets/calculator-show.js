// An answer of a calculator -> elements: amounts with their bound, conditions, steps with their clauses. It calculates nothing.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;
  const { element } = Handbook;

  const BOUNDS = { exact: "确定", at_most: "上限", at_least: "下限", range: "区间", discretionary: "酌定", elsewhere: "另行规定" };
  const PERIODS = { once: "一次性", yearly: "每年", per_event: "每次", monthly: "每月", window: "限期" };
  const MARKS = { yes: "✓", no: "✗", unknown: "？" };
  const STATES = { yes: "符合", no: "不符合", unknown: "待定" };
  const FEW = 12; // so many steps are shown unfolded
  const NAMED = 6; // so many missing answers are named at once

  /**
   * root: the way to the site's root; touched: something is filled in; fields: labels that focus() leads to; folded: conditions begin folded
   * @typedef {{root: string, touched: boolean, fields: string[], focus: (label: string) => void, folded?: boolean}} View
   */

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
    const results = answer.results.map((/** @type {any} */ result, /** @type {number} */ i) => showResult(program, result, answer.results.slice(0, i), view, level));
    const head = reading ? element("h3", { class: "calculator-reading", text: "读法：" + reading }) : null;
    return element("section", { class: "calculator-answer", "aria-label": reading ? "读法：" + reading : "结果" }, head, ...results,
      view.touched ? showRows(program, answer) : null,
      view.touched && answer.trace.length ? showSteps(program, answer, view, !reading && answer.trace.length <= FEW) : null);
  }

  /** @param {any} result @returns {string} its words without the list of what is missing, which stands in a line of its own */
  function amountOf(result) {
    if (result.said) return result.said;
    const tail = "，取决于" + result.missing.join("、");
    return result.missing.length && result.text.endsWith(tail) ? result.text.slice(0, -tail.length) : result.text;
  }

  /** @param {any} result @returns {string} the kind of bound in a word; "" where there is no amount yet that could have one */
  function boundOf(result) {
    const open = amountOf(result) === Handbook.calculatorWording.results.unsettled || (result.bound === "exact" && result.low !== result.high);
    return result.kind === "eligible" || result.status === "no" || open ? "" : BOUNDS[/** @type {keyof typeof BOUNDS} */ (result.bound)] || "";
  }

  /** @param {any} program @param {any} result @param {any[]} before the results above it @param {View} view @param {string} level of its heading */
  function showResult(program, result, before, view, level) {
    const bound = boundOf(result);
    const about = [
      result.recipient ? "给：" + result.recipient : null,
      result.kind === "eligible" ? null : "出资：" + (result.payer || "文件未载明"),
      PERIODS[/** @type {keyof typeof PERIODS} */ (result.period)] || null,
      result.scope ? "口径：" + result.scope : null,
    ].filter(Boolean).join("；");
    const title = element(level, { class: "calculator-title", text: result.title });
    const amount = element("p", { class: "calculator-amount" }, amountOf(result), bound ? element("span", { class: "bound bound-" + result.bound, text: bound }) : null);
    const rest = [
      result.or_text && result.status !== "no" ? element("p", { class: "calculator-or", text: "也可读作：" + amountOf({ ...result, said: null, text: result.or_text }) + "。" }) : null,
      ...(view.touched ? detail(program, result, before, view) : []),
      about ? element("p", { class: "meta", text: about }) : null,
      basis(program, view.root, result.clauses)];
    if (result.kind === "eligible" && before.length && view.touched) { // what it leads to: one line, the rest folded
      return element("details", { class: "calculator-result is-more", "data-status": result.status }, element("summary", {}, title, amount), ...rest);
    }
    return element("div", { class: "calculator-result", "data-status": result.status }, title, amount, ...rest);
  }

  /** @param {any} program @param {any} result @param {any[]} before @param {View} view @returns {any[]} what is missing, what cuts it, whom to ask, its conditions */
  function detail(program, result, before, view) {
    const tree = JSON.stringify(result.conditions);
    const twin = result.conditions && before.find((other) => JSON.stringify(other.conditions) === tree);
    const asked = before.some((other) => other.question === result.question);
    const nearest = twin ? null : showNearest(result, view);
    const missing = showMissing(result, view);
    return [nearest, nearest ? null : missing,
      ...result.hints.filter((/** @type {any} */ hint) => !before.some((other) => other.hints.some((/** @type {any} */ told) => told.text === hint.text)))
        .map((/** @type {any} */ hint) => element("p", { class: "calculator-hint hint-" + hint.kind, text: hint.text })),
      result.question && !asked && result.status !== "no" ? element("p", { class: "calculator-ask", text: "可以问主管部门：" + result.question }) : null,
      twin ? element("p", { class: "meta", text: "条件与“" + twin.title + "”相同。" }) : result.conditions ? showConditions(program, result, view) : null,
      nearest ? missing : null,
      result.note ? element("p", { class: "editor-note", text: "编者注：" + result.note }) : null];
  }

  /** @param {string} label @param {View} view @returns {any} a link to the field of a label; the label alone where it is no field's */
  function jump(label, view) {
    if (!view.fields.includes(label)) return label;
    return element("a", { href: "#calculate", class: "calculator-jump", text: label, onclick: (/** @type {Event} */ event) => { event.preventDefault(); view.focus(label); } });
  }

  /** @param {any} result @param {View} view @returns {any} a line of what is not filled in and matters, or null; what showNearest names is not named again */
  function showMissing(result, view) {
    const { missing } = result;
    if (!missing.length || (result.conditions && missing.every((/** @type {string} */ label) => result.nearest.includes(label)))) return null;
    const rest = missing.length > NAMED ? "等" + missing.length + "项" : "";
    return element("p", { class: "calculator-missing" }, "取决于还没有填的：", ...missing.slice(0, NAMED).flatMap((/** @type {string} */ label, /** @type {number} */ i) => [i ? "、" : "", jump(label, view)]), rest);
  }

  // -- conditions -----------------------------------------------------------------------------------------------

  /** @param {any} node @returns {any[]} */
  const leaves = (node) => (node.children.length ? node.children.flatMap(leaves) : [node]);
  /** @param {any} node @returns {boolean} */
  const hasRoutes = (node) => node.kind === "any" || node.children.some(hasRoutes);

  /** @param {any} result @param {View} view @returns {any} the least that is still missing, each with its mark, or null */
  function showNearest(result, view) {
    if (result.status === "yes" || !result.conditions || !result.nearest.length) return null;
    const all = leaves(result.conditions);
    const items = result.nearest.map((/** @type {string} */ label) => all.find((leaf) => leaf.label === label && leaf.status !== "yes") || { label, status: "unknown", gap: null });
    const failed = withStatus(items, "no").length;
    const words = (hasRoutes(result.conditions) ? "最近的一条途径" : "") + (failed ? "还差" : "还要确认") + items.length + "项" + (failed && failed < items.length ? "（不符合" + failed + "项）" : "") + "：";
    return element("div", { class: "calculator-nearest" }, element("p", { text: words }),
      element("ul", {}, ...items.map((/** @type {any} */ leaf) => element("li", { "data-status": leaf.status },
        mark(leaf.status), jump(leaf.label, view), stateOf(leaf.status), leaf.gap ? element("span", { class: "gap", text: leaf.gap }) : null))));
  }

  const mark = (/** @type {"yes" | "no" | "unknown"} */ status) => element("span", { class: "mark", "aria-hidden": "true", text: MARKS[status] });
  const stateOf = (/** @type {"yes" | "no" | "unknown"} */ status) => element("span", { class: "state", text: STATES[status] });
  const withStatus = (/** @type {any[]} */ nodes, /** @type {string} */ status) => nodes.filter((node) => node.status === status);

  /** @param {any} program @param {any} result @param {View} view */
  function showConditions(program, result, view) {
    let top = result.conditions;
    while (top.children.length === 1) top = top.children[0];
    const parts = top.children.length ? top.children : [top];
    const counts = [["yes", "符合"], ["no", "不符合"], ["unknown", "待定"]].map(([status, word]) => [withStatus(parts, status).length, word]);
    const rule = top.kind === "any" ? "（符合一项即可）" : parts.length > 1 ? "（须全部符合）" : "";
    const words = counts.filter(([count, word]) => count || word === "符合").map(([count, word]) => word + count + "项").join("，");
    const tree = { program, root: view.root, nearest: result.nearest };
    return element("details", { class: "calculator-conditions", open: !view.folded },
      element("summary", { text: "条件" + rule + "：" + parts.length + "项里" + words }),
      element("ul", {}, ...branches(tree, parts, top.kind)));
  }

  /** @typedef {{program: any, root: string, nearest: string[]}} Tree nearest: labels of what is least missing, which stays in sight */

  /**
   * What is met or lost folds away, what is open stays in sight: of ways of which one is enough, those that are lost stand together in one line.
   * @param {Tree} tree @param {any[]} nodes @param {string} kind of their parent @returns {HTMLElement[]}
   */
  function branches(tree, nodes, kind) {
    const show = (/** @type {any} */ node) => showCondition(tree, node, kind, nodes);
    const lost = kind === "any" ? withStatus(nodes, "no") : [];
    if (lost.length < 2) return nodes.map(show);
    const kept = nodes.filter((node) => node.status !== "no");
    return [...kept.map(show), element("li", { "data-status": "no" }, element("details", {},
      element("summary", {}, mark("no"), (kept.length ? "其余" : "") + lost.length + "项", stateOf("no")), element("ul", {}, ...lost.map(show))))];
  }

  /** @param {Tree} tree @param {any} node @param {string} kind of its parent @param {any[]} siblings with itself @returns {HTMLElement} */
  function showCondition(tree, node, kind, siblings) {
    const status = /** @type {"yes" | "no" | "unknown"} */ (node.status);
    const gap = node.gap && status === "no" ? element("span", { class: "gap", text: node.gap }) : null;
    if (!node.children.length) {
      return element("li", { "data-status": status }, mark(status), element("span", {}, node.label, stateOf(status), gap, places(tree.program, tree.root, node.clauses)));
    }
    const near = leaves(node).some((/** @type {any} */ leaf) => leaf.status !== "yes" && tree.nearest.includes(leaf.label));
    const open = status === "unknown" ? kind !== "any" || near || withStatus(siblings, "unknown").length <= 2 : status === "no" && kind !== "any";
    return element("li", { "data-status": status }, element("details", { open },
      element("summary", {}, mark(status), node.label, stateOf(status),
        element("span", { class: "role", text: node.children.length > 1 ? (node.kind === "all" ? "须全部符合" : "符合一项即可") : "" })),
      element("ul", {}, ...branches(tree, node.children, node.kind))));
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

  /** @param {any} step @returns {string[]} every name that it may use, whatever the operation */
  const usedBy = (step) => Object.keys(step).filter((key) => !NO_OPERANDS.includes(key)).flatMap((key) => JSON.stringify(step[key] || "").match(/\w+/g) || []);

  /** @param {any} program @param {string} repeat @returns {string[]} steps that have a value for each row of a list */
  function rowSteps(program, repeat) {
    const rowed = new Set(program.inputs.filter((/** @type {any} */ item) => item.repeat === repeat).map((/** @type {any} */ item) => item.name));
    return program.steps.filter((/** @type {any} */ step) => !WHOLE.includes(step.op) && usedBy(step).some((name) => rowed.has(name)) && rowed.add(step.name))
      .map((/** @type {any} */ step) => step.name);
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

  /**
   * @param {any} outcome
   * @returns {any[]} its answers; those that a reader cannot tell apart (so far) in one, with all their readings
   */
  function toldApart(outcome) {
    /** @type {Map<string, any>} */
    const found = new Map();
    for (const answer of outcome.answers) {
      const key = JSON.stringify(answer.results.map((/** @type {any} */ result) => [result.name, result.status, amountOf(result), result.nearest, result.hints]));
      const same = found.get(key);
      if (!same) {
        found.set(key, { ...answer });
        continue;
      }
      same.readings = [...same.readings, ...answer.readings];
      same.results = same.results.map((/** @type {any} */ result, /** @type {number} */ i) => ({ ...result, missing: [...new Set([...result.missing, ...answer.results[i].missing])], said: amountOf(result) }));
    }
    return [...found.values()];
  }

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

  Handbook.calculatorShow = { showAnswer, toldApart, readingWords, amountOf, boundOf, byTitle, usedBy };
})();

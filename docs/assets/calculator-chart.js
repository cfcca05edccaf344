// The first amount of a calculator over its main input -> a small chart: a line a reading, a dot where the reader stands.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;
  const { element } = Handbook;
  const { readingWords, usedBy } = Handbook.calculatorShow;

  const HEIGHT = 150;
  const EDGE = { left: 74, right: 14, top: 12, bottom: 26 };
  const POINTS = 48;
  const STAIRS = 60; // so many steps of a staircase are drawn at their very edge
  const LINES = 3;
  const APART = 78; // pixels between two marks of the axis

  /**
   * @param {any} program
   * @param {Record<string, string>} given
   * @param {any} outcome of these answers
   * @param {number} width in pixels
   * @returns {HTMLElement | null} null where there is nothing to draw
   */
  function chart(program, given, outcome, width) {
    const main = program.inputs.find((/** @type {any} */ item) => item.main && !item.repeat && ["money", "integer", "number"].includes(item.type));
    const [first] = outcome.answers[0].results;
    const same = outcome.answers.every((/** @type {any} */ answer) => answer.results[0].name === first.name && answer.results[0].kind !== "eligible");
    if (!main || !same || outcome.answers.length > LINES) return null;
    const keys = outcome.answers.map((/** @type {any} */ answer) => JSON.stringify(answer.readings[0]));
    const small = upTo(program, first.name);
    const at = (/** @type {number} */ x) => {
      const text = (main.type === "integer" ? Math.round(x) : Math.round(x * 100) / 100) + (main.type === "money" ? "元" : "");
      const { answers } = Handbook.calculate(small, { ...given, [main.name]: text });
      return keys.map((/** @type {string} */ key) => height(answers.find((/** @type {any} */ answer) => answer.readings.some((/** @type {any} */ one) => JSON.stringify(one) === key)).results[0]));
    };
    const now = fraction(plainOf(main, given));
    const edges = edgesOf(program, main);
    const [least, most] = [main.min, main.max].map((end) => (end === null ? NaN : fraction(end)));
    const far = Math.max(Number.isFinite(now) ? now * 1.25 : 0, ...edges.map((value) => value * 1.4), main.type === "money" ? 1e4 : 5);
    const reach = most < far ? most : far;
    if (!(reach < 1e15)) return null; // beyond what a drawing can tell apart
    const xs = points(program, main, edges, reach).filter((x) => !(x < least) && x <= reach);
    const lines = xs.map(at);
    const values = lines.flat();
    const top = Math.max(...values);
    if (!(top > 0) || values.some(Number.isNaN)) return null;
    const caption = "横轴：" + main.label + "；纵轴：" + first.title
      + (keys.length > 1 ? "。" + outcome.answers.map((/** @type {any} */ answer, /** @type {number} */ i) => ["实线", "虚线", "点线"][i] + "：" + readingWords(program, answer)).join("；") : "");
    const dots = Number.isFinite(now) ? at(now) : [];
    return draw({ xs, lines: keys.map((/** @type {string} */ _, /** @type {number} */ i) => lines.map((line) => line[i])), reach, top, now, dots, edges, main, caption, width: Math.max(260, Math.min(600, width)) });
  }

  /** @param {any} program @param {string} name of a result @returns {any} the same with nothing but that result and what it rests on */
  function upTo(program, name) {
    const results = program.results.filter((/** @type {any} */ result) => result.name === name);
    const needed = new Set(results.flatMap((/** @type {any} */ result) => [result.value, result.low, result.high, result.when]));
    const steps = program.steps.slice().reverse().filter((/** @type {any} */ step) => {
      if (needed.has(step.name)) for (const used of usedBy(step)) needed.add(used);
      return needed.has(step.name);
    });
    return { ...program, results, steps: steps.reverse() };
  }

  /** @param {any} result @returns {number} yuan; NaN where the amount depends on another answer, or is no money */
  function height(result) {
    if (result.status === "no") return 0;
    return result.unit === "元" && result.low === result.high ? fraction(result.high) : NaN;
  }

  /** @param {string | null} end @returns {number} */
  function fraction(end) {
    if (end === null || end.includes("inf")) return NaN;
    const [n, d = "1"] = end.split("/");
    return Number(n) / Number(d);
  }

  /** @param {any} main @param {Record<string, string>} given @returns {string | null} the value of the main input now */
  function plainOf(main, given) {
    const value = Handbook.answers.readInputs({ inputs: [main], repeats: [] }, { [main.name]: given[main.name] || "" })[main.name];
    return Handbook.values.exact(value) ? Handbook.values.plain(value.lo) : null;
  }

  /** @param {any} program @param {any} main @returns {number[]} thresholds, and where a ceiling is reached */
  function edgesOf(program, main) {
    const numbers = (/** @type {(p: any) => boolean} */ wanted) => program.parameters.filter(wanted).map((/** @type {any} */ p) => fraction(p.value));
    const named = (/** @type {string} */ op, /** @type {string} */ field) => program.steps.filter((/** @type {any} */ step) => step.op === op).map((/** @type {any} */ step) => step[field]);
    const ceilings = named("cap", "at");
    const compared = ["ge", "gt", "le", "lt"].flatMap((op) => named(op, "than")).concat(named("steps", "above"), named("band", "low"), named("band", "high"),
      program.steps.flatMap((/** @type {any} */ step) => step.tiers.map((/** @type {any} */ tier) => tier.at)));
    const kind = main.type === "money" ? ["money"] : ["number", "integer"];
    const edges = numbers((p) => kind.includes(p.type) && compared.includes(p.name));
    const caps = numbers((p) => p.type === "money" && ceilings.includes(p.name));
    const rates = main.type === "money" ? numbers((p) => p.type === "share" && Number(p.value) > 0) : numbers((p) => p.type === "money" && !ceilings.includes(p.name) && Number(p.value) > 0);
    const reached = caps.flatMap((/** @type {number} */ cap) => rates.map((/** @type {number} */ rate) => cap / rate));
    return [...new Set([...edges, ...reached])].filter((value) => value > 0).sort((a, b) => a - b);
  }

  /** @param {any} program @param {any} main @param {number[]} edges @param {number} reach @returns {number[]} where to calculate: evenly, and close to every edge */
  function points(program, main, edges, reach) {
    if (main.type === "integer" && reach <= 200) {
      const whole = Array.from({ length: Math.floor(reach) + 1 }, (_, i) => i);
      return whole.flatMap((n) => (n ? [n - 1e-9 * reach, n] : [n])).map((x) => Math.max(0, x));
    }
    const stairs = program.steps.filter((/** @type {any} */ step) => step.op === "steps" && step.value === main.name).flatMap((/** @type {any} */ step) => {
      const [above, every] = [step.above, step.every].map((name) => fraction(program.parameters.find((/** @type {any} */ p) => p.name === name).value));
      return Array.from({ length: STAIRS }, (_, i) => above + every * i);
    });
    const near = reach / 1e4;
    const close = [...edges.flatMap((x) => [x - near, x, x + near]), ...stairs.flatMap((x) => [x - near, x])].filter((x) => x >= 0 && x < reach);
    return [...Array.from({ length: POINTS + 1 }, (_, i) => (reach * i) / POINTS), ...close].sort((a, b) => a - b);
  }

  /** @param {number} value @param {string} unit */
  function words(value, unit) {
    const exact = Handbook.values.rational(BigInt(Math.round(value)));
    return Handbook.values.show(Handbook.values.num(exact, exact, unit));
  }

  /** @param {any} it what chart() found */
  function draw({ xs, lines, reach, top, now, dots, edges, main, caption, width }) {
    const x = (/** @type {number} */ value) => EDGE.left + ((width - EDGE.left - EDGE.right) * value) / reach;
    const y = (/** @type {number} */ value) => HEIGHT - EDGE.bottom - ((HEIGHT - EDGE.top - EDGE.bottom) * value) / top;
    const unit = main.type === "money" ? "元" : main.unit || "";
    const svg = (/** @type {string} */ tag, /** @type {Record<string, any>} */ attributes, /** @type {(Node | string)[]} */ ...children) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
      made.append(...children);
      return made;
    };
    const here = Number.isFinite(now);
    const marks = spaced([...(here ? [now] : []), ...edges].filter((value) => value < reach), x);
    const ticks = marks.flatMap((value) => [
      svg("line", { class: "chart-axis", x1: x(value), x2: x(value), y1: HEIGHT - EDGE.bottom, y2: HEIGHT - EDGE.bottom + 4 }),
      svg("text", { x: x(value), y: HEIGHT - 8, "text-anchor": "middle" }, words(value, unit))]);
    const dot = here ? [svg("line", { class: "chart-now", x1: x(now), x2: x(now), y1: EDGE.top, y2: HEIGHT - EDGE.bottom }),
      ...dots.map((/** @type {number} */ value) => svg("circle", { class: "chart-dot", cx: x(now), cy: y(value), r: 4 }))] : [];
    const label = main.label + "从0到" + words(reach, unit) + "时的结果，最高到" + words(top, "元") + (here ? "；所填" + words(now, unit) + "时是" + dots.map((/** @type {number} */ value) => words(value, "元")).join("或者") : "");
    return element("figure", { class: "calculator-chart" },
      svg("svg", { viewBox: "0 0 " + width + " " + HEIGHT, role: "img", "aria-label": label },
        svg("path", { class: "chart-axis", d: "M" + EDGE.left + " " + EDGE.top + "V" + (HEIGHT - EDGE.bottom) + "H" + (width - EDGE.right), fill: "none" }),
        ...lines.map((/** @type {number[]} */ line, /** @type {number} */ i) => svg("path", { class: "chart-line chart-line-" + i, fill: "none",
          d: "M" + line.map((value, j) => x(xs[j]).toFixed(1) + " " + y(value).toFixed(1)).join("L") })),
        svg("text", { x: EDGE.left - 5, y: EDGE.top + 8, "text-anchor": "end" }, words(top, "元")),
        svg("text", { x: EDGE.left - 5, y: HEIGHT - EDGE.bottom, "text-anchor": "end" }, "0"),
        ...ticks, ...dot),
      element("figcaption", { text: caption }));
  }

  /** @param {number[]} values the most important first @param {(value: number) => number} x @returns {number[]} those whose words do not run into one another */
  function spaced(values, x) {
    /** @type {number[]} */
    const kept = [];
    for (const value of values) if (kept.every((other) => Math.abs(x(other) - x(value)) >= APART)) kept.push(value);
    return kept;
  }

  Object.assign(Handbook.calculatorShow, { chart });
})();

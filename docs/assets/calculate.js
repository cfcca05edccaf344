// Runs a compiled calculator over a reader's answers: generator/calculators/engine.py does the same, step by step. No DOM.
// An operation takes and gives values, or lists of them (one a row of a list): over a list it works row by row.
(function (/** @type {any} */ root) {
  "use strict";
  const v = root.Handbook.values;
  const { readInputs, fill, words } = root.Handbook.answers;

  /**
   * @param {any} program
   * @param {Record<string, string>} given name or label of an input -> text; what is left out is unknown
   * @param {string} [style] auto, 元 or 万元
   * @returns {any} {id, inputs, answers: [{readings, results, trace}]}; readings with the same results stand in one answer
   */
  function calculate(program, given, style = "auto") {
    const inputs = readInputs(program, given);
    /** @type {any[]} */
    const answers = [];
    /** @type {string[]} */
    const keys = [];
    for (const chosen of combinations(program.readings)) {
      const run = new Run(program, inputs, chosen, style);
      const readings = [Object.fromEntries(Object.entries(chosen).map(([name, option]) => [name, option.value]))];
      const answer = { readings, results: run.results(), trace: run.trace };
      const key = JSON.stringify(answer.results);
      const at = keys.indexOf(key);
      if (at >= 0) {
        answers[at].readings.push(...readings);
      } else {
        keys.push(key);
        answers.push(answer);
      }
    }
    return { id: program.id, inputs: Object.fromEntries(Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1))), answers };
  }

  /**
   * @param {any[]} readings
   * @returns {Record<string, any>[]} every choice of one option a reading, the last changing fastest
   */
  function combinations(readings) {
    return readings.reduce(
      (found, reading) => found.flatMap((/** @type {any} */ chosen) => reading.options.map((/** @type {any} */ o) => ({ ...chosen, [reading.name]: o }))),
      [{}]);
  }

  const FIELDS = ["value", "less", "by", "at", "above", "first", "every", "each", "low", "high", "test", "then", "otherwise", "than", "to",
    "since", "number"];

  /** @param {any} step @returns {string[]} names that a step uses */
  function operands(step) {
    const names = [...step.of, ...FIELDS.map((field) => step[field]).filter(Boolean), ...step.parts, ...Object.values(step.cases)];
    for (const tier of step.tiers) names.push(tier.at, tier.then);
    if (step.whole !== null && step.whole !== "yes" && step.whole !== "no") names.push(step.whole);
    return [...new Set(names)];
  }

  /** One calculation in one reading of the text. */
  class Run {
    /**
     * @param {any} program
     * @param {Record<string, any>} inputs
     * @param {Record<string, any>} readings
     * @param {string} style
     */
    constructor(program, inputs, readings, style) {
      this.program = program;
      this.readings = readings;
      this.style = style;
      /** @type {Record<string, any>} */
      this.scope = { ...inputs };
      /** @type {Record<string, string>} */
      this.labels = {};
      /** @type {Record<string, string[]>} */
      this.clauses = Object.create(null);
      /** @type {Record<string, any>} */
      this.steps = Object.create(null);
      /** @type {Record<string, any[]>} */
      this.hints = Object.create(null);
      /** @type {any[]} */
      this.trace = [];
      for (const item of [...program.inputs, ...program.parameters, ...program.steps]) this.labels[item.name] = item.label;
      for (const item of [...program.parameters, ...program.inputs]) if (item.clause) this.clauses[item.name] = [item.clause];
      for (const step of program.steps) this.steps[step.name] = step;
      for (const reading of program.readings) {
        const option = readings[reading.name];
        this.scope[reading.name] = { type: "choice", value: option.value, label: option.label, missing: [] };
        this.labels[reading.name] = words().words.reading;
      }
      for (const parameter of program.parameters) this.scope[parameter.name] = parameterValue(parameter);
      for (const step of program.steps) this.step(step);
    }

    /** @param {any} step */
    step(step) {
      const value = OPERATIONS[step.op](this, step);
      this.scope[step.name] = value;
      const clauses = operands(step).filter((name) => !this.steps[name]).flatMap((name) => this.clauses[name] || []);
      if (step.clause) clauses.push(step.clause);
      this.clauses[step.name] = [...new Set(clauses)];
      this.trace.push({
        name: step.name, label: step.label, op: step.op, value: this.show(value), text: this.explain(step, value),
        clauses: this.clauses[step.name], hints: this.hints[step.name] || [],
      });
    }

    /** @param {any} step @param {any} value @returns {string} */
    explain(step, value) {
      const { joins, words: word, rounding } = words();
      /** @type {Record<string, string>} */
      const filled = { result: this.show(value) };
      for (const field of FIELDS) filled[field] = step[field] ? this.named(step[field]) : word.none;
      filled.otherwise = step.otherwise ? this.named(step.otherwise) : this.nothing(value);
      filled.of = step.of.map((/** @type {string} */ name) => this.named(name)).join(joins[step.op] || joins.list);
      filled.parts = step.parts.map((/** @type {string} */ name) => this.show(this.scope[name])).join(":");
      filled.index = String(step.index || "");
      filled.how = rounding[step.how] || "";
      if (step.op === "is") {
        const options = Object.fromEntries(this.options(step.value).map((/** @type {any} */ o) => [o.value, o.label]));
        filled.one_of = step.one_of.map((/** @type {string} */ option) => options[option]).join(joins.list);
      }
      if (step.op === "all" || step.op === "any") {
        const truths = this.flat(step.of);
        filled.met = String(truths.filter((truth) => truth.value === true).length);
        filled.total = String(truths.length);
      }
      if (step.op === "if") {
        const test = this.scope[step.test];
        const truth = Array.isArray(test) ? null : test.value;
        return fill("operations", truth === null ? "if_unknown" : truth ? "if_yes" : "if_no", filled);
      }
      const single = ["add", "min", "max"].includes(step.op) && step.of.length === 1;
      return fill("operations", single ? "single" : step.op, filled);
    }

    /** @param {any} value @returns {string} what an `if` gives where its test fails and nothing else is said */
    nothing(value) {
      const one = [value].flat()[0];
      return this.show(one.type === "num" ? v.zero(one.unit) : v.truth(false));
    }

    /** @param {string} name */
    options(name) {
      return [...this.program.inputs, ...this.program.readings].find((item) => item.name === name).options;
    }

    /** @param {string} name @returns {string} an operand with its label: 奖励比例 5% */
    named(name) {
      return this.labels[name] + " " + this.show(this.scope[name]);
    }

    /** @param {any} value @returns {string} */
    show(value) {
      if (Array.isArray(value)) return value.map((item) => this.show(item)).join(words().joins.list);
      if (value.type === "num") return v.show(value, this.style);
      if (value.type === "truth") return words().truth[value.value === null ? "unknown" : value.value ? "yes" : "no"];
      if (value.type === "choice") return value.label;
      return value.value || words().words.unknown;
    }

    /** @param {string[]} names @returns {any[]} */
    flat(names) {
      return names.flatMap((name) => this.scope[name]);
    }

    /** @param {any} step @param {string} kind @param {Record<string, any>} filled */
    hint(step, kind, filled) {
      /** @type {Record<string, string>} */
      const shown = { label: step.label };
      for (const [key, value] of Object.entries(filled)) shown[key] = typeof value === "string" ? value : this.show(value);
      (this.hints[step.name] = this.hints[step.name] || []).push({ kind, text: fill("hints", kind, shown) });
    }

    /** @param {any} step @param {any} at */
    edge(step, at) {
      if ((step.inclusive_by || "").startsWith("通常含义")) this.hint(step, "edge", { at, inclusive_by: step.inclusive_by });
    }

    /** @returns {any[]} the lines of the answer that stand in this reading */
    results() {
      return this.program.results
        .filter((/** @type {any} */ result) => Object.entries(result.only).every(([name, option]) => this.readings[name].value === option))
        .map((/** @type {any} */ result) => this.result(result));
    }

    /** @param {any} result */
    result(result) {
      /** @type {Record<string, any>} */
      const answer = {};
      for (const key of ["name", "title", "kind", "bound", "or_bound", "question", "recipient", "payer", "period", "scope", "awards", "total", "note"]) {
        answer[key] = result[key];
      }
      let test = result.when ? this.scope[result.when] : v.truth(true);
      let tree = result.when ? this.tree(result.when) : null;
      let amount = null;
      if (result.kind === "eligible") {
        test = this.scope[result.value];
        tree = this.tree(result.value);
      } else if (result.low) {
        const [low, high] = [this.total(result.low), this.total(result.high)];
        amount = { type: "num", lo: low.lo, hi: high.hi, unit: low.unit || high.unit, missing: v.merge(low.missing, high.missing) };
      } else if (result.value) {
        amount = this.total(result.value);
      }
      const missing = v.merge(test.value === null ? test.missing : [], amount && test.value !== false ? amount.missing : []);
      const status = test.value === false ? "no" : missing.length || test.value === null ? "depends" : "yes";
      const counts = amount !== null && status !== "no";
      Object.assign(answer, {
        status, low: counts ? v.plain(amount.lo) : null, high: counts ? v.plain(amount.hi) : null, unit: counts ? amount.unit : null, missing,
        text: this.words(result, status, amount, missing, result.bound),
        or_text: result.or_bound ? this.words(result, status, amount, missing, result.or_bound) : null,
        conditions: tree, nearest: tree ? nearest(tree)[2] : [],
      });
      const used = this.used([result.value, result.low, result.high, result.when].filter(Boolean));
      const steps = this.program.steps.filter((/** @type {any} */ step) => used.has(step.name));
      answer.clauses = [...new Set([...result.clauses, ...steps.flatMap((/** @type {any} */ step) => this.clauses[step.name])])];
      answer.hints = steps.flatMap((/** @type {any} */ step) => (this.hints[step.name] || []).filter((/** @type {any} */ hint) =>
        (hint.kind !== "short" && hint.kind !== "over") || answer.nearest.includes(step.label))); // not of other ways
      return answer;
    }

    /** @param {any} result @param {string} status @param {any} amount @param {string[]} missing @param {string | null} bound */
    words(result, status, amount, missing, bound) {
      const { results, joins } = words();
      if (status === "no") return results.no;
      const names = missing.join(joins.list);
      let text;
      if (amount === null) {
        if (result.kind === "eligible") return status === "yes" ? results.eligible : fill("results", "open", { missing: names });
        text = bound === "elsewhere" ? fill("bounds", "elsewhere", { amount: "" }) : results.no_amount;
      } else {
        const shown = v.show(amount, this.style);
        text = shown === words().words.unknown ? results.unsettled : fill("bounds", bound || "exact", { amount: shown });
      }
      return status === "yes" ? text : fill("results", "depends", { amount: text, missing: names });
    }

    /** @param {string} name */
    total(name) {
      const value = this.scope[name];
      return Array.isArray(value) ? value.reduce(v.add) : value;
    }

    /** @param {string[]} names @returns {Set<string>} the steps and parameters that a result rests on */
    used(names) {
      /** @type {Set<string>} */
      const found = new Set();
      const todo = [...names];
      while (todo.length) {
        const name = /** @type {string} */ (todo.pop());
        if (found.has(name)) continue;
        found.add(name);
        if (this.steps[name]) todo.push(...this.taken(this.steps[name]));
      }
      return found;
    }

    /** @param {any} step @returns {string[]} what the value rests on: of a choice that is known, only the branch taken */
    taken(step) {
      const test = step.op === "if" ? this.scope[step.test] : step.op === "map" ? this.scope[step.by] : null;
      if (test === null || Array.isArray(test) || test.value === null) return operands(step);
      if (step.op === "if") return [step.test, test.value ? step.then : step.otherwise].filter(Boolean);
      return [step.by, step.cases[test.value]];
    }

    /** @param {string} name @returns {any} the conditions behind a yes/no step */
    tree(name) {
      const value = this.scope[name];
      const truth = Array.isArray(value) ? allOf(value) : value;
      const step = this.steps[name];
      const status = truth.value === null ? "unknown" : truth.value ? "yes" : "no";
      /** @type {any} */
      const node = { label: this.labels[name], kind: "leaf", status, text: "", clauses: this.clauses[name] || [], gap: null, over: false, children: [] };
      if (step) {
        const entry = this.trace.find((found) => found.name === name);
        node.text = entry.text;
        const gap = entry.hints.find((/** @type {any} */ hint) => hint.kind === "short" || hint.kind === "over");
        node.gap = gap ? gap.text : null;
        node.over = Boolean(gap && gap.kind === "over");
        if (step.op === "all" || step.op === "any") {
          node.kind = step.op;
          node.children = step.of.map((/** @type {string} */ child) => this.tree(child));
        }
      }
      return node;
    }
  }

  /**
   * @param {any} node
   * @returns {[number, number, string[]]} failed (a limit exceeded counts twice), unknown, labels: the least that is still missing
   */
  function nearest(node) {
    if (node.status === "yes") return [0, 0, []];
    if (node.kind === "leaf") return node.status === "no" ? [node.over ? 2 : 1, 0, [node.label]] : [0, 1, [node.label]];
    /** @type {[number, number, string[]][]} */
    const below = node.children.map(nearest);
    if (node.kind === "any") return below.reduce((best, item) => (item[0] < best[0] || (item[0] === best[0] && item[1] < best[1]) ? item : best));
    return below.reduce((sum, item) => [sum[0] + item[0], sum[1] + item[1], [...sum[2], ...item[2]]], [0, 0, []]);
  }

  /** @param {any} parameter */
  function parameterValue(parameter) {
    if (parameter.type === "date") return { type: "date", value: parameter.value, missing: [] };
    const value = v.parse(parameter.value);
    return v.num(value, value, parameter.unit);
  }

  // -- operations -----------------------------------------------------------------------------------------

  /** @param {(...args: any[]) => any} apply @param {...any} args */
  function rowwise(apply, ...args) {
    const lists = args.filter(Array.isArray);
    if (!lists.length) return apply(...args);
    const count = Math.max(...lists.map((list) => list.length));
    return Array.from({ length: count }, (_, i) => apply(...args.map((arg) => (Array.isArray(arg) ? arg[i] : arg))));
  }

  const open = (/** @type {any[]} */ truths) => v.merge(...truths.filter((t) => t.value === null).map((t) => t.missing));

  /** @param {any[]} truths */
  function allOf(truths) {
    if (truths.some((truth) => truth.value === false)) return v.truth(false);
    return truths.every((truth) => truth.value === true) ? v.truth(true) : v.truth(null, open(truths));
  }

  /** @param {any[]} truths */
  function anyOf(truths) {
    if (truths.some((truth) => truth.value === true)) return v.truth(true);
    return truths.every((truth) => truth.value === false) ? v.truth(false) : v.truth(null, open(truths));
  }

  /** @param {any[]} values @param {string[]} missing @returns {any} one of these values, it is not known which */
  function either(values, missing) {
    const also = values.map((value) => value.missing);
    if (values[0].type === "truth") {
      const known = values[0].value !== null && values.every((value) => value.value === values[0].value);
      return known ? values[0] : v.truth(null, v.merge(missing, ...also));
    }
    const whole = values.reduce(v.hull);
    return v.num(whole.lo, whole.hi, whole.unit, missing, ...also);
  }

  /** @typedef {(run: Run, step: any) => any} Operation */

  /** @param {(a: any, b: any) => any} apply @returns {Operation} */
  const fold = (apply) => (run, step) =>
    step.of.map((/** @type {string} */ name) => run.scope[name]).reduce((/** @type {any} */ a, /** @type {any} */ b) => rowwise(apply, a, b));

  /** @param {(a: any, b: any) => any} apply @param {string} field @returns {Operation} */
  const pair = (apply, field) => (run, step) => rowwise(apply, run.scope[step.value], run.scope[step[field]]);

  /** @type {Operation} */
  function cap(run, step) {
    return rowwise((value, at) => {
      if (v.exact(value) && v.exact(at) && v.less(at.lo, value.lo)) run.hint(step, "cut", { before: value, ceiling: at, cut: v.sub(value, at) });
      return v.least(value, at);
    }, run.scope[step.value], run.scope[step.at]);
  }

  /** @type {Operation} */
  function div(run, step) {
    return rowwise((value, by) => {
      const result = v.div(value, by);
      if (v.exact(result) || result.missing.length) return result;
      return { ...result, missing: [fill("words", "zero_divisor", { label: run.labels[step.by] })] };
    }, run.scope[step.value], run.scope[step.by]);
  }

  /** @type {Operation} */
  function uplift(run, step) {
    return rowwise((value, by) => {
      const factor = v.add(v.num(v.ONE, v.ONE, ""), { ...by, unit: "" });
      return { ...v.mul(value, factor), unit: value.unit };
    }, run.scope[step.value], run.scope[step.by]);
  }

  /** @type {Operation} */
  function split(run, step) {
    const parts = step.parts.map((/** @type {string} */ name) => run.scope[name]);
    const share = v.div(parts[step.index - 1], parts.reduce(v.add));
    return rowwise((value) => v.mul(value, share), run.scope[step.value]);
  }

  /** @type {Operation} */
  function map(run, step) {
    /** @type {Record<string, any>} */
    const cases = {};
    for (const [option, name] of Object.entries(step.cases)) cases[option] = run.scope[name];
    return rowwise((choice) => (choice.value !== null ? cases[choice.value] : either(Object.values(cases), choice.missing)), run.scope[step.by]);
  }

  /** @type {Operation} */
  function tier(run, step) {
    /** @type {any[][]} */
    const tiers = step.tiers.map((/** @type {any} */ item) => [run.scope[item.at], run.scope[item.then]]);
    return rowwise((value) => {
      const values = [v.zero(tiers[0][1].unit), ...tiers.map((item) => item[1])];
      const low = tiers.filter(([at]) => !v.less(value.lo, at.lo)).length;
      const high = tiers.filter(([at]) => !v.less(value.hi, at.lo)).length;
      if (v.exact(value) && low < tiers.length) {
        const [at, then] = tiers[low];
        run.hint(step, "next", { gap: v.sub(at, value), at, then });
      }
      if (v.exact(value) && low && v.same(value.lo, tiers[low - 1][0].lo)) run.edge(step, tiers[low - 1][0]);
      return either(values.slice(low, high + 1), value.missing);
    }, run.scope[step.value]);
  }

  /** @type {Operation} */
  function steps(run, step) {
    const [above, first, every, each] = ["above", "first", "every", "each"].map((field) => run.scope[step[field]]);
    const whole = step.whole === "yes" || step.whole === "no" ? step.whole : run.scope[step.whole].value;
    const end = (/** @type {any} */ x) => {
      if (typeof x === "string") return x === v.INF ? x : v.ZERO;
      if (!v.less(above.lo, x)) return v.ZERO;
      const units = v.over(v.minus(x, above.lo), every.lo);
      return v.plus(first.lo, v.times(each.lo, whole === "yes" ? v.rational(v.floor(units)) : units));
    };
    return rowwise((value) => v.num(end(value.lo), end(value.hi), first.unit, value.missing), run.scope[step.value]);
  }

  /** @type {Operation} */
  function band(run, step) {
    return rowwise((value, low, high) => {
      const part = v.sub(v.least(value, high), low);
      return v.most({ ...part, unit: value.unit }, v.zero(value.unit));
    }, run.scope[step.value], run.scope[step.low], run.scope[step.high]);
  }

  /** @type {Operation} */
  function choose(run, step) {
    return rowwise((test, yes, no) => {
      const other = no === null ? (yes.type === "truth" ? v.truth(false) : v.zero(yes.unit)) : no;
      if (test.value === null) return either([yes, other], test.missing);
      return test.value ? yes : other;
    }, run.scope[step.test], run.scope[step.then], step.otherwise ? run.scope[step.otherwise] : null);
  }

  /** @type {Operation} */
  function cumulate(run, step) {
    const [value, at] = [run.scope[step.value], run.scope[step.at]];
    let before = v.zero(at.unit);
    const paid = [value].flat().map((row) => {
      const after = v.least(v.add(before, row), at);
      // Not after - before: the two are not independent. The row itself bounds what it can bring.
      const low = v.larger(v.ZERO, v.smaller(row.lo, v.addEnds(at.lo, v.negEnd(before.hi))));
      const high = v.smaller(row.hi, v.addEnds(at.hi, v.negEnd(before.lo)));
      const part = v.num(low, v.larger(low, high), at.unit, row.missing, before.missing, at.missing);
      if (v.exact(row) && v.exact(part) && v.less(part.lo, row.lo)) run.hint(step, "spent", { before: row, ceiling: at, cut: v.sub(row, part) });
      before = after;
      return part;
    });
    return Array.isArray(value) ? paid : paid[0];
  }

  /** @type {Operation} */
  function round(run, step) {
    const unit = run.scope[step.to].lo;
    const end = (/** @type {any} */ x) => {
      if (typeof x === "string") return x;
      const units = v.over(x, unit);
      const down = v.rational(v.floor(units));
      const rest = v.minus(units, down);
      const up = step.how === "up" ? rest.n > 0n : step.how === "half_up" && 2n * rest.n >= rest.d;
      return v.times(up ? v.plus(down, v.ONE) : down, unit);
    };
    return rowwise((value) => v.num(end(value.lo), end(value.hi), value.unit, value.missing), run.scope[step.value]);
  }

  /** @type {Operation} */
  function compare(run, step) {
    return rowwise((value, than) => {
      const truth = v.compare(value, than, step.op);
      if (v.exact(value) && v.exact(than)) {
        const level = v.same(value.lo, than.lo);
        if (level) run.edge(step, than);
        if (truth.value === false && !level) {
          const short = step.op === "ge" || step.op === "gt";
          run.hint(step, short ? "short" : "over", { gap: short ? v.sub(than, value) : v.sub(value, than) });
        }
      }
      return truth;
    }, run.scope[step.value], run.scope[step.than]);
  }

  /** @type {Operation} */
  function count(run, step) {
    const truths = run.flat(step.of);
    const yes = truths.filter((truth) => truth.value === true).length;
    const open = truths.filter((truth) => truth.value === null);
    return v.num(v.rational(BigInt(yes)), v.rational(BigInt(yes + open.length)), "项", ...open.map((truth) => truth.missing));
  }

  /** @type {Operation} */
  function dateIn(run, step) {
    const since = step.since ? run.scope[step.since].value : null;
    const until = step.to ? run.scope[step.to].value : null;
    return rowwise((date) => {
      if (date.value === null) return v.truth(null, date.missing);
      return v.truth((since === null || since <= date.value) && (until === null || date.value <= until));
    }, run.scope[step.value]);
  }

  /** @type {Operation} */
  function within(run, step) {
    const number = run.scope[step.number];
    return rowwise((date, since) => {
      if (date.value === null || since.value === null) return v.truth(null, v.merge(date.missing, since.missing));
      return v.truth(since.value <= date.value && date.value <= v.addTime(since.value, Number(number.lo.n / number.lo.d), number.unit));
    }, run.scope[step.value], run.scope[step.since]);
  }

  /** @type {Record<string, Operation>} */
  const OPERATIONS = {
    add: fold(v.add), mul: fold(v.mul), min: fold(v.least), max: fold(v.most),
    sub: pair(v.sub, "less"), div, floor: pair(v.most, "at"), cap,
    uplift, split, map, tier, steps, band, if: choose, cumulate, round,
    sum: (run, step) => [run.scope[step.value]].flat().reduce(v.add),
    ge: compare, gt: compare, le: compare, lt: compare, count,
    is: (run, step) => rowwise((choice) => (choice.value === null ? v.truth(null, choice.missing) : v.truth(step.one_of.includes(choice.value))),
      run.scope[step.value]),
    not: (run, step) => rowwise((truth) => v.truth(truth.value === null ? null : !truth.value, truth.missing), run.scope[step.value]),
    all: (run, step) => allOf(run.flat(step.of)), any: (run, step) => anyOf(run.flat(step.of)),
    date_in: dateIn, within,
  };

  Object.assign(root.Handbook, { calculate });
})(typeof window === "undefined" ? globalThis : window);

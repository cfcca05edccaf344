// 政策体检: one profile of a company -> what it may get from the whole corpus. generator/calculators/portfolio.py does the same and
// says what the words mean (counted, open, merged, dropped; sure, likely, most, worth). No DOM.
(function (/** @type {any} */ root) {
  "use strict";
  const v = root.Handbook.values;
  const { InputError, readInputs, tidy, fill, words } = root.Handbook.answers;

  const FIGURES = ["sure", "likely", "most"];
  const STATES = ["counted", "open", "pending", "merged", "dropped", "no", "expired"];
  const FIXED = ["exact", "at_least", "range"];
  const SAID = ["bound", "or_bound", "scope", "recipient", "payer"];
  const UNKNOWN = ["", "未知", "不知道", "不清楚", "?"];
  const FORMAT = "suzhou-policy-handbook/profile";

  const has = (/** @type {any} */ object, /** @type {string} */ name) => Object.prototype.hasOwnProperty.call(object, name);
  const unique = (/** @type {any[]} */ list) => [...new Set(list)];
  const pick = (/** @type {string[]} */ names, /** @type {(name: string) => any} */ value) => Object.fromEntries(names.map((name) => [name,
    value(name)]));
  const yuan = (/** @type {any} */ value) => v.show(v.num(value, value, "元"));

  /** @param {string | null} text @returns {any} */
  function end(text) {
    if (text === v.INF || text === v.NEG) return text;
    return v.parse(text || "0");
  }

  /** @param {any[]} ends @returns {any} */
  function sum(ends) {
    return ends.reduce((total, one) => (total === v.INF || one === v.INF ? v.INF : v.plus(total, one)), v.ZERO);
  }

  /** @param {any} pack as the build wrote it @returns {any} the same with what most records have in common */
  function unpack(pack) {
    const whole = (/** @type {any} */ record, /** @type {string} */ part) => Object.assign({}, pack.defaults[part], record);
    const parts = ["inputs", "parameters", "results", "steps", "readings"];
    const programs = Object.fromEntries(Object.entries(pack.programs).map(([name, program]) =>
      [name, { ...program, ...pick(parts, (part) => program[part].map((/** @type {any} */ record) => whole(record, part))) }]));
    return { ...pack, programs, claims: pack.claims.map((/** @type {any} */ claim) => whole(claim, "claims")) };
  }

  /** @param {any} data @returns {Record<string, any>} */
  function fieldsOf(data) {
    return Object.fromEntries(data.profile.sections.flatMap((/** @type {any} */ section) => section.fields.map((/** @type {any} */ field) => [field.name, field])));
  }

  /**
   * @param {any} data
   * @param {Record<string, any>} profile
   * @param {string} today ISO date of the reader
   * @returns {any} {today, claims, caps, sums, strict, shared, exclusions, errors}
   */
  function checkUp(data, profile, today) {
    const fields = fieldsOf(data);
    /** @type {string[][]} */
    const errors = [];
    const known = readable(fields, profile, errors);
    const told = profile.answers || {};
    /** @type {Record<string, any>} */
    const answers = {};
    /** @type {any[]} */
    const claims = [];
    for (const claim of data.claims) {
      const reasons = match(claim, fields, known);
      if (!reasons) continue;
      const program = data.programs[claim.calculator];
      if (!answers[program.id]) {
        answers[program.id] = answer(program, inputsOf(program, known, has(told, program.id) ? told[program.id] : {}), errors);
      }
      claims.push(settle(claim, reasons, unanswered(claim, fields, known), program, answers[program.id], today));
    }
    claims.sort(order);
    merge(claims, data.rules);
    drop(claims, data.rules);
    claims.sort(order);
    return { today, claims, caps: caps(claims, data.rules), sums: sums(claims, data.rules), strict: strict(claims, data.rules),
      shared: shared(claims, fields), exclusions: exclusions(claims, data.rules), errors };
  }

  // -- the profile ----------------------------------------------------------------------------------------

  /**
   * @param {Record<string, any>} fields
   * @param {Record<string, any>} profile
   * @param {string[][]} errors
   * @returns {Record<string, any>} the answers that can be read, as calculators take them
   */
  function readable(fields, profile, errors) {
    /** @type {Record<string, any>} */
    const known = {};
    for (const field of Object.values(fields)) {
      const value = has(profile, field.name) ? profile[field.name] : undefined;
      if (field.type === "choice" || field.type === "choices") {
        const all = field.options.map((/** @type {any} */ option) => option.value);
        const chosen = [value].flat().filter((word) => all.includes(word));
        if (chosen.length) known[field.name] = chosen;
      } else if (field.type !== "text" && typeof value === "string" && !UNKNOWN.includes(tidy(value))) {
        try {
          readInputs({ inputs: [{ ...field, min: null, max: null, repeat: null }], repeats: [] }, { [field.name]: value });
          known[field.name] = asInput(field, tidy(value));
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          errors.push(.../** @type {any} */ (error).problems.map(([name, message]) => ["", name, message]));
        }
      }
    }
    return known;
  }

  /** @param {any} field @param {string} text @returns {string} */
  function asInput(field, text) {
    if (field.type === "money") return /[0-9]$/.test(text) ? text + field.unit : text;
    const unit = tidy(field.unit || "");
    return unit && text.endsWith(unit) ? text.slice(0, -unit.length) : text;
  }

  /**
   * @param {any} claim
   * @param {Record<string, any>} fields
   * @param {Record<string, any>} known
   * @returns {string[] | null} why it may concern the company; null where it does not
   */
  function match(claim, fields, known) {
    const reasons = [];
    for (const field of Object.values(fields)) {
      if (!field.taxonomy || !has(known, field.name)) continue;
      if (field.taxonomy === "industries" && claim.industries.includes("all")) {
        reasons.push("不限行业");
        continue;
      }
      const fitting = field.options.filter((/** @type {any} */ option) => known[field.name].includes(option.value) && fits(claim, field, option));
      if (!fitting.length) return null;
      reasons.push(field.label + "：" + fitting.map((/** @type {any} */ option) => option.label).join("、"));
    }
    return reasons;
  }

  /** @param {any} claim @param {Record<string, any>} fields @param {Record<string, any>} known @returns {string[]} */
  function unanswered(claim, fields, known) {
    return Object.values(fields).filter((field) => field.taxonomy && !has(known, field.name)
      && !(field.taxonomy === "industries" && claim.industries.includes("all"))
      && !field.options.every((/** @type {any} */ option) => fits(claim, field, option))).map((field) => field.label);
  }

  /** @param {any} claim @param {any} field @param {any} option @returns {boolean} */
  function fits(claim, field, option) {
    const wanted = option.matches.length ? option.matches : [option.value];
    return wanted.some((/** @type {string} */ word) => claim[field.taxonomy].includes(word));
  }

  /**
   * @param {any} program
   * @param {Record<string, any>} known
   * @param {Record<string, string>} told
   * @returns {Record<string, string>}
   */
  function inputsOf(program, known, told) {
    /** @type {Record<string, string>} */
    const given = {};
    for (const item of program.inputs) {
      const [name, word] = (item.profile || "").split("=");
      const value = has(known, name) ? known[name] : null;
      if (word) {
        if (value && value.includes(word)) given[item.name] = "是";
      } else if (typeof value === "string") {
        given[item.name] = value;
      } else if (value && item.options.some((/** @type {any} */ option) => option.value === value[0])) {
        given[item.name] = value[0];
      }
      if (has(told, item.name) && typeof told[item.name] === "string" && !UNKNOWN.includes(tidy(told[item.name]))) given[item.name] = told[item.name];
    }
    return given;
  }

  /** @param {any} program @param {Record<string, string>} given @param {string[][]} errors @returns {any} */
  function answer(program, given, errors) {
    const attempt = (/** @type {Record<string, string>} */ inputs) => {
      try {
        return { outcome: root.Handbook.calculate(program, inputs), problems: [] };
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        return { outcome: null, problems: /** @type {any} */ (error).problems };
      }
    };
    const first = attempt(given);
    if (first.outcome) return first.outcome;
    errors.push(...first.problems.map((/** @type {string[]} */ [name, message]) => [program.id, name, message]));
    const bad = first.problems.map((/** @type {string[]} */ problem) => problem[0]);
    const second = attempt(Object.fromEntries(Object.entries(given).filter(([name]) => !bad.includes(name))));
    return second.outcome || attempt({}).outcome;
  }

  // -- a claim --------------------------------------------------------------------------------------------

  /**
   * @param {any} claim
   * @param {string[]} reasons
   * @param {string[]} unsaid
   * @param {any} program
   * @param {any} outcome
   * @param {string} today
   * @returns {any}
   */
  function settle(claim, reasons, unsaid, program, outcome, today) {
    /** @type {any[][]} */
    const readings = outcome.answers.map((/** @type {any} */ one) => one.results.filter((/** @type {any} */ line) => claim.results.includes(line.name) && !line.total));
    const statuses = readings.map(status);
    const due = readings.map((lines) => lines.filter((line) => line.status !== "no"));
    const all = due.flat();
    /** @type {Record<string, any>} */
    const figures = {
      sure: v.smaller(...due.map((lines) => sum(lines.map((line) => (!claim.optional && !line.or_bound ? low(line) : v.ZERO))))),
      likely: v.smaller(...due.map((lines) => sum(lines.map(low)))),
      most: v.larger(...due.map((lines) => sum(lines.map(high)))),
    };
    const nothing = v.same(figures.most, v.ZERO) && all.every((line) => line.low !== null);
    let state = nothing || statuses.every((one) => one === "no") ? "no" : statuses.includes("open") || unsaid.length ? "open" : "counted";
    if (state !== "no") state = claim.to && claim.to < today ? "expired" : claim.from && claim.from > today ? "pending" : state;
    const shown = all[0] || readings.flat()[0];
    const labels = readings.flat().flatMap((line) => line.missing);
    const told = (/** @type {string} */ name) => v.plain(state === "counted" || (name === "most" && state !== "no") ? figures[name] : v.ZERO);
    return {
      ...claim, ...pick(SAID, (key) => shown[key]), period: readings.some((lines) => lines.length > 1) ? null : shown.period,
      reasons, state, was: state,
      amounts: unique(due.filter((lines) => lines.length).map((lines) => lines.map((line) => inWords(line, line.bound)).join(" ＋ "))),
      or_amounts: unique(all.filter((line) => line.or_bound).map((line) => inWords(line, line.or_bound))),
      split: new Set(statuses).size > 1,
      ...pick(FIGURES, told),
      unsaid, missing: unique([...unsaid, ...labels]),
      ask: program.inputs.filter((/** @type {any} */ item) => labels.includes(item.label)).map((/** @type {any} */ item) => item.name),
      nearest: state === "no" ? shown.nearest : [],
      hints: unique(all.flatMap((line) => line.hints.map((/** @type {any} */ hint) => hint.text))),
      also: [], conflict: false, why: null, rule: null, rival: null,
    };
  }

  /** @param {any[]} lines @returns {string} */
  function status(lines) {
    if (lines.every((line) => line.status === "no")) return "no";
    return lines.some((line) => line.status === "depends") ? "open" : "yes";
  }

  const low = (/** @type {any} */ line) => (FIXED.includes(line.bound) && line.unit === "元" ? v.larger(end(line.low), v.ZERO) : v.ZERO);

  /** @param {any} line @returns {any} */
  function high(line) {
    if (line.bound === "at_least" || line.or_bound === "at_least") return v.INF;
    return line.unit === "元" ? v.larger(end(line.high), v.ZERO) : v.ZERO;
  }

  /** @param {any} line @param {string | null} bound @returns {string} the amount, without what it depends on */
  function inWords(line, bound) {
    if (line.low === null) return bound === "elsewhere" ? fill("bounds", "elsewhere", { amount: "" }) : words().results.no_amount;
    const shown = v.show({ type: "num", lo: end(line.low), hi: end(line.high), unit: line.unit, missing: [] });
    return shown === words().words.unknown ? words().results.unsettled : fill("bounds", bound || "exact", { amount: shown });
  }

  /** @param {any} a @param {any} b @returns {number} counted first, the company's first, then the largest sure sum, formula, ceiling */
  function order(a, b) {
    const [one, other] = [a.worth || a, b.worth || b];
    const descending = (/** @type {any} */ x, /** @type {any} */ y) => (v.less(y, x) ? -1 : v.less(x, y) ? 1 : 0);
    const [most, otherMost] = [end(one.most), end(other.most)];
    const open = (/** @type {any} */ x) => (x === v.INF ? 1 : 0);
    return STATES.indexOf(a.state) - STATES.indexOf(b.state) || Number(a.person) - Number(b.person)
      || descending(end(one.sure), end(other.sure)) || descending(end(one.likely), end(other.likely))
      || open(most) - open(otherMost) || descending(most, otherMost) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  }

  // -- claims among each other ----------------------------------------------------------------------------

  const same = (/** @type {string[]} */ a, /** @type {string[]} */ b) => a.length === b.length && a.every((text, i) => text === b[i]);

  /** @param {any[]} claims in order @param {any[]} rules */
  function merge(claims, rules) {
    const kept = new Map();
    for (const claim of claims) {
      if (claim.state === "counted") claim.worth = pick(FIGURES, (name) => claim[name]);
      if (!claim.benefit || (claim.state !== "counted" && claim.state !== "open")) continue;
      if (!kept.has(claim.benefit)) kept.set(claim.benefit, claim);
      const first = kept.get(claim.benefit);
      if (first === claim || first.document === claim.document) continue;
      first.also.push(claim.id);
      first.conflict = first.conflict || !same(claim.amounts, first.amounts) || !same(claim.or_amounts, first.or_amounts);
      lift(first, claim);
      const rule = barring(first, claim, rules);
      Object.assign(claim, { state: "merged", why: first.id, rule: rule ? rule.id : null });
    }
  }

  /** @param {any} first @param {any} claim */
  function lift(first, claim) {
    if (first.state !== "counted" || claim.state !== "counted") return;
    first.worth = pick(FIGURES, (name) => v.plain(v.larger(end(first.worth[name]), end(claim.worth[name]))));
  }

  /** @param {any[]} claims in order @param {any[]} rules */
  function drop(claims, rules) {
    /** @type {Map<string, any[]>} */
    const kept = new Map();
    for (const claim of claims) {
      if (claim.state !== "counted" && claim.state !== "open") continue;
      const key = [claim.item, claim.kind, claim.person].join("\n");
      if (!kept.has(key)) kept.set(key, []);
      const matter = /** @type {any[]} */ (kept.get(key));
      for (const first of matter) {
        const rule = first.calculator === claim.calculator ? null : barring(first, claim, rules);
        if (!rule) continue;
        if (claim.state === "open") {
          Object.assign(claim, { rival: first.id, rule: rule.id });
        } else {
          lift(first, claim);
          Object.assign(claim, { state: "dropped", why: first.id, rule: rule.id });
        }
        break;
      }
      if (claim.state === "counted") matter.push(claim);
    }
  }

  /** @param {any} one @param {any} other @param {any[]} rules @returns {any} the rule that keeps both from being had, or null */
  function barring(one, other, rules) {
    for (const [own, away] of [[other, one], [one, other]]) {
      for (const rule of rules) {
        if (rule.kind !== "no_stacking" || rule.document !== own.document) continue;
        if ((!rule.across || away.document !== own.document) && (!rule.local || same(away.jurisdictions, own.jurisdictions))) return rule;
      }
    }
    return null;
  }

  // -- sums -----------------------------------------------------------------------------------------------

  /** @param {any} claim @param {any[]} rules @returns {any} the overall ceiling that it falls under, or undefined */
  const under = (claim, rules) => rules.find((rule) => rule.kind === "overall_cap" && rule.cap_yuan !== null
    && claim.awards.some((/** @type {string} */ award) => rule.awards.includes(award)));

  /** @param {any[]} claims @param {any[]} rules @returns {any[]} */
  function caps(claims, rules) {
    const found = [];
    for (const rule of rules) {
      const inside = claims.filter((claim) => claim.state === "counted" && under(claim, rules) === rule);
      if (!inside.length) continue;
      const cap = v.parse(rule.cap_yuan);
      found.push({ rule: rule.id, claims: inside.map((claim) => claim.id), cap: v.plain(cap), cap_text: yuan(cap), ...pick(FIGURES, (name) => {
        const total = sum(inside.map((claim) => end(claim[name])));
        const cut = total === v.INF ? v.ZERO : v.larger(v.minus(total, cap), v.ZERO);
        return { before: v.plain(total), after: v.plain(v.smaller(total, cap)), cut: v.plain(cut),
          text: total === v.INF ? words().results.unsettled : yuan(total) };
      }) });
    }
    return found;
  }

  /** @param {any[]} claims @param {any[]} rules @returns {any} */
  function sums(claims, rules) {
    const counted = claims.filter((claim) => claim.state === "counted");
    return {
      company: group(counted.filter((claim) => !claim.person && claim.kind === "amount"), rules),
      saving: group(counted.filter((claim) => !claim.person && claim.kind === "saving"), rules),
      people: group(counted.filter((claim) => claim.person), rules),
      open: { count: claims.filter((claim) => claim.state === "open").length },
    };
  }

  /** @param {any[]} claims @param {any[]} rules @returns {any} */
  function group(claims, rules) {
    /** @type {Record<string, any>} */
    const row = { count: claims.length, unlimited: 0, unstated: claims.filter((claim) => v.same(end(claim.worth.most), v.ZERO)).length };
    const pools = new Map();
    /** @type {Record<string, any>} */
    const totals = pick(FIGURES, () => v.ZERO);
    for (const claim of claims) {
      const rule = under(claim, rules);
      const own = pick(FIGURES, (name) => end(claim[name]));
      const worth = pick(FIGURES, (name) => end(claim.worth[name]));
      if (rule) {
        if (!pools.has(rule.id)) pools.set(rule.id, { cap: v.parse(rule.cap_yuan), ...pick(FIGURES, () => v.ZERO) });
        const pool = pools.get(rule.id);
        for (const name of FIGURES) {
          pool[name] = sum([pool[name], own[name]]);
          worth[name] = own[name] === v.INF ? v.ZERO : worth[name] === v.INF ? v.INF : v.minus(worth[name], own[name]);
        }
      }
      if (worth.most === v.INF) row.unlimited += 1;
      for (const name of FIGURES) totals[name] = v.plus(totals[name], worth[name] === v.INF ? worth.likely : worth[name]);
    }
    for (const pool of pools.values()) for (const name of FIGURES) totals[name] = v.plus(totals[name], v.smaller(pool[name], pool.cap));
    for (const name of FIGURES) Object.assign(row, { [name]: v.plain(totals[name]), [name + "_text"]: yuan(totals[name]) });
    if (row.unlimited) row.most_text += words().words.above;
    return row;
  }

  /** @param {any[]} claims @param {any[]} rules @returns {any[]} */
  function strict(claims, rules) {
    const found = [];
    const counted = claims.filter((claim) => claim.state === "counted" && !claim.person && claim.kind === "amount");
    for (const rule of rules) {
      if (rule.kind !== "no_stacking" || rule.scope !== "subject" || rule.same_kind_only !== false) continue;
      const own = counted.filter((claim) => claim.document === rule.document);
      const reached = counted.filter((claim) => !rule.local || own.some((one) => same(one.jurisdictions, claim.jurisdictions)));
      if (!own.length || reached.length < 2) continue;
      /** @type {Record<string, any>} */
      const row = { rule: rule.id, own: own.map((claim) => claim.id), claims: reached.map((claim) => claim.id) };
      for (const name of FIGURES) {
        const highest = v.larger(...reached.map((claim) => end(claim.worth[name])));
        Object.assign(row, { [name]: v.plain(highest), [name + "_text"]: highest === v.INF ? words().results.unsettled : yuan(highest) });
      }
      found.push(row);
    }
    return found;
  }

  /** @param {any[]} claims @param {Record<string, any>} fields @returns {any[]} */
  function shared(claims, fields) {
    /** @type {Map<string, any[]>} */
    const groups = new Map();
    for (const claim of claims) {
      if (claim.state !== "counted" || !has(fields, claim.item)) continue;
      const key = [claim.item, claim.kind, claim.person].join("\n");
      groups.set(key, [...(groups.get(key) || []), claim]);
    }
    const several = [...groups.values()].filter((list) => new Set(list.map((claim) => claim.calculator)).size > 1);
    return several.map((list) => {
      const item = list[0].item;
      /** @type {Record<string, any>} */
      const row = { item, label: fields[item].label, claims: list.map((claim) => claim.id) };
      for (const name of FIGURES) {
        const ends = list.map((claim) => end(claim.worth[name]));
        const less = ends.includes(v.INF) ? v.ZERO : v.minus(sum(ends), v.larger(...ends));
        Object.assign(row, { [name]: v.plain(less), [name + "_text"]: yuan(less) });
      }
      return row;
    });
  }

  /** @param {any[]} claims @param {any[]} rules @returns {string[]} */
  function exclusions(claims, rules) {
    const documents = claims.filter((claim) => claim.state === "counted" || claim.state === "open").map((claim) => claim.document);
    return rules.filter((rule) => rule.kind === "exclusion" && documents.includes(rule.document)).map((rule) => rule.id);
  }

  // -- saved profiles -------------------------------------------------------------------------------------

  /** @param {Record<string, any>} profile @param {string} today @returns {string} the file */
  const writeProfile = (profile, today) => JSON.stringify({ format: FORMAT, saved: today, profile }, null, 1) + "\n";

  /**
   * @param {any} data
   * @param {string} text a saved profile
   * @returns {{profile: Record<string, any>, left_out: string[]}} left_out: what this edition does not know, in words
   * Throws an Error, in Chinese, where the file is no profile.
   */
  function readProfile(data, text) {
    let found;
    try {
      found = JSON.parse(text);
    } catch (error) {
      throw new Error("这个文件不是 JSON，读不出来。请选从本页“存成文件”得到的文件。");
    }
    const record = (/** @type {any} */ value) => typeof value === "object" && value !== null && !Array.isArray(value);
    if (!record(found) || found.format !== FORMAT || !record(found.profile)) throw new Error("这个文件不是从本手册保存的企业情况。请选从本页“存成文件”得到的文件。");
    const fields = fieldsOf(data);
    /** @type {Record<string, any>} */
    const profile = {};
    /** @type {string[]} */
    const leftOut = [];
    for (const [name, value] of Object.entries(found.profile)) {
      if (name === "answers") continue;
      const field = has(fields, name) ? fields[name] : null;
      const choices = field !== null && field.type === "choices";
      if (choices ? !Array.isArray(value) || value.some((/** @type {any} */ one) => typeof one !== "string") : typeof value !== "string") {
        if (field) throw new Error("文件里的“" + field.label + "”写得不对，没有载入。");
        leftOut.push(name);
      } else if (!field) {
        leftOut.push(name);
      } else if (field.options.length) {
        const all = field.options.map((/** @type {any} */ option) => option.value);
        const kept = [value].flat().filter((word) => all.includes(word));
        leftOut.push(...[value].flat().filter((word) => !all.includes(word)).map((word) => field.label + "：" + word));
        if (kept.length) profile[name] = choices ? kept : kept[0];
      } else {
        profile[name] = value;
      }
    }
    const answers = has(found.profile, "answers") ? found.profile.answers : {};
    if (!record(answers) || Object.values(answers).some((told) => !record(told) || Object.values(told).some((one) => typeof one !== "string"))) {
      throw new Error("文件里的“确认”部分写得不对，没有载入。");
    }
    profile.answers = {};
    for (const [name, told] of Object.entries(answers)) {
      const inputs = has(data.programs, name) ? data.programs[name].inputs.map((/** @type {any} */ item) => item.name) : [];
      for (const [input, value] of Object.entries(told)) {
        if (inputs.includes(input)) (profile.answers[name] = profile.answers[name] || {})[input] = value;
        else leftOut.push(name + "：" + input);
      }
    }
    return { profile, left_out: leftOut };
  }

  Object.assign(root.Handbook, { portfolio: { unpack, fieldsOf, checkUp, readable, inputsOf, writeProfile, readProfile, FIGURES } });
})(typeof window === "undefined" ? globalThis : window);

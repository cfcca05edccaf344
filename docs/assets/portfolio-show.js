// The report of a 政策体检 -> elements. It calculates nothing; the controls in it call `told` with what the reader confirms.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;
  const { element } = Handbook;
  const { FIGURES, inputsOf } = Handbook.portfolio;

  /** @type {Record<string, string>} */
  const HEADS = { sure: "确定", likely: "按比例或标准算得", most: "最高" };
  /** @type {Record<string, string>} */
  const BOUNDS = { exact: "确定", at_most: "上限", at_least: "下限", range: "区间", discretionary: "酌定", elsewhere: "另行规定" };
  /** @type {Record<string, string>} */
  const PERIODS = { once: "一次性", yearly: "每年", per_event: "每次", monthly: "每月", window: "限期" };
  /** @type {[string, string][]} */
  const GROUPS = [["company", "给企业的"], ["saving", "少交的、免收的"], ["people", "给人才、员工个人的"]];
  const ASKED_AT_ONCE = 5; // confirmations that an open claim shows unfolded
  const DEPARTMENTS = 4; // departments that a claim names unfolded

  /** @param {any[]} nodes @param {string} joint @returns {any[]} */
  const joined = (nodes, joint) => nodes.flatMap((node, i) => (i ? [joint, node] : [node]));

  /** A report with what it was made from. */
  class Report {
    /**
     * @param {any} data
     * @param {any} report
     * @param {Record<string, any>} known the profile as calculators take it
     * @param {Record<string, any>} profile
     * @param {string} root
     * @param {(calculator: string, input: string, text: string, claim: string, id: string) => void} told
     */
    constructor(data, report, known, profile, root, told) {
      Object.assign(this, { data, report, known, profile, root, told });
      /** @type {Record<string, any>} */
      this.claims = Object.fromEntries(report.claims.map((/** @type {any} */ claim) => [claim.id, claim]));
      /** @type {Record<string, any>} */
      this.rules = Object.fromEntries(data.rules.map((/** @type {any} */ rule) => [rule.id, rule]));
    }

    /** @param {string} state @returns {any[]} */
    of(state) {
      return this.report.claims.filter((/** @type {any} */ claim) => claim.state === state);
    }

    /** @returns {HTMLElement[]} */
    sections() {
      return [this.head(), this.counted(), this.questions(), this.ceilings(), this.open(), this.dropped(), this.exclusions(),
        this.apart("pending", "尚未施行的", "施行以前不计入。"), this.apart("expired", "已失效的", "有效期已经过去，没有计入。"),
        this.apart("no", "按所填情况不符合的", "")].filter((section) => section !== null);
    }

    // -- links --------------------------------------------------------------------------------------------

    /** @param {string} url @param {string} text @param {string} [hash] */
    link(url, text, hash) {
      const [path, anchor] = url.split("#");
      return element("a", { href: this.root + path + "index.html" + (hash || anchor ? "#" + (hash || anchor) : ""), text });
    }

    /** @param {any} claim @returns {HTMLElement} the calculator, filled in with what is known */
    calculator(claim, text = claim.title) {
      const told = (this.profile.answers || {})[claim.calculator] || {};
      return this.link(claim.url, text, new URLSearchParams(inputsOf(this.data.programs[claim.calculator], this.known, told)).toString());
    }

    /** @param {any} claim */
    place(claim) {
      const document = this.data.documents[claim.document];
      return element("span", { class: "portfolio-place" }, this.link(document.url, document.title), " ", this.link(claim.clause.url,
        claim.clause.place));
    }

    /** @param {string} id */
    quoted(id) {
      const rule = this.rules[id];
      return element("span", { class: "portfolio-rule" }, this.link(this.data.documents[rule.document].url,
        this.data.documents[rule.document].title), " ",
        this.link(rule.url, rule.place), "：", element("q", { text: rule.quote }));
    }

    // -- the head -----------------------------------------------------------------------------------------

    head() {
      const { sums, today } = this.report;
      const groups = GROUPS.filter(([name]) => sums[name].count || name === "company");
      return element("section", { class: "portfolio-head" }, element("h2", { id: "portfolio-sums", text: "结论" }), this.filled(),
        element("p", { class: "meta", text: "按本机日期" + today + "计算。已经计入" + this.of("counted").length + "项，待确认" + sums.open.count + "项，重复而不另计"
          + (this.of("merged").length + this.of("dropped").length) + "项。" }),
        ...groups.map(([name, label]) => this.sum(label, sums[name])),
        element("p", { class: "portfolio-legend" }, "“确定”是条件符合时文件写明数额、各种读法都一样的数；“按比例或标准算得”是照文件的比例、标准算出的数（有几种读法的取低的），"
          + "是不是应付的数要问主管部门；“最高”是各项上限之和，不是一定能得到的数。后一个数包含前一个。每年给的只算所填的这一年。"));
    }

    /** @param {string} label @param {any} sum */
    sum(label, sum) {
      return element("div", { class: "portfolio-sum" }, element("h3", { text: label + "（" + sum.count + "项）" }),
        element("dl", {}, ...FIGURES.map((/** @type {string} */ name) => element("div", { "data-figure": name },
          element("dt", { text: HEADS[name] }), element("dd", { text: sum[name + "_text"] })))),
        sum.unlimited ? element("p", { class: "meta", text: "其中" + sum.unlimited + "项没有写上限，“最高”里只算了它们算得的数。" }) : null,
        sum.unstated ? element("p", { class: "meta", text: "其中" + sum.unstated + "项文件没有写明数额，没有加进去。" }) : null);
    }

    /** @returns {HTMLElement} what the profile says, for the printed report */
    filled() {
      const rows = this.data.profile.sections.flatMap((/** @type {any} */ section) => section.fields).flatMap((/** @type {any} */ field) => {
        const value = this.profile[field.name];
        if (!value || !value.length) return [];
        const text = field.options.length ? field.options.filter((/** @type {any} */ o) => [value].flat().includes(o.value)).map((/** @type {any} */ o) => o.label).join("；")
          : value + (field.unit && /^[0-9.,]+$/.test(value) ? field.unit : "");
        return [element("dt", { text: field.label }), element("dd", { text })];
      });
      return element("dl", { class: "portfolio-filled" }, ...rows);
    }

    // -- counted ------------------------------------------------------------------------------------------

    counted() {
      const claims = this.of("counted");
      return element("section", {}, element("h2", { id: "portfolio-counted", text: "可以得到的（" + claims.length + "项）" }),
        claims.length ? this.table(claims) : null,
        claims.length ? element("ol", { class: "portfolio-claims" }, ...claims.map((claim) => element("li", {}, this.claim(claim))))
          : element("p", { text: "还没有。填写上面的情况，或者在下面“待确认”里逐项确认。" }));
    }

    /** @param {any[]} claims @returns {HTMLElement} the counted ones on paper, in place of the cards */
    table(claims) {
      const cells = (/** @type {string} */ tag, /** @type {any[]} */ texts) => texts.map((content) => element(tag,
        tag === "th" ? { scope: "col" } : {}, ...[content].flat()));
      return element("table", { class: "portfolio-table" }, element("thead", {}, element("tr", {}, ...cells("th", ["项目", "数额", "依据", "找谁",
        "到什么时候"]))),
        element("tbody", {}, ...claims.map((claim) => element("tr", {}, element("th", { scope: "row", text: claim.title }), ...cells("td", [
          [claim.amounts.join("，或者"), badge(claim) || "", claim.or_amounts.length ? "也可读作" + claim.or_amounts.join("，或者") : ""],
          [this.data.documents[claim.document].title + claim.clause.place + (claim.conflict ? "（另有文件数额或者条件不同）" : "")],
          [claim.departments.map((/** @type {any} */ one) => one.name).join("、") || "文件未载明"],
          [until(claim, this.report.today),
            ...this.data.documents[claim.document].deadlines.map((/** @type {any} */ limit) => "；" + limit.who + limit.what + "：" + limit.limit)]])))));
    }

    /** @param {any} claim @returns {HTMLElement} */
    claim(claim) {
      const document = this.data.documents[claim.document];
      return element("article", { class: "portfolio-claim", id: "claim-" + claim.id, "data-claim": claim.id, "data-state": claim.state,
        tabindex: "-1" },
        element("h3", {}, this.calculator(claim)), this.amount(claim),
        claim.split ? element("p", { class: "portfolio-warning", text: "有的读法下得不到这一项，“确定”的数按得不到算。" }) : null,
        ...claim.hints.map((/** @type {string} */ text) => element("p", { class: "portfolio-hint", text })),
        element("dl", { class: "portfolio-facts" },
          ...this.fact("依据", this.place(claim)),
          ...this.fact("为什么列出", claim.reasons.join("；") || "所有企业"),
          ...this.fact("找谁", ...this.departments(claim)),
          ...this.fact("到什么时候", until(claim, this.report.today)),
          ...document.deadlines.flatMap((/** @type {any} */ limit) => this.fact("时限", this.link(limit.url,
            limit.who + "：" + limit.what + "（" + limit.limit + "）")))),
        this.repeated(claim), this.confirmed(claim));
    }

    /** @param {string} name @param {...any} values @returns {HTMLElement[]} */
    fact(name, ...values) {
      return [element("dt", { text: name }), element("dd", {}, ...values)];
    }

    /** @param {any} claim @returns {any[]} */
    departments(claim) {
      const links = claim.departments.map((/** @type {any} */ one) => (one.url ? this.link(one.url, one.name) : element("span", { text: one.name })));
      if (!links.length) return ["文件未载明"];
      if (links.length <= DEPARTMENTS) return joined(links, "、");
      return [...joined(links.slice(0, DEPARTMENTS), "、"), element("details", { "data-key": "departments " + claim.id }, element("summary",
        { text: "等" + links.length + "个部门" }),
        ...joined(links.slice(DEPARTMENTS), "、"))];
    }

    /** @param {any} claim */
    amount(claim) {
      const facts = [PERIODS[claim.period], claim.scope ? "按" + claim.scope + "计" : null, claim.recipient ? "给：" + claim.recipient : null,
        claim.kind === "amount" ? "出资：" + (claim.payer || "文件未载明") : null].filter(Boolean);
      return element("div", { class: "portfolio-amounts" },
        element("p", { class: "portfolio-amount" }, claim.amounts.join("，或者") || "不符合",
          badge(claim)),
        claim.or_amounts.length ? element("p", { class: "portfolio-or", text: "也可读作：" + claim.or_amounts.join("，或者") }) : null,
        claim.optional ? element("p", { class: "portfolio-or", text: "文件写的是“可以给”，不是一定给。" }) : null,
        facts.length ? element("p", { class: "meta", text: facts.join("；") }) : null);
    }

    /** @param {any} claim @returns {HTMLElement | null} what restates the claim, or is dropped because of it */
    repeated(claim) {
      const others = this.report.claims.filter((/** @type {any} */ other) => other.why === claim.id);
      if (!others.length) return null;
      const merged = others.filter((/** @type {any} */ other) => other.state === "merged").length;
      const words = [merged ? "另有" + merged + "处文件写了同一项" + (claim.conflict ? "，数额或者条件不同" : "") : "",
        others.length > merged ? "另有" + (others.length - merged) + "项就高不重复" : ""].filter(Boolean);
      return element("p", { class: claim.conflict ? "portfolio-conflict" : "meta" }, claim.conflict ? element("b", { text: "冲突：" }) : null,
        words.join("；") + "，没有另计：",
        element("a", { href: "#dropped-" + claim.id, text: "看是哪些" }));
    }

    // -- what to ask --------------------------------------------------------------------------------------

    questions() {
      const { strict, shared } = this.report;
      const rows = [
        ...strict.map((/** @type {any} */ row) => element("li", {}, this.quoted(row.rule),
          element("p", { text: "这句话可以有两种读法。上面的合计按第一种算。" }),
          element("ul", {}, element("li", { text: "只管内容重复的政策：不同的政策可以都享受，合计如上。" }),
            element("li", {}, "照字面：同一主体符合几项支持政策，只享受最高的一项。那样给企业的合计变成：确定" + row.sure_text + "，按比例或标准算得" + row.likely_text + "，最高" + row.most_text + "。")),
          element("p", {}, element("b", { text: "可以问：" }), "本企业符合的几项政策内容不重复，是可以都享受，还是只享受最高的一项？（" + this.departmentNames(row.own) + "）"))),
        ...shared.map((/** @type {any} */ row) => element("li", {},
          ...joined(row.claims.map((/** @type {string} */ id) => this.calculator(this.claims[id])), "、"),
          "都按同一笔“" + row.label + "”计算，文件没有写明同一笔支出能不能算两次；上面的合计按可以算。只能算一次的话，按比例或标准算得的少" + row.likely_text + "，最高的少" + row.most_text + "。",
          element("p", {}, element("b", { text: "可以问：" }), "同一笔支出已经享受其中一项的，还能不能享受另一项？"))),
      ];
      return rows.length ? element("section", {}, element("h2", { id: "portfolio-questions", text: "要问清楚的（" + rows.length + "处）" }),
        element("ul", { class: "portfolio-questions" }, ...rows)) : null;
    }

    /** @param {string[]} ids @returns {string} */
    departmentNames(ids) {
      const names = ids.flatMap((id) => this.claims[id].departments.map((/** @type {any} */ one) => one.name));
      return "向" + ([...new Set(names)].slice(0, DEPARTMENTS).join("、") || "主管部门") + "问";
    }

    ceilings() {
      const rows = this.report.caps.map((/** @type {any} */ row) => {
        const rule = this.rules[row.rule];
        const cut = FIGURES.filter((/** @type {string} */ name) => row[name].cut !== "0" || row[name].before === "inf");
        return element("li", {}, this.quoted(row.rule),
          element("p", {}, cut.length ? "封顶前，" + cut.map((/** @type {string} */ name) => HEADS[name] + "的合计是" + row[name].text).join("，") + "；合计里只算" + row.cap_text + "。"
            : "这份文件的" + row.claims.length + "项合计最高" + row.most.text + "，没有超过" + row.cap_text + "，没有削减。"),
          rule.note ? element("p", { class: "editor-note", text: "编者注：" + rule.note }) : null,
          rule.calculators.length ? element("p", { class: "meta" }, "各种读法的算法：", ...joined(rule.calculators.map((/** @type {string} */ name) =>
            this.link("calculators/" + name + "/", "总额上限的计算器")), "、")) : null);
      });
      return rows.length ? element("section", {}, element("h2", { id: "portfolio-caps", text: "文件的总额上限" }), element("ul",
        { class: "portfolio-questions" }, ...rows)) : null;
    }

    // -- open ---------------------------------------------------------------------------------------------

    open() {
      const claims = this.of("open");
      if (!claims.length) return null;
      /** @type {[string, (claim: any) => boolean, boolean][]} */
      const groups = [["只差一项", (claim) => !claim.person && claim.missing.length === 1, true], ["差两三项", (claim) => !claim.person && [2,
        3].includes(claim.missing.length), true],
        ["差得更多", (claim) => !claim.person && claim.missing.length > 3, false], ["给人才、员工个人的", (claim) => claim.person, false]];
      return element("section", {}, element("h2", { id: "portfolio-open", text: "待确认的（" + claims.length + "项）" }),
        element("p", { class: "portfolio-open-note", text: "下面的还没有计入：有的条件不知道符不符合。在这里答了，符合的就移到上面。" }),
        ...groups.map(([title, wanted, unfolded]) => this.openGroup(title, claims.filter(wanted), unfolded)));
    }

    /** @param {string} title @param {any[]} claims @param {boolean} unfolded */
    openGroup(title, claims, unfolded) {
      if (!claims.length) return null;
      return element("details", { class: "portfolio-group", open: unfolded, "data-key": title }, element("summary",
        { text: title + "（" + claims.length + "项）" }),
        element("ul", { class: "portfolio-claims" }, ...claims.map((claim) => element("li", {}, element("article", {
          class: "portfolio-claim", id: "claim-" + claim.id, "data-claim": claim.id, "data-state": "open", tabindex: "-1" },
        element("h3", {}, this.calculator(claim)),
        element("p", {}, element("b", { class: "portfolio-amount",
          text: claim.amounts.join("，或者") + (claim.or_amounts.length ? "（也可读作" + claim.or_amounts.join("，或者") + "）" : "") }), " ",
          element("span", { class: "meta" }, this.place(claim), "；" + until(claim, this.report.today))),
        element("p", { class: "portfolio-depends", text: "还取决于：" + claim.missing.join("、") }),
        claim.rival ? element("p", { class: "portfolio-warning" }, "即使符合，也与“" + this.claims[claim.rival].title + "”就高不重复：",
          this.quoted(claim.rule)) : null,
        this.asks(claim), this.repeated(claim))))));
    }

    /** @param {any} claim @returns {HTMLElement} the confirmations that a claim waits for */
    asks(claim) {
      const answered = this.answered(claim);
      const inputs = this.data.programs[claim.calculator].inputs.filter((/** @type {any} */ item) => claim.ask.includes(item.name) || answered.includes(item.name));
      const unsaid = claim.unsaid.length ? element("p", { class: "portfolio-unsaid", text: "先在上面填：" + claim.unsaid.join("、") }) : null;
      const fields = inputs.map((/** @type {any} */ item) => this.ask(claim, item));
      const more = fields.splice(ASKED_AT_ONCE);
      const figures = inputs.some((/** @type {any} */ item) => !["yes_no", "choice"].includes(item.type));
      return element("div", { class: "portfolio-asks", role: "group", "aria-label": "确认：" + claim.title }, unsaid, ...fields,
        more.length ? element("details", { "data-key": "more " + claim.id }, element("summary", { text: "还有" + more.length + "项" }), ...more) : null,
        figures ? element("p", { class: "meta" }, this.calculator(claim, "到计算器里填（已经知道的带过去）")) : null);
    }

    /** @param {any} claim @returns {string[]} names of the inputs that the reader has confirmed */
    answered(claim) {
      return Object.keys((this.profile.answers || {})[claim.calculator] || {});
    }

    /** @param {any} claim @returns {HTMLElement | null} what was confirmed of a claim that waits for nothing more, to be changed */
    confirmed(claim) {
      const count = this.answered(claim).length;
      return count ? element("details", { class: "portfolio-confirm", "data-key": "confirmed " + claim.id }, element("summary",
        { text: "已确认" + count + "项（可以改）" }), this.asks(claim)) : null;
    }

    /** @param {any} claim @param {any} item @returns {HTMLElement} */
    ask(claim, item) {
      const id = "ask-" + claim.id.replace("/", "-") + "-" + item.name;
      const text = ((this.profile.answers || {})[claim.calculator] || {})[item.name] || "";
      const change = (/** @type {string} */ value) => this.told(claim.calculator, item.name, value, claim.id, id);
      const help = item.help ? element("span", { class: "portfolio-help", text: item.help }) : null;
      const wrong = this.report.errors.find((/** @type {string[]} */ error) => error[0] === claim.calculator && error[1] === item.name);
      const error = wrong ? element("span", { class: "portfolio-error", id: id + "-error", text: wrong[2] }) : null;
      if (item.type === "yes_no" || (item.type === "choice" && item.options.length <= 4)) {
        const options = item.type === "yes_no" ? [{ value: "是", label: "是" }, { value: "否", label: "否" }] : item.options;
        return element("fieldset", { class: "portfolio-ask" }, element("legend", { text: item.label }), help,
          ...[...options, { value: "", label: "不知道" }].map((option, i) => element("label", {}, element("input", { type: "radio",
            id: id + "-" + i, name: id, value: option.value,
            checked: option.value === text, onchange: () => change(option.value) }), option.label)), error);
      }
      const attributes = { id, "aria-invalid": wrong ? "true" : null, "aria-describedby": wrong ? id + "-error" : null };
      const control = item.type === "choice"
        ? element("select", { ...attributes, onchange: (/** @type {any} */ event) => change(event.target.value) }, element("option",
          { value: "", text: "不知道" }),
          ...item.options.map((/** @type {any} */ o) => element("option", { value: o.value, text: o.label, selected: o.value === text })))
        : element("input", { ...attributes, type: item.type === "date" ? "date" : "text", value: text, autocomplete: "off",
          placeholder: item.type === "date" ? null : "不知道",
          inputmode: item.type === "date" ? null : item.type === "integer" ? "numeric" : "decimal",
            onchange: (/** @type {any} */ event) => change(event.target.value) });
      return element("div", { class: "portfolio-ask" }, element("label", { for: id, text: item.label }), help,
        element("span", { class: "portfolio-control" }, control, item.unit ? element("span", { class: "portfolio-suffix",
          text: item.unit }) : null), error);
    }

    // -- dropped, apart -----------------------------------------------------------------------------------

    dropped() {
      const others = [...this.of("dropped"), ...this.of("merged")];
      if (!others.length) return null;
      const kept = this.report.claims.filter((/** @type {any} */ claim) => others.some((other) => other.why === claim.id));
      return element("section", {}, element("h2", { id: "portfolio-dropped", text: "不另外计入的（" + others.length + "项）" }),
        element("p", { text: "几份文件写了同一项政策的，只算一次；同一事项符合几项政策、文件规定就高不重复的，只算最高的一项。文件没有写明什么是“同类”“同一事项”，手册把同一项投入或者同一称号带来的看作同一事项。哪一项更高要等数额核定才知道的，合计的三个数分别按高的算。" }),
        ...kept.map((/** @type {any} */ claim) => element("details", { class: "portfolio-group", open: true, id: "dropped-" + claim.id,
          "data-key": "dropped " + claim.id },
          element("summary", {}, (claim.state === "counted" ? "已经算作“" : "待确认的“") + claim.title + "”：" + claim.amounts.join("，或者")),
          element("ul", {}, ...others.filter((other) => other.why === claim.id).map((other) => element("li", { "data-claim": other.id,
            "data-state": other.state },
            element("b", { text: other.state === "merged" ? "同一项政策：" : "就高不重复：" }), this.calculator(other), "，" + (other.amounts.join("，或者") || "不符合")
            + (other.or_amounts.length ? "（也可读作" + other.or_amounts.join("，或者") + "）" : "") + (other.was === "open" ? "，还没有确认" : "") + "。",
            this.place(other), other.rule ? element("p", { class: "portfolio-because" }, "依据：", this.quoted(other.rule)) : null,
            other.was === "open" ? element("details", { class: "portfolio-confirm", "data-key": "asks " + other.id }, element("summary",
              { text: "确认这一项" }), this.asks(other)) : null))))));
    }

    exclusions() {
      const rows = this.report.exclusions.map((/** @type {string} */ id) => element("li", {}, this.rules[id].text + "。", this.quoted(id)));
      return rows.length ? element("section", {}, element("h2", { id: "portfolio-exclusions", text: "不适用的情形" }), element("ul", {}, ...rows)) : null;
    }

    /** @param {string} state @param {string} title @param {string} note */
    apart(state, title, note) {
      const claims = this.of(state);
      if (!claims.length) return null;
      return element("section", { class: "portfolio-apart" }, element("h2", { id: "portfolio-" + state, text: title + "（" + claims.length + "项）" }),
        element("details", { "data-key": state }, element("summary", { text: "展开" + title }), note ? element("p", { text: note }) : null,
          element("ul", {}, ...claims.map((claim) => element("li", { "data-claim": claim.id, "data-state": state }, this.calculator(claim),
            "，", this.place(claim),
            state === "no" ? (claim.nearest.length ? "；差在：" + claim.nearest.join("、") : "") + (claim.hints.length ? "；" + claim.hints.join("；") : "") : "；" + until(claim, this.report.today),
            state === "no" ? this.confirmed(claim) : null)))));
    }
  }

  /** @param {any} claim @returns {HTMLElement | null} how firm the amount is: what the text gives in one reading only as a ceiling is not 确定 */
  function badge(claim) {
    if (!claim.bound || claim.state === "no") return null;
    const fixed = ["exact", "range"].includes(claim.bound);
    const text = !fixed || (claim.sure !== "0" && claim.amounts.length === 1) ? BOUNDS[claim.bound] : "算得";
    return element("span", { class: "bound bound-" + (text === "算得" ? "likely" : claim.bound), text });
  }

  /** @param {any} claim @param {string} today @returns {string} */
  function until(claim, today) {
    const { code, days } = Handbook.statusOn(claim.from, claim.to, today);
    if (code === "pending") return "自" + claim.from + "起施行";
    if (!claim.to) return "有效期文件未载明";
    return "有效期至" + claim.to + (code === "expiring" ? "，还有" + days + "天" : "");
  }

  /** @param {any} report @returns {string} the sums in a breath, for a screen reader */
  function spoken(report) {
    const { company, open } = report.sums;
    return "给企业的计入" + company.count + "项，确定" + company.sure_text + "，算得" + company.likely_text + "，最高" + company.most_text + "；待确认" + open.count + "项";
  }

  Object.assign(Handbook, { portfolioShow: { Report, spoken } });
})();

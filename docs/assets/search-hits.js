// An answer -> the elements that show it; shared by the box in the header and the page of results.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;

  /**
   * @param {string} tag
   * @param {string} name class
   * @param {...(Node | string)} children
   * @returns {HTMLElement}
   */
  function make(tag, name, ...children) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...children);
    return element;
  }

  /** @param {any} doc @returns {HTMLElement} */
  function badge(doc) {
    const status = Handbook.statusOn(doc.f, doc.u, Handbook.today());
    const element = make("span", "status-badge", status.label);
    element.dataset.status = status.code;
    return element;
  }

  /**
   * @param {any} hit
   * @param {any} plan
   * @param {string} root
   * @returns {HTMLElement}
   */
  function item(hit, plan, root) {
    const link = /** @type {HTMLAnchorElement} */ (make("a", ""));
    link.href = root.replace(/\/$/, "") + "/" + hit.url;
    const other = hit.kind === "department" ? departmentLines(hit) : hit.kind === "calculator" ? calculatorLines(hit) : null;
    const lines = other || clauseLines(hit, plan);
    link.append(...lines);
    const row = make("li", "search__hit", link);
    row.dataset.kind = hit.kind;
    return row;
  }

  /** @param {any} hit @returns {HTMLElement[]} */
  function departmentLines(hit) {
    const others = hit.department.slice(3).join("、");
    return [make("span", "search__title", hit.department[1]), kindMark("部门"), make("span", "search__snippet", others)];
  }

  /** @param {any} hit @returns {(HTMLElement | string)[]} */
  function calculatorLines(hit) {
    const [, title, question] = hit.calculator;
    const about = [make("span", "search__document", hit.doc.s), badge(hit.doc), make("span", "search__snippet", question)];
    return [make("span", "search__title", title), kindMark("计算器"), " ", ...about];
  }

  /** @param {string} name @returns {HTMLElement} */
  function kindMark(name) {
    return make("span", "search__kind", name);
  }

  /** @param {any} hit @param {any} plan @returns {(HTMLElement | string)[]} */
  function clauseLines(hit, plan) {
    const clause = hit.clause, doc = hit.doc, number = doc.n ? [make("span", "search__number", doc.n)] : [];
    const status = [badge(doc), make("span", "search__address", hit.id)];
    if (hit.kind === "document") return [make("span", "search__title", doc.t), kindMark("文件"), " ", ...number, ...status];
    const heading = clause.text.slice(clause.label, clause.label + clause.heading).replace(/\s+/g, " ");
    const place = Handbook.searchEngine.placeOf(clause);
    const title = heading && !place.endsWith(heading) ? (place ? place + " " : "") + heading : place;
    const pieces = Handbook.searchSnippet(clause.text.slice(clause.label), plan, 96);
    const shown = pieces.map((/** @type {any} */ piece) => (piece.marked ? make("mark", "", piece.text) : piece.text));
    const snippet = make("span", "search__snippet", ...shown);
    const cited = hit.why === "cited" ? [kindMark("所引条款")] : [];
    const about = [make("span", "search__document", doc.s), " ", ...number, ...status];
    return [make("span", "search__title", title), ...cited, ...about, snippet, ...factLines(clause, plan)];
  }

  /** @param {any} clause @param {any} plan @returns {HTMLElement[]} what the clause gives, which words it defines, who answers for it */
  function factLines(clause, plan) {
    const awards = fitting(clause.facts.a || [], plan), lines = [];
    if (awards.length) {
      const shown = awards.slice(0, 2).map((award) => award[0] + "：" + award[1]).join("；");
      lines.push(fact("奖补", shown + (awards.length > 2 ? "；共 " + awards.length + " 项" : "")));
    }
    if (clause.facts.d) lines.push(fact("名词", clause.facts.d.join("、")));
    const bodies = clause.departments.map((/** @type {number} */ number) => Handbook.searchEngine.words.departments[number][1]);
    if (bodies.length) lines.push(fact("部门", bodies.slice(0, 3).join("、") + (bodies.length > 3 ? " 等 " + bodies.length + " 个" : "")));
    return lines;
  }

  /** @param {string} label @param {string} text @returns {HTMLElement} */
  function fact(label, text) {
    return make("span", "search__awards", make("span", "search__label", label), text);
  }

  /** @param {string[][]} awards @param {any} plan @returns {string[][]} those that the question speaks of first */
  function fitting(awards, plan) {
    const terms = plan.groups.flatMap((/** @type {any} */ group) => group.readings.flatMap((/** @type {any} */ reading) => reading.terms));
    const keys = terms.map((/** @type {any} */ term) => term.key).filter((/** @type {string} */ key) => key.length > 1);
    const shared = function (/** @type {string[]} */ award) {
      const folded = Handbook.searchFold(award[0]);
      return keys.filter((/** @type {string} */ key) => folded.includes(key)).length;
    };
    return awards.map((award) => ({ award: award, shared: shared(award) })).sort((a, b) => b.shared - a.shared).map((one) => one.award);
  }

  /** @param {any} answer @returns {string} */
  function statusText(answer) {
    return answer.hits.length ? "找到 " + answer.hits.length + " 条" : "没有找到";
  }

  /** @param {any} answer @returns {HTMLElement[]} what was looked for besides, in words */
  function alsoLines(answer) {
    const lines = [];
    if (answer.note) lines.push(make("p", "search__note", answer.note));
    if (answer.also.length) lines.push(make("p", "search__also", "也按 " + answer.also.slice(0, 8).join("、") + " 查找"));
    if (answer.hits.length && answer.missing.length) lines.push(make("p", "search__also", "原文中没有：" + answer.missing.join("、")));
    return lines;
  }

  /**
   * @param {string} title
   * @param {string[]} words
   * @param {(word: string) => void} choose
   * @returns {HTMLElement[]} a row of words to search for instead; nothing where there are none
   */
  function suggestions(title, words, choose) {
    if (!words.length) return [];
    const buttons = words.map((word) => {
      const button = Object.assign(make("button", "search__word", word), { type: "button" });
      button.addEventListener("click", () => choose(word));
      return button;
    });
    return [make("p", "search__suggest", make("span", "search__label", title), ...buttons)];
  }

  /**
   * @param {any} answer
   * @param {string} question
   * @param {string} root
   * @param {(word: string) => void} choose
   * @returns {HTMLElement}
   */
  function empty(answer, question, root, choose) {
    const base = root.replace(/\/$/, "") + "/";
    const link = (/** @type {string} */ to, /** @type {string} */ text) => Object.assign(make("a", "", text), { href: base + to });
    const tried = [question.trim()].concat(answer.also).map((text) => "“" + text + "”").join("、");
    return make("div", "search__empty",
      make("p", "", "没有条款含有 " + tried + " 的字词。"),
      ...suggestions("相近的说法", Handbook.searchEngine.near(question), choose),
      make("p", "", "可以试试：只写最要紧的两三个字；换成文件里的说法（例如“购房”“落户”“贴息”）；检查错字；写文件名和条号（例如“人才落户管理办法第七条”）。"),
      make("p", "", "也可以浏览 ", link("policies/index.html", "全部文件"), "、", link("awards/index.html", "全部奖补"), "、",
        link("departments/index.html", "部门"), "。"));
  }

  Object.assign(Handbook, {
    searchItem: item, searchStatusText: statusText, searchAlso: alsoLines, searchEmpty: empty, searchSuggestions: suggestions,
    searchMake: make,
  });
})();

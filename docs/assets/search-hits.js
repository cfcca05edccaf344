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
    link.append(...(hit.kind === "department" ? departmentLines(hit) : clauseLines(hit, plan)));
    return make("li", "search__hit", link);
  }

  /** @param {any} hit @returns {HTMLElement[]} */
  function departmentLines(hit) {
    const others = hit.department.slice(3).join("、");
    return [make("span", "search__title", hit.department[1]), make("span", "search__document", "部门"), make("span", "search__snippet", others)];
  }

  /** @param {any} hit @param {any} plan @returns {(HTMLElement | string)[]} */
  function clauseLines(hit, plan) {
    const clause = hit.clause, doc = hit.doc;
    const heading = clause.text.slice(clause.label, clause.label + clause.heading).replace(/\s+/g, " ");
    const title = hit.kind === "document" ? doc.t : [Handbook.searchEngine.placeOf(clause), heading].filter((part, at, all) => part && (at === 0 || !all[0].endsWith(part))).join(" ");
    const lines = [make("span", "search__title", title), " ", make("span", "search__document", hit.kind === "document" ? [doc.n, "文件"].filter(Boolean).join(" · ") : doc.s), badge(doc),
      make("span", "search__address", doc.id + (clause.anchor ? "." + clause.anchor : ""))];
    if (hit.kind === "document") return lines;
    const pieces = Handbook.searchSnippet(clause.text.slice(clause.label), plan, 96);
    const awards = clause.awards ? [make("span", "search__awards", "奖补：" + clause.awards)] : [];
    return lines.concat(make("span", "search__snippet", ...pieces.map((/** @type {any} */ piece) => (piece.marked ? make("mark", "", piece.text) : piece.text))), ...awards);
  }

  /** @param {any} answer @returns {string} */
  function statusText(answer) {
    return answer.count ? "找到 " + answer.count + " 条" : "没有找到";
  }

  /** @param {any} answer @returns {HTMLElement[]} what was looked for besides, in words */
  function alsoLines(answer) {
    const lines = [];
    if (answer.also.length) lines.push(make("p", "search__also", "也按 " + answer.also.slice(0, 8).join("、") + " 查找"));
    if (answer.count && answer.missing.length) lines.push(make("p", "search__also", "原文中没有：" + answer.missing.join("、")));
    return lines;
  }

  /** @param {any} answer @param {string} question @param {string} root @returns {HTMLElement} */
  function empty(answer, question, root) {
    const base = root.replace(/\/$/, "") + "/";
    const link = (/** @type {string} */ to, /** @type {string} */ text) => {
      const element = /** @type {HTMLAnchorElement} */ (make("a", "", text));
      element.href = base + to;
      return element;
    };
    const tried = [question.trim()].concat(answer.also).map((text) => "“" + text + "”").join("、");
    return make("div", "search__empty",
      make("p", "", "没有条款含有 " + tried + " 的字词。"),
      make("p", "", "可以试试：只写最要紧的两三个字；换成文件里的说法（例如“购房”“落户”“贴息”）；检查错字；写文件名和条号（例如“人才落户管理办法第七条”）。"),
      make("p", "", "也可以浏览 ", link("policies/index.html", "全部文件"), "、", link("departments/index.html", "部门"), "。"));
  }

  Object.assign(Handbook, { searchItem: item, searchStatusText: statusText, searchAlso: alsoLines, searchEmpty: empty, searchMake: make });
})();

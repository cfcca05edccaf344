// A citation as a letter writes it -> the clauses it can mean. No DOM.
// 《人才落户管理办法》第七条, 第四条第（二）项, 四、（二）3, 苏府规字〔2020〕5号, icv-2025.1.4, …/policies/icv-2025/#1.4, /c/icv-2025.1.4/
(function (/** @type {any} */ root) {
  "use strict";
  const Handbook = root.Handbook;

  /** @typedef {{text: string, start: number, end: number, id?: string, number?: string, article?: number, path?: string[]}} Citation */

  const N = "([零〇一二两三四五六七八九十百]+|\\d{1,3})";
  const DOCUMENT = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*-(?:19|20)\\d\\d";
  const ID = new RegExp("(?:https?://\\S*?|file:\\S*?)?(?:[/.]*(?:policies|c)/)?(" + DOCUMENT + ")" +
    "(?:(?:/(?:index\\.html)?)?#|\\.)?([0-9a-z][0-9a-z.-]*)?(?:/(?:index\\.html)?)?", "g");
  const NUMBER = /([\u4e00-\u9fff]{1,10}?)[\s[(【〔〖]*((?:19|20)\d\d)[\s\])】〕〗年]*(?:第)?(\d{1,4})号|第?(\d{2,4})号令|令第?(\d{2,4})号/g;
  const ARTICLE = new RegExp("(?:第" + N + "|(?<![\\d.])(\\d{1,3}))条(?:之[一二三])?(?:第?" + N + "款)?" +
    "(?:第?[(]?" + N + "[)]?(?:项|目)?(?![条款章]))?", "g");
  // As the handbook itself cites a plan (generator/citation.py): 第四部分第(二)项第7目第(1)点, 第一部分第(一)项专栏2第3项, 引言
  const PLAN = new RegExp("第" + N + "部分(?:第\\(" + N + "\\)项)?(?:专栏(\\d{1,2}))?(?:第(\\d{1,2})[目项])?(?:第\\((\\d{1,2})\\)点)?", "g");
  const PIECE = /(?<=[》)]\s*)(标题|引言|结尾部分|公布说明|印发通知)/g;
  const PIECES = { 标题: "title", 引言: "preamble", 结尾部分: "closing", 公布说明: "promulgation", 印发通知: "notice" };
  const CHAPTER = new RegExp("第" + N + "(章|部分|节)", "g");
  const OUTLINE = new RegExp([
    /([一二三四五六七八九十]+)[、.,]?\s*\(([一二三四五六七八九十]+)\)\s*[、.]?\s*(?:第?\(?(\d{1,2})\)?(?![\d年月%万亿元个家.])[点项.、]?)?/,
    /(?:^|[\s》])([一二三四五六七八九十]+)、(?=\s|$)/,
    /(?:第)?\(([一二三四五六七八九十]+)\)(?:项|点|条)?/,
  ].map((form) => form.source).join("|"), "g");

  /**
   * @param {string} question widened (Handbook.searchWiden)
   * @returns {Citation[]} without overlaps, in the order of the question
   */
  function citations(question) {
    /** @type {Citation[]} */
    const found = [];
    /** @param {RegExp} form @param {(match: RegExpMatchArray) => Partial<Citation> | null} read */
    const scan = function (form, read) {
      for (const match of question.matchAll(form)) {
        const start = match.index || 0, end = start + match[0].length;
        const what = found.some((other) => start < other.end && other.start < end) ? null : read(match);
        if (what) found.push(Object.assign({ text: match[0], start: start, end: end }, what));
      }
    };
    const digit = (/** @type {string | undefined} */ text) => (text ? String(Handbook.chineseNumber(text)) : "");
    scan(ID, (match) => ({ id: match[1], path: match[2] ? match[2].replace(/[.-]+$/, "").split(".") : [] }));
    scan(NUMBER, (match) => ({ number: match[2] ? match[2] + "-" + match[3] : match[4] || match[5] }));
    scan(ARTICLE, function (match) {
      const article = digit(match[1] || match[2]), paragraph = digit(match[3]), item = digit(match[4]);
      const path = [article].concat(paragraph && paragraph !== "1" ? "k" + paragraph : [], item || []);
      return { article: Number(article), path: path };
    });
    scan(PLAN, function (match) {
      const path = [digit(match[1]), digit(match[2]), match[3] && "box-" + match[3], match[4] || "", match[5] || ""];
      return { path: path.filter(Boolean) };
    });
    scan(PIECE, (match) => ({ path: [PIECES[/** @type {keyof PIECES} */ (match[1])]] }));
    scan(CHAPTER, (match) => ({ path: [match[2] === "章" ? "ch" + digit(match[1]) : digit(match[1])] }));
    scan(OUTLINE, (match) => ({ path: [match[1] || match[4] || match[5], match[2], match[3]].filter(Boolean).map(digit) }));
    return found.sort((a, b) => a.start - b.start);
  }

  /**
   * The clauses of a document that a path can mean, the likeliest first. 第十一条 of measures that number （十一） through
   * all their chapters is their （十一）: official letters call it so, and 一、 is then rarely meant.
   * @param {string[]} anchors of one document
   * @param {string[]} path
   * @param {boolean} article whether the citation says 条
   * @returns {number[]} places in `anchors`
   */
  function resolve(anchors, path, article) {
    const exact = anchors.indexOf(path.join(".")), tail = "." + path.join(".");
    const ends = anchors.map((anchor, index) => (anchor.endsWith(tail) ? index : -1)).filter((index) => index >= 0);
    if (exact >= 0 && article && path.length === 1 && runsOn(anchors, path[0])) return ends.slice(0, 1).concat(exact);
    if (exact >= 0) return [exact];
    if (ends.length) return ends.slice(0, 8);
    return path.length > 1 ? resolve(anchors, path.slice(0, -1), article) : [];
  }

  /**
   * @param {string[]} anchors
   * @param {string} number
   * @returns {boolean} whether the second level is numbered through the whole document
   */
  function runsOn(anchors, number) {
    const seconds = anchors.filter((anchor) => /^\d+\.\d+$/.test(anchor)).map((anchor) => anchor.split(".")[1]);
    return seconds.length > 3 && new Set(seconds).size === seconds.length && seconds.includes(number);
  }

  /**
   * @param {string} printed 文号 as a document prints it
   * @param {string} wanted of a Citation: 2020-5, or 145
   * @returns {boolean}
   */
  function sameNumber(printed, wanted) {
    const parts = /((?:19|20)\d\d)\D{0,2}(\d+)号/.exec(printed) || [];
    const decree = /令第?(\d+)号/.exec(printed) || [];
    return parts[1] + "-" + parts[2] === wanted || decree[1] === wanted;
  }

  root.Handbook = Object.assign(Handbook, { searchCitations: citations, resolveCitation: resolve, sameNumber: sameNumber });
})(typeof window === "undefined" ? globalThis : window);

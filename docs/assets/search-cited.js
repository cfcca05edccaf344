// The citations of a plan and the loaded texts -> the clauses that they mean, and what to tell the reader. No DOM.
(function (/** @type {any} */ root) {
  "use strict";
  const Handbook = root.Handbook;
  // Where no document is named, 第七条 may be any document's: so many are offered.
  const MOST = 30;

  /** @typedef {{ids: number[], note: string}} Cited `note`: in words, "" where the citation means one clause */

  /**
   * @param {any} plan
   * @param {any} texts Handbook.SearchTexts
   * @returns {Cited}
   */
  function cited(plan, texts) {
    /** @type {number[]} */
    const found = [];
    let documents = documentsMeant(plan, texts), note = "", named = documents.length > 0;
    for (const citation of plan.citations) {
      if (citation.id) documents = texts.docs.some((/** @type {any} */ doc) => doc.id === citation.id) ? [citation.id] : [];
      else if (citation.number) documents = numbered(citation.number, texts);
      if (citation.id || citation.number) named = true;
      if (citation.number && !documents.length) note = "所收文件中没有文号“" + citation.text + "”。";
      if (!citation.path || !citation.path.length) continue;
      const places = placesOf(citation, named ? documents : allOf(plan, texts), texts, named);
      if (named && documents.length && !places.some((place) => place.whole)) {
        note = "“" + nameOf(documents[0], texts) + "”中没有找到“" + citation.text + "”" + (places.length ? "，列出最接近的条款。" : "，列出文件本身。");
      }
      found.push(...places.map((place) => place.id));
    }
    if (!found.length && named && plan.citations.length) for (const id of documents) found.push(...titleOf(id, texts));
    const ids = Array.from(new Set(found)).slice(0, MOST);
    return { ids: ids, note: note || choiceOf(plan, ids, named, texts) };
  }

  /** @param {any} plan @param {number[]} ids @param {boolean} named @param {any} texts @returns {string} */
  function choiceOf(plan, ids, named, texts) {
    if (ids.length < 2 || plan.citations.length > 1) return "";
    const documents = new Set(ids.map((id) => texts.clauses[id].doc.id)), said = "“" + plan.citations[0].text.trim() + "”";
    if (!named) return "没有写明是哪份文件：" + documents.size + " 份文件有" + said + "，请选择，或者加上文件名。";
    return said + "可以指下面 " + ids.length + " 处，请选择。";
  }

  /**
   * @param {any} citation
   * @param {string[]} documents
   * @param {any} texts
   * @param {boolean} named whether the question names them: then a citation that fits no clause whole is cut short
   * @returns {{id: number, whole: boolean}[]} the clauses that a citation can mean; `whole`: all of its numbers were found
   */
  function placesOf(citation, documents, texts, named) {
    return documents.flatMap(function (id) {
      const own = numbersOf(id, texts), anchors = own.map((number) => texts.clauses[number].anchor);
      const tail = citation.path.join(".");
      return Handbook.resolveCitation(anchors, citation.path, Boolean(citation.article))
        .map((/** @type {number} */ place) => ({ id: own[place], whole: anchors[place] === tail || anchors[place].endsWith("." + tail) }))
        .filter((/** @type {any} */ place) => named || (place.whole && texts.clauses[place.id].anchor === tail));
    });
  }

  /** @param {any} plan @param {any} texts @returns {string[]} every document, where the question is a citation and no more */
  function allOf(plan, texts) {
    return plan.text.trim() ? [] : Array.from(new Set(texts.docs.map((/** @type {any} */ doc) => doc.id)));
  }

  /**
   * @param {any} plan
   * @param {any} texts
   * @returns {string[]} ids of the documents that the words beside a citation name
   */
  function documentsMeant(plan, texts) {
    const name = plan.text.replace(/\s+/g, "");
    if (!plan.citations.length || name.length < 2) return [];
    const asked = new Set();
    for (let i = 0; i + 1 < name.length; i++) asked.add(name.substr(i, 2));
    /** @type {Map<string, number>} */
    const scores = new Map();
    texts.docs.forEach((/** @type {any} */ doc, /** @type {number} */ number) => {
      let shared = 0;
      for (const pair of asked) if (texts.names[number].includes(pair)) shared++;
      scores.set(doc.id, shared / asked.size + 0.2 * Handbook.nameLikeness(name, doc));
    });
    const best = Math.max(...scores.values());
    const near = Array.from(scores.keys()).filter((id) => (scores.get(id) || 0) >= best - 0.05);
    return best < 0.5 ? [] : near.sort((a, b) => (scores.get(b) || 0) - (scores.get(a) || 0));
  }

  /** @param {string} id @param {any} texts @returns {number[]} its clauses */
  function numbersOf(id, texts) {
    return texts.clauses.flatMap((/** @type {any} */ clause, /** @type {number} */ number) => (clause.doc.id === id ? [number] : []));
  }

  /** @param {string} id @param {any} texts @returns {number[]} */
  function titleOf(id, texts) {
    return numbersOf(id, texts).filter((number) => texts.clauses[number].title);
  }

  /** @param {string} id @param {any} texts @returns {string} */
  function nameOf(id, texts) {
    return texts.docs.find((/** @type {any} */ doc) => doc.id === id).s;
  }

  /** @param {string} number of a Citation @param {any} texts @returns {string[]} the documents of that 文号 */
  function numbered(number, texts) {
    const found = texts.docs.filter((/** @type {any} */ doc) => doc.n && Handbook.sameNumber(doc.n, number));
    return Array.from(new Set(found.map((/** @type {any} */ doc) => doc.id)));
  }

  root.Handbook = Object.assign(Handbook, { searchCited: cited });
})(typeof window === "undefined" ? globalThis : window);

// Whatever stands in a letter -> the clause it means, or a short list of candidates with reasons. No DOM.
// The same rules as generator/resolve.py, on the same pack (assets/resolve-data.js); tests/data/resolve.json holds both to the same answers.
(function (/** @type {any} */ root) {
  "use strict";
  const MOST = 8, NEAR = 0.6;
  const PART = "(?:[0-9]+|[a-z][a-z0-9]*(?:-[a-z0-9]+)*)", DOCUMENT = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*-(?:19|20)\\d\\d";
  const ADDRESS = new RegExp("(?<![a-z0-9-])(" + DOCUMENT + ")(?:(?:/(?:index\\.html)?#|[#.])(" + PART + "(?:\\." + PART + ")*))?", "g");
  const N = "[零〇一二三四五六七八九十百]+|\\d{1,3}";
  const TOKEN = "第?\\(?(" + N + ")\\)?(编|章|节|条|款|项|目|点|部分|行)|([零〇一二三四五六七八九十百]+)、|\\((" + N + ")\\)|第(" + N + ")(?![\\d年月日号批版届次])" +
    "|(?:(?<=[)、.])|^)(\\d{1,2})[.、]?(?![\\d年月日%万亿元个家号])" +
    "|(专栏|表|附件)(\\d*)|(标题|引言|前言|序言|结尾部分|结语|结尾|公布说明|印发通知|政策解读)|“(.+?)”(?:一段|一行|部分)";
  /** @type {Record<string, string>} */
  const SAME = { 前言: "引言", 序言: "引言", 结语: "结尾部分", 结尾: "结尾部分" };
  const NUMBER = "[(\\[]?[\\u4e00-\\u9fff]{0,14}?[(\\[]?((?:19|20)\\d\\d)[)\\]年]?第?(\\d{1,4})号[)\\]]?" +
    "|[(\\[]?[\\u4e00-\\u9fff]{0,12}?(?:令第?(\\d{1,4})号|第(\\d{1,4})号令)[)\\]]?";

  /** @typedef {[string, string]} Token unit, value */
  /** @typedef {{id: string, reason: string}} Found */
  /** @typedef {[string, string]} Named id of a document, reason */

  /** @param {string} text @returns {string} in one spelling: half width, no white space, one kind of brackets and quotation marks */
  function fold(text) {
    const from = "〔〕【】「」『』", to = "[][]“”‘’";
    return text.replace(/…/g, "").normalize("NFKC").replace(/[〔〕【】「」『』]/g, (mark) => to[from.indexOf(mark)])
      .replace(/"([^"]*)"/g, "“$1”").replace(/[\s\u200b-\u200f\u2060\ufeff\\*>]/g, "");
  }

  /** @param {string} text @returns {string} a title without what citations leave out or change */
  const plain = (text) => fold(text).replace(/[“”‘’'<>〈〉《》()[\],.:;!?、。，：；—~-]/g, "").toLowerCase();

  /** @param {string} text a Chinese numeral below 1000, or digits @returns {string} */
  function digits(text) {
    if (/^\d+$/.test(text)) return String(Number(text)) === "0" ? text : String(Number(text));
    const match = /^(?:([一二三四五六七八九])百)?(零)?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?$/.exec(text.replace(/〇/g, "零"));
    if (!match) return text;
    const one = (/** @type {string} */ char) => (char ? "零一二三四五六七八九".indexOf(char) : 0);
    const value = 100 * one(match[1]) + (match[4] ? 10 * (match[3] ? one(match[3]) : 1) : 0) + one(match[5]);
    return value ? String(value) : text;
  }

  /** @param {string} text folded @returns {{tokens: Token[], end: number}} the numbers and names that it starts with */
  function tokensAt(text) {
    const form = new RegExp(TOKEN, "y");
    /** @type {Token[]} */
    const tokens = [];
    form.lastIndex = /** @type {RegExpExecArray} */ (/^[,，:：的之中]*/.exec(text))[0].length;
    let end = form.lastIndex;
    for (let match = form.exec(text); match; match = form.exec(text)) {
      const [, number, unit, section, bracketed, bare, digit, kind, count, word, quoted] = match;
      if (number) tokens.push([unit, digits(number)]);
      else if (word) tokens.push([SAME[word] || word, ""]);
      else if (kind) tokens.push([kind, count]);
      else if (quoted) tokens.push(["“", plain(quoted)]);
      else tokens.push(["", digits(section || bracketed || bare || digit)]);
      end = form.lastIndex;
    }
    return { tokens: tokens, end: end };
  }

  /** @param {Token[]} own @param {Token[]} wanted @param {boolean} [units] and no unit that contradicts @returns {boolean} */
  function alike(own, wanted, units) {
    return own.length === wanted.length && own.every(function ([unit, value], i) {
      const [other, asked] = wanted[i];
      if (unit === "“" || other === "“" || !/^\d+$/.test(value)) return unit === other && (value.startsWith(asked) || asked.startsWith(value));
      if (value !== asked) return false;
      return !(other && unit !== other && (units || ["专栏", "表", "附件", "章", "款"].some((word) => word === unit || word === other)));
    });
  }

  /** @param {RegExpMatchArray} match of NUMBER @returns {string} */
  const keyOf = (match) => (match[1] || "") + "-" + (match[2] || match[3] || match[4] || "").replace(/^0+/, "");

  /** @param {string} asked @param {string} known @returns {number} */
  function likeness(asked, known) {
    const pairs = new Set();
    for (let i = 0; i + 1 < asked.length; i++) pairs.add(asked.substr(i, 2));
    return pairs.size > 2 ? Array.from(pairs).filter((pair) => known.includes(pair)).length / pairs.size : 0;
  }

  /** @param {Token} token */
  const isFirstParagraph = (token) => token[0] === "款" && token[1] === "1";

  class Resolver {
    /** @param {any} pack */
    constructor(pack) {
      this.gone = pack.gone;
      /** @type {Map<string, any>} */
      this.documents = new Map(pack.documents.map((/** @type {any} */ document) => [document.id, document]));
      /** @type {[string, string][]} */
      this.names = pack.documents.flatMap((/** @type {any} */ document) => document.names.map((/** @type {string} */ name) => [plain(name), document.id]));
      /** @type {Map<string, Map<string, Token[]>>} */
      this.rows = new Map();
    }

    /** @param {string} id @returns {Map<string, Token[]>} anchor -> its place */
    rowsOf(id) {
      const known = this.rows.get(id);
      if (known) return known;
      const rows = new Map(), places = [""];
      for (const [name, depth, extra] of this.documents.get(id).rows) {
        places.length = depth + 1;
        places.push(places[depth] + extra);
        rows.set(name, tokensAt(fold(places[depth + 1])).tokens);
      }
      this.rows.set(id, rows);
      return rows;
    }

    /** @param {string} id of a clause or a document @returns {string} its place in words */
    placeOf(id) {
      const [document, ...anchor] = id.split("."), places = [""];
      for (const [name, depth, extra] of (this.documents.get(document) || { rows: [] }).rows) {
        places.length = depth + 1;
        places.push(places[depth] + extra);
        if (name === anchor.join(".")) return places[depth + 1];
      }
      return "";
    }

    /** @param {string} given @returns {{found: Found[], note: string}} */
    resolve(given) {
      const text = fold(given);
      if (!text) return { found: [], note: "请写下引用、文号或者地址。" };
      const byAddress = this.addresses(text);
      if (byAddress.length) return answer(byAddress);
      const found = this.named(text).flatMap(([known, rest]) => this.places(known, rest));
      return found.length ? answer(found) : this.anywhere(text);
    }

    /** @param {string} text @returns {Found[]} */
    addresses(text) {
      return Array.from(text.toLowerCase().matchAll(ADDRESS)).flatMap(([, document, fragment]) => {
        const clause = fragment ? document + "." + fragment : document;
        if (this.gone[clause]) return [{ id: this.gone[clause], reason: "从前的地址，条款已经移走" }];
        if (clause in this.gone) return [{ id: clause, reason: "从前的地址，条款已不在手册里" }];
        if (!this.documents.has(document)) return [];
        if (!fragment || fragment === "v") return [{ id: document, reason: "文件编号" }];
        const rows = this.rowsOf(document), parts = fragment.split(".");
        if (rows.has(fragment)) return [{ id: clause, reason: "条款编号" }];
        while (parts.length && !rows.has(parts.join("."))) parts.pop();
        return [{ id: [document, ...parts].join("."), reason: "手册里没有 " + clause + "，这是最接近的上一级" }];
      });
    }

    /** @param {string} text @returns {[Named[], string][]} for each title or number: the documents, the text behind it */
    named(text) {
      const titles = Array.from(text.matchAll(/《([^《》]+)》/g)), numbers = Array.from(text.matchAll(new RegExp(NUMBER, "g")));
      const endOf = (/** @type {RegExpMatchArray} */ match) => (match.index || 0) + match[0].length;
      if (titles.length) {
        return titles.flatMap((match, i) => {
          const rest = text.slice(endOf(match), i + 1 < titles.length ? titles[i + 1].index : text.length);
          const number = new RegExp(NUMBER, "y").exec(rest);
          const known = this.inArea(this.ofTitle(plain(match[1])), text.slice(0, match.index));
          const same = /** @type {Named[]} */ (number ? this.ofNumber(number).map(([id]) => [id, "标题和文号"]) : []);
          const both = same.filter(([id]) => known.some((one) => one[0] === id));
          const best = both.length ? both : known.length ? known : same;
          return best.length ? [/** @type {[Named[], string]} */ ([best, number ? rest.slice(number[0].length) : rest])] : [];
        });
      }
      const known = numbers.filter((match) => this.ofNumber(match).length);
      if (known.length) return known.map((match) => [this.ofNumber(match), text.slice(endOf(match))]);
      const first = Array.from(text.matchAll(new RegExp(TOKEN, "g"))).map((match) => match.index || 0)
        .find((at) => { const form = new RegExp(NUMBER, "y"); form.lastIndex = at; return at && !form.test(text); });
      const end = first === undefined ? text.length : first, named = this.ofTitle(plain(text.slice(0, end)));
      return named.length ? [[named, text.slice(end)]] : [];
    }

    /** @param {string} title @returns {Named[]} */
    ofTitle(title) {
      if (title.length < 2) return [];
      const all = (/** @type {(known: string) => boolean} */ test, /** @type {string} */ reason) => /** @type {Named[]} */ (
        Array.from(new Set(this.names.filter(([known]) => test(known)).map(([, id]) => id)), (id) => [id, reason]));
      const same = all((known) => known === title, "标题");
      if (same.length) return same;
      const part = all((known) => title.length >= 4 && (known.includes(title) || (known.length >= 6 && title.includes(known))), "标题的一部分");
      if (part.length) return part;
      /** @type {Map<string, number>} */
      const scores = new Map();
      for (const [known, id] of this.names) scores.set(id, Math.max(scores.get(id) || 0, likeness(title, known)));
      const best = Math.max(0, ...scores.values());
      const near = Array.from(scores.keys()).filter((id) => best >= NEAR && (scores.get(id) || 0) > best - 0.05);
      return /** @type {Named[]} */ (near.map((id) => [id, "标题相近"]));
    }

    /** @param {Named[]} known @param {string} before @returns {Named[]} of documents that share a title, those of the city before it */
    inArea(known, before) {
      const near = known.filter(([id]) => before.endsWith(this.documents.get(id).area));
      return near.length ? near : known;
    }

    /** @param {RegExpMatchArray} match @returns {Named[]} */
    ofNumber(match) {
      const wanted = keyOf(match), form = new RegExp(NUMBER, "g");
      return /** @type {Named[]} */ (Array.from(this.documents.values())
        .filter((document) => document.number && Array.from(fold(document.number).matchAll(form)).some((own) => keyOf(own) === wanted))
        .map((document) => [document.id, "文号"]));
    }

    /** @param {Named[]} known @param {string} rest @returns {Found[]} */
    places(known, rest) {
      const { tokens, end } = tokensAt(rest);
      if (!tokens.length) return known.map(([id, reason]) => ({ id: id, reason: reason }));
      const found = known.flatMap(([id, reason]) => {
        const { hits, how } = this.fits(id, tokens);
        return hits.map(([level, hit]) => ({ level: level, one: { id: hit ? id + "." + hit : id, reason: reason + "，" + how } }));
      });
      const best = Math.min(...found.map((one) => one.level)), chosen = found.filter((one) => one.level === best).map((one) => one.one);
      const last = chosen.length === 1 && /^[至到~-]/.test(rest.slice(end)) ? tokensAt(rest.slice(end + 1)).tokens : [];
      if (last.length) {
        const document = chosen[0].id.split(".")[0], kept = tokens.slice(0, Math.max(0, tokens.length - last.length));
        const ends = this.fits(document, kept.concat(last)).hits;
        if (ends.length && ends[0][1]) chosen.push({ id: document + "." + ends[0][1], reason: "范围的末一条" });
      }
      return chosen;
    }

    /** @param {string} document @param {Token[]} tokens @returns {{hits: [number, string][], how: string}} the lower the level, the closer */
    fits(document, tokens) {
      const rows = Array.from(this.rowsOf(document)), shorter = tokens.filter((token, i) => i === 0 || !isFirstParagraph(token));
      const tail = (/** @type {Token[]} */ own) => own.slice(-tokens.length);
      /** @type {[string, (own: Token[]) => boolean][]} */
      const tests = [
        ["编号相符", (own) => own.length === tokens.length && own.every((token, i) => token[0] === tokens[i][0] && token[1] === tokens[i][1])],
        ["编号相符", (own) => alike(own, tokens, true)],
        ["第一款的编号可以省略", (own) => alike(own.filter((token) => !isFirstParagraph(token)), shorter, true)],
        ["省略了上级编号", (own) => own.length > tokens.length && alike(tail(own), tokens, true)],
        ["编号相同，写法不同", (own) => alike(own, tokens)],
        ["省略了上级编号，写法不同", (own) => own.length > tokens.length && alike(tail(own), tokens)],
      ];
      for (let level = 0; level < tests.length; level++) {
        const hits = rows.filter(([, own]) => tests[level][1](own));
        if (hits.length) return { hits: hits.map(([name]) => [level, name]), how: tests[level][0] };
      }
      if (tokens.length > 1) {
        const above = this.fits(document, tokens.slice(0, -1));
        return { hits: above.hits.map(([, name]) => [tests.length + 1, name]), how: "没有这一级编号，这是上一级" };
      }
      return { hits: [[tests.length + 2, ""]], how: "文件里没有这个编号" };
    }

    /** @param {string} text @returns {{found: Found[], note: string}} */
    anywhere(text) {
      const { tokens } = tokensAt(text);
      const found = tokens.length ? Array.from(this.documents.keys()).flatMap((id) => Array.from(this.rowsOf(id))
        .filter(([, own]) => alike(own, tokens, true)).map(([name]) => ({ id: id + "." + name, reason: "编号相符" }))) : [];
      if (!found.length) return { found: [], note: "没有认出文件名、文号或者编号。" };
      return { found: found.slice(0, MOST), note: "没有写明是哪份文件：" + found.length + " 份文件有这个编号，请加上文件名。" };
    }
  }

  /** @param {Found[]} found @returns {{found: Found[], note: string}} */
  function answer(found) {
    const once = new Map();
    for (const one of found) if (!once.has(one.id)) once.set(one.id, one);
    return { found: Array.from(once.values()).slice(0, MOST), note: once.size > 1 ? "可以指 " + once.size + " 处，请选择。" : "" };
  }

  root.Handbook = Object.assign(root.Handbook || {}, { CiteResolver: Resolver, resolveTokens: tokensAt, resolveFold: fold });
})(typeof window === "undefined" ? globalThis : window);

// Text -> the text that is compared, and the words, amounts and dates in it. No DOM.
// generator/exports/search_text.py folds in the same way what is known at build time.
(function (/** @type {any} */ root) {
  "use strict";

  // Marks that letters and questions leave out or set differently: quotation marks, brackets, interpuncts.
  const MARKS = /[“”‘’"'`《》〈〉<>()[\]〔〕【】{}「」『』·•﹒\u200b\ufeff]/g;
  const SPACE = /(?<![0-9a-z])\s+|\s+(?![0-9a-z])/g;

  /** @type {Record<string, number>} */
  const SCALES = { 百: 1e2, 千: 1e3, 万: 1e4, 十万: 1e5, 百万: 1e6, 千万: 1e7, 亿: 1e8, 百亿: 1e10, 千亿: 1e11, 万亿: 1e12 };
  const SCALE = "万亿|千亿|百亿|千万|百万|十万|亿|万|千|百";
  const NUMBER = "\\d+(?:,\\d{3})*(?:\\.\\d+)?";
  const TOKEN = new RegExp(
    "(\\d{4})[年/.-](\\d{1,2})[月/.-](\\d{1,2})(?!\\d)|(\\d{4})年(\\d{1,2})月" +
    "|(" + NUMBER + ")(?:\\s*[~—–～至-]+\\s*(" + NUMBER + "))?\\s*(" + SCALE + ")?\\s*(元|%|‰|个百分点|美元|人民币)?" +
    "|[a-z][a-z0-9]*", "g");
  const CHINESE_NUMBER = /百分之[零一二三四五六七八九十百]+|[一二两三四五六七八九十百]+(?=[万千亿]+元?|元)/g;

  /**
   * @param {string} text
   * @returns {string} one width, one case; marks and spaces are still there
   */
  function widen(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  // Of these characters nothing is ever folded; most words are nothing else.
  const PLAIN = /^[\u4e00-\u9fff]*$/;

  /**
   * @param {string} text
   * @returns {string}
   */
  function fold(text) {
    return PLAIN.test(text) ? text : widen(text).replace(MARKS, "").replace(SPACE, "");
  }

  /**
   * @param {string} text a Chinese numeral below 1000
   * @returns {number} NaN where it is none
   */
  function chineseNumber(text) {
    if (/^\d+$/.test(text)) return Number(text);
    const digits = "零一二三四五六七八九";
    let value = 0, digit = 0;
    for (const char of text.replace(/两/g, "二").replace(/〇/g, "零")) {
      if (char === "十") { value += (digit || 1) * 10; digit = 0; }
      else if (char === "百") { value += (digit || 1) * 100; digit = 0; }
      else if (digits.includes(char)) digit = digits.indexOf(char);
      else return NaN;
    }
    return value + digit;
  }

  /** @typedef {{keys: string[], start: number, end: number}} Token what stands at a place, under every name it is looked up by */

  /**
   * Latin words, amounts, shares, dates and bare numbers. An amount is its value in yuan (¥2000000), so that 200万元,
   * 200万 and 2000000元 are one and 22亿元 is not 2亿元; a number with a unit is also kept bare (#200) for 200个, 200家.
   * @param {string} text widened
   * @returns {Token[]}
   */
  function tokens(text) {
    /** @type {Token[]} */
    const found = [];
    for (const match of text.matchAll(TOKEN)) {
      const start = match.index || 0;
      found.push({ keys: keysOf(match), start: start, end: start + match[0].trimEnd().length });
    }
    return found;
  }

  /**
   * @param {RegExpMatchArray} match
   * @returns {string[]} the exact name first
   */
  function keysOf(match) {
    const number = (/** @type {string} */ text) => String(Number(text));
    const month = "d" + match[1] + "-" + number(match[2]);
    if (match[1]) return [month + "-" + number(match[3]), month, "#" + match[1]];
    if (match[4]) return ["d" + match[4] + "-" + number(match[5]), "#" + match[4]];
    if (!match[6]) return [match[0]];
    const keys = [], unit = match[9] || "", scale = SCALES[match[8]] || 1;
    for (const text of [match[6], match[7]]) {
      if (!text) continue;
      const value = Number(text.replace(/,/g, ""));
      if (unit === "%" || unit === "个百分点") keys.push("%" + value);
      else if (unit === "‰") keys.push("%" + Number((value / 10).toFixed(6)));
      else if (scale > 1 || unit) keys.push("¥" + Math.round(value * scale));
      keys.push("#" + value);
    }
    return keys;
  }

  /**
   * @param {string} question
   * @returns {string} amounts in Chinese numerals in digits: 两百万元 -> 200万元, 百分之二十 -> 20%
   */
  function digits(question) {
    return question.replace(CHINESE_NUMBER, function (text) {
      const share = text.startsWith("百分之");
      const value = chineseNumber(share ? text.slice(3) : text);
      return share ? value + "%" : String(value);
    });
  }

  /** @typedef {{starts: Uint16Array, sizes: Uint8Array, letters: Uint16Array, longest: number}} Table of a code: where its letters start, how many they are */

  /**
   * The reverse of generator/exports/search_pack.py.
   * @param {string} packed
   * @param {{symbols: string, spare: string, table?: Table}} codes of the manifest
   * @returns {string}
   */
  function unpack(packed, codes) {
    const { starts, sizes, letters, longest } = codes.table || (codes.table = tableOf(codes));
    const units = new Uint16Array(packed.length * longest);
    let to = 0;
    for (let at = 0; at < packed.length; at++) {
      const code = packed.charCodeAt(at), size = sizes[code];
      if (!size) units[to++] = code;
      else for (let from = starts[code], end = from + size; from < end; from++) units[to++] = letters[from];
    }
    return new TextDecoder("utf-16le").decode(units.subarray(0, to));
  }

  /** @param {{symbols: string, spare: string}} codes @returns {Table} */
  function tableOf(codes) {
    const table = { starts: new Uint16Array(0x800), sizes: new Uint8Array(0x10000), letters: new Uint16Array(codes.symbols.length), longest: 1 };
    let start = 0, number = 0;
    for (const match of codes.symbols.matchAll(/\(([^)]+)\)|./gu)) {
      const symbol = match[1] || match[0];
      const code = number < codes.spare.length ? codes.spare.charCodeAt(number) : 0xa1 + number - codes.spare.length;
      table.starts[code] = start;
      table.sizes[code] = symbol.length;
      table.longest = Math.max(table.longest, symbol.length);
      for (let at = 0; at < symbol.length; at++) table.letters[start++] = symbol.charCodeAt(at);
      number++;
    }
    return table;
  }

  root.Handbook = Object.assign(root.Handbook || {}, {
    searchFold: fold, searchWiden: widen, searchTokens: tokens, searchDigits: digits, searchMarks: MARKS, searchUnpack: unpack,
    chineseNumber: chineseNumber,
  });
})(typeof window === "undefined" ? globalThis : window);

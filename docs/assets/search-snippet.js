// A clause and a plan -> the stretch of its text that answers, cut into plain and marked pieces. No DOM.
(function (/** @type {any} */ root) {
  "use strict";
  const Handbook = root.Handbook;

  /** @typedef {{text: string, marked: boolean}} Piece */

  /**
   * @param {string} text
   * @returns {{wide: string, widePlaces: number[], folded: string, places: number[]}} as compared, and where each character comes from
   */
  function mapped(text) {
    let wide = "", folded = "";
    const widePlaces = [], places = [];
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code >= 0x3400 && code <= 0x9fff) { // most of a text, and never changed
        wide += text[at]; folded += text[at];
        widePlaces.push(at); places.push(at);
        continue;
      }
      for (const char of Handbook.searchWiden(text[at])) {
        wide += char;
        widePlaces.push(at);
        if (/\s/.test(char) || char.replace(Handbook.searchMarks, "") === "") continue;
        folded += char;
        places.push(at);
      }
    }
    return { wide: wide, widePlaces: widePlaces, folded: folded, places: places };
  }

  /**
   * @param {string} text
   * @param {any} plan
   * @returns {Uint8Array} 1 at each character that the question asked for
   */
  function marksOf(text, plan) {
    const marks = new Uint8Array(text.length), map = mapped(text);
    const keys = new Set();
    for (const group of plan.groups) for (const reading of group.readings) for (const term of reading.terms) {
      if (term.token) keys.add(term.key);
      else if (term.key.length > 1) markAll(map.folded, map.places, term.key, marks);
    }
    for (const token of Handbook.searchTokens(map.wide)) {
      if (!token.keys.some((/** @type {string} */ key) => keys.has(key))) continue;
      for (let at = token.start; at < token.end; at++) marks[map.widePlaces[at]] = 1;
    }
    return marks;
  }

  /** @param {string} folded @param {number[]} places @param {string} term @param {Uint8Array} marks */
  function markAll(folded, places, term, marks) {
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + 1)) {
      for (let i = 0; i < term.length; i++) marks[places[at + i]] = 1;
    }
  }

  /**
   * @param {string} text
   * @param {any} plan
   * @param {number} length
   * @returns {Piece[]}
   */
  function snippet(text, plan, length) {
    const flat = text.replace(/\s/g, " "), marks = marksOf(flat, plan);
    let start = 0, most = -1, sum = 0;
    for (let at = 0; at < flat.length; at++) {
      sum += marks[at];
      if (at >= length) sum -= marks[at - length];
      if (sum > most) { most = sum; start = Math.max(0, at - length + 1); }
    }
    // The window ends at the last mark it gained; let it breathe on both sides.
    start = Math.min(start + Math.floor(length / 6), Math.max(0, flat.length - length));
    while (start > 0 && marks[start] && marks[start - 1]) start--;
    const end = Math.min(flat.length, start + length);
    /** @type {Piece[]} */
    const pieces = start > 0 ? [{ text: "…", marked: false }] : [];
    for (let at = start; at < end; at++) {
      const last = pieces[pieces.length - 1], marked = marks[at] === 1;
      if (last && last.marked === marked) last.text += flat[at];
      else pieces.push({ text: flat[at], marked: marked });
    }
    return end < flat.length ? pieces.concat({ text: "…", marked: false }) : pieces;
  }

  root.Handbook = Object.assign(Handbook, { searchSnippet: snippet });
})(typeof window === "undefined" ? globalThis : window);

// A plan and the loaded texts -> the plan with one wrong character put right, as a further reading. No DOM.
(function (/** @type {any} */ root) {
  "use strict";
  const Handbook = root.Handbook;

  // A guess is worth less than what was typed and than a synonym that a person vouches for.
  const GUESS = 0.7;
  const HAN = "[\u3400-\u9fff]";

  /**
   * 告知承若制: 承若 and 若制 stand nowhere, 承?制 stands in the texts as 承诺制 only.
   * @param {any} plan changed
   * @param {any} texts Handbook.SearchTexts
   */
  function correct(plan, texts) {
    for (const group of plan.groups) {
      const typed = group.readings[0].text;
      if (group.readings.length > 1 || !new RegExp("^" + HAN + "{3,}$").test(typed)) continue;
      for (const text of corrections(typed, texts)) group.readings.push({ text: text, terms: Handbook.searchTermsOf(text), weight: GUESS });
    }
  }

  /**
   * @param {string} run Chinese characters
   * @param {any} texts
   * @returns {string[]} the run with one character changed, at most three of them, the commonest first
   */
  function corrections(run, texts) {
    const known = (/** @type {number} */ at) => at >= 0 && at + 2 <= run.length && texts.find(run.substr(at, 2)).ids.length > 0;
    /** @type {string[]} */
    const found = [];
    for (let at = 0; at < run.length; at++) {
      if (known(at - 1) || known(at)) continue;
      for (const char of fitting(run, at, texts)) found.push(run.slice(0, at) + char + run.slice(at + 1));
    }
    return found.slice(0, 3);
  }

  /**
   * Three neighbours must stand round it in the texts; two would fit too much (能罢工 is not 能加工), unless the character
   * stands nowhere at all. Where they all stand before it, what follows them must be nearly always the same (智改数传),
   * and where all stand after it, it is a word of its own (骗创新券).
   * @param {string} run
   * @param {number} at the place of the character in doubt
   * @param {any} texts
   * @returns {string[]} the characters that stand there in the texts, the commonest first
   */
  function fitting(run, at, texts) {
    const around = texts.find(run[at]).ids.length ? 3 : 2;
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (let before = around; before >= 0; before--) {
      const from = at - before, to = at + 1 + around - before;
      if (from < 0 || to > run.length || (before === 0 && around === 3)) continue;
      const form = new RegExp(run.slice(from, at) + "(" + HAN + ")" + run.slice(at + 1, to), "g");
      for (const part of texts.parts) for (const match of part.text.matchAll(form)) counts.set(match[1], (counts.get(match[1]) || 0) + 1);
    }
    const all = Array.from(counts.values()).reduce((sum, count) => sum + count, 0);
    const certain = at === run.length - 1 ? 0.7 : 0;
    return Array.from(counts.keys()).filter((char) => (counts.get(char) || 0) >= certain * all).sort((a, b) => (counts.get(b) || 0) - (counts.get(a) || 0)).slice(0, 2);
  }

  root.Handbook = Object.assign(Handbook, { searchCorrect: correct, searchCorrections: corrections });
})(typeof window === "undefined" ? globalThis : window);

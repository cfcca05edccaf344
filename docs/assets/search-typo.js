// A question and the loaded texts -> the question with one wrong character put right. No DOM.
(function (/** @type {any} */ root) {
  "use strict";
  const Handbook = root.Handbook;

  // Of everyday speech, seldom mistyped, seldom beside the same characters in official texts.
  const SPOKEN = /[的了要能在有和与跟把被给从到对向为以或还都也就才又再很更会可该过着吗呢谁几啥哪那这个我你他们买卖算多少钱时事叫做没减交拿放看找查装坐办开报出进里外上下不一条点发用让比说听想后前先人家年天管帮记认]/g;
  const HAN = "[\u3400-\u9fff]";

  // What a guess by sound is worth: for each side that it mends, for each character of a word that it makes.
  const MENDED = 1e6, WORD = 1e4;
  // Clauses that hold some characters beside each other, from which these are a word.
  const AT_HOME = 5;

  /** @typedef {{text: string, word: string, count: number, doubt: boolean}} Correction */

  /**
   * 告知承若制: 承若 and 若制 stand nowhere, 承?制 stands in the texts as 承诺制 only. One character at most: a second
   * guess on top of a first is no longer what was typed.
   * @param {string} text folded (plan.text)
   * @param {any} words Handbook.SearchVocabulary
   * @param {any} texts Handbook.SearchTexts
   * @param {string[] | null} sounds characters that sound or look alike, null where the table is not loaded
   * @returns {Correction} the text, changed or not, the word that was put right ("" for none), and whether the table would tell more
   */
  function correct(text, words, texts, sounds) {
    const safe = knownOf(text, words);
    /** @type {Correction} */
    const best = { text: text, word: "", count: 0, doubt: false };
    for (const match of text.matchAll(new RegExp(HAN + "{3,}", "g"))) {
      const run = match[0], from = match.index || 0;
      const known = safe.subarray(from, from + run.length), heard = sounding(run, known, words, texts, sounds || []);
      const put = (/** @type {string} */ right) => text.slice(0, from) + right + text.slice(from + run.length);
      if (heard) return { text: put(heard.text), word: heard.word, count: 1, doubt: false };
      if (!sounds && doubted(run, known, texts).length) best.doubt = true;
      for (const guess of guesses(run, known, texts, sounds || [])) {
        if (!sounds) best.doubt = true;
        if (guess.char === run[guess.at] || guess.count <= best.count || !(guess.certain || alike(run[guess.at], guess.char, sounds || []))) continue;
        const right = run.slice(0, guess.at) + guess.char + run.slice(guess.at + 1);
        Object.assign(best, { text: put(right), word: right.slice(Math.max(0, guess.at - 2), guess.at + 3), count: guess.count });
      }
    }
    return best;
  }

  /**
   * @param {string} run Chinese characters
   * @param {Uint8Array} safe
   * @param {any} texts
   * @returns {number[]} the characters that stand nowhere beside one of their neighbours
   */
  function doubted(run, safe, texts) {
    const unknown = (/** @type {number} */ at) => at >= 0 && at + 2 <= run.length && !countOf(run, at, 2, texts);
    return Array.from(run).map((_, at) => at).filter((at) => !safe[at] && (unknown(at - 1) || unknown(at)));
  }

  /**
   * @param {string} text
   * @param {number} from
   * @param {number} length
   * @param {any} texts
   * @returns {number} how many clauses hold a piece of it; 0 where it has no such piece
   */
  function countOf(text, from, length, texts) {
    return from >= 0 && from + length <= text.length ? texts.find(text.substr(from, length)).ids.length : 0;
  }

  /** @param {string} run @param {number} at @param {any} texts @returns {boolean} 驶 in 驾驶上路: it is at home with a neighbour */
  function belongs(run, at, texts) {
    return [at - 1, at].some((from) => countOf(run, from, 2, texts) >= AT_HOME);
  }

  /**
   * 二手厕交易, 建研就院: with a character that sounds or looks alike, a word of the thesaurus or three characters of the texts
   * appear.
   * @param {string} run Chinese characters
   * @param {Uint8Array} safe
   * @param {any} words Handbook.SearchVocabulary
   * @param {any} texts
   * @param {string[]} sounds
   * @returns {{text: string, word: string} | null} the run put right where one character will do it
   */
  function sounding(run, safe, words, texts, sounds) {
    let best = null, most = 0;
    for (const at of sounds.length ? doubted(run, safe, texts) : []) {
      if (run[at].search(SPOKEN) === 0 || belongs(run, at, texts)) continue;
      for (const char of new Set(sounds.filter((line) => line.includes(run[at])).join(""))) {
        const worth = char === run[at] ? 0 : worthOf(run, at, char, safe, words, texts);
        const right = run.slice(0, at) + char + run.slice(at + 1);
        // Mended on both sides, or a word of the thesaurus: anything less is the asker's own way of speaking.
        if (worth > most && (worth >= 2 * MENDED || worth % MENDED >= 3 * WORD)) {
          most = worth;
          best = { text: right, word: right.slice(Math.max(0, at - 2), at + 3) };
        }
      }
    }
    return best;
  }

  /**
   * @param {string} run
   * @param {number} at
   * @param {string} char
   * @param {Uint8Array} safe what follows a known word may well stand nowhere beside it: that is no sign of an error
   * @param {any} words
   * @param {any} texts
   * @returns {number} how surely the character belongs there, 0 for not: by what then stands beside its neighbours, by a word
   */
  function worthOf(run, at, char, safe, words, texts) {
    const right = run.slice(0, at) + char + run.slice(at + 1);
    const counted = (/** @type {string} */ text, /** @type {number} */ from, /** @type {number} */ length) => countOf(text, from, length, texts);
    const mends = (/** @type {number} */ from) => !safe[from] && !safe[from + 1] && !counted(run, from, 2) && counted(right, from, 2);
    const mended = [at - 1, at].filter(mends).length;
    let phrase = 0;
    for (let from = Math.max(0, at - 5); from <= at; from++) {
      const length = Handbook.searchLongestAt(right, from, words).length;
      if (from + length > at) phrase = Math.max(phrase, length);
    }
    const counts = [at - 2, at - 1, at].map((from) => counted(right, from, 3));
    const fits = [at - 1, at].every((from) => from < 0 || from + 2 > run.length || safe[from] || safe[from + 1] || counted(right, from, 2));
    // 科技创新卷|兑付: both neighbours belong to known words, and four characters of the texts end with the guess.
    const ends = at > 2 && !counted(run, at - 1, 2) && !counted(run, at, 2) && counted(right, at - 3, 4) >= AT_HOME;
    if (ends) return 2 * MENDED + counted(right, at - 3, 4);
    if (phrase < 3 && !(mended && fits && Math.max(...counts) > 1)) return 0;
    return MENDED * mended + WORD * phrase + counts.reduce((sum, count) => sum + count, 0);
  }

  /**
   * @param {string} run Chinese characters
   * @param {Uint8Array} safe
   * @param {any} texts
   * @param {string[]} sounds
   * @returns {{at: number, char: string, count: number, certain: boolean}[]} `certain` where nobody writes the character
   *   that was typed (计价嚣), no other one will do and all else of the run stands in the texts; else the guess must sound
   *   like what was typed
   */
  function guesses(run, safe, texts, sounds) {
    const common = (/** @type {string} */ char) => !sounds.length || sounds.some((line) => line.includes(char));
    const stands = (/** @type {number} */ at) => countOf(run, at, 2, texts) > 0;
    const unknown = Array.from(safe.keys()).filter((at) => at + 1 < run.length && !stands(at) && !(safe[at] || safe[at + 1]));
    const spoken = (/** @type {number} */ at) => at >= 0 && at < run.length && run[at].search(SPOKEN) === 0;
    const found = [];
    for (let at = 0; at < run.length; at++) {
      if (spoken(at - 1) || spoken(at + 1)) continue;
      const own = unknown.filter((pair) => pair === at || pair === at - 1).length, left = stands(at - 1), right = stands(at);
      // Where more is unknown than the two pairs of one character, people speak in their own words.
      if (safe[at] || (left && right) || unknown.length - own > 1 || ((left || right) && !own)) continue;
      const chance = left || right; // 产全 of 知识产全 stands in 生产全过程
      const last = at + 1 === run.length || safe[at + 1] === 1;
      const certain = !chance && unknown.length === own && !texts.find(run[at]).ids.length && !common(run[at]);
      for (const [char, count] of fitting(run, at, last, chance, texts)) found.push({ at: at, char: char, count: count, certain: certain });
    }
    return found;
  }

  /** @param {string} one @param {string} other @param {string[]} sounds @returns {boolean} */
  function alike(one, other, sounds) {
    return sounds.some((line) => line.includes(one) && line.includes(other));
  }

  /**
   * @param {string} text
   * @param {any} words
   * @returns {Uint8Array} 1 at each character of a word that the thesaurus or the list of stop words knows
   */
  function knownOf(text, words) {
    const safe = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) {
      const phrase = Handbook.searchLongestAt(text, at, words);
      if (phrase.length > 1) safe.fill(1, at, at + phrase.length);
    }
    for (const match of text.matchAll(SPOKEN)) safe[match.index || 0] = 1;
    for (const word of words.stop) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) safe.fill(1, at, at + word.length);
    }
    return safe;
  }

  /**
   * Three neighbours must stand round it in the texts; two would fit too much (能罢工 is not 能加工), unless the character
   * stands nowhere at all. Where they all stand before it, what follows them must be nearly always the same (智改数传),
   * and then two are enough at the end of a word (首台讨); where they all stand after it, it is a word of its own (骗创新券).
   * @param {string} run
   * @param {number} at the place of the character in doubt
   * @param {boolean} last whether a word ends with it
   * @param {boolean} chance whether it stands beside one of its neighbours in the texts: it must then fit between them
   * @param {any} texts
   * @returns {[string, number][]} the character that stands there in the texts and how often: one or none
   */
  function fitting(run, at, last, chance, texts) {
    const around = texts.find(run[at]).ids.length ? 3 : 2;
    /** @type {Map<string, number>} */
    const counts = new Map();
    const forms = chance ? [[2, 1], [1, 2]] : last ? [[3, 0], [2, 1], [1, 2], [2, 0]] : [[3, 0], [2, 1], [1, 2], [1, 1], [0, 2]];
    for (const [before, after] of forms) {
      if (before + after < (last && !after ? 2 : around) || at < before || at + after >= run.length) continue;
      const own = standing(run.slice(at - before, at), run.slice(at + 1, at + 1 + after), texts);
      const all = Array.from(own.values()).reduce((sum, count) => sum + count, 0);
      for (const [char, count] of own) if (after || (count >= 0.7 * all && count > 2)) counts.set(char, (counts.get(char) || 0) + count);
    }
    return Array.from(counts).sort((a, b) => b[1] - a[1]).slice(0, 1);
  }

  /** @param {string} before @param {string} after @param {any} texts @returns {Map<string, number>} what stands between the two */
  function standing(before, after, texts) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    const form = new RegExp(before + "(" + HAN + ")" + after, "g");
    for (const part of texts.parts) for (const match of part.text.matchAll(form)) {
      // What only people say of a clause is no spelling to go by.
      if (part.text.lastIndexOf("\t", match.index) > part.text.lastIndexOf("\n", match.index)) continue;
      counts.set(match[1], (counts.get(match[1]) || 0) + 1);
    }
    return counts;
  }

  root.Handbook = Object.assign(Handbook, { searchCorrect: correct });
})(typeof window === "undefined" ? globalThis : window);

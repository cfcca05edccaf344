// A question -> what to look for: groups of terms, each with the words that mean the same. No DOM.
(function (/** @type {any} */ root) {
  "use strict";
  const Handbook = root.Handbook;

  /** @typedef {{key: string, token: boolean, weight: number}} Term a piece of folded text, or the key of a token */
  /** @typedef {{text: string, terms: Term[], weight: number}} Reading one way to say it */
  /** @typedef {{said: string, readings: Reading[], department: number}} Group the first reading is what the reader typed */
  /** @typedef {{text: string, groups: Group[], citations: any[], departments: number[], wants: string, corrected?: string}} Plan */
  /** @typedef {{stop: string[], entries: string[], departments: any[][]}} Words `entries`: 买房|买房补贴>购房|购房补贴, = where it holds both ways */

  // Pairs of characters carry the meaning of Chinese; a single character only tells between equals. Measured on the
  // tuning questions: 0 loses one-character differences, 0.3 drowns pairs in common characters.
  const CHAR_WEIGHT = 0.12;
  // What was typed beats what it was taken to mean.
  const OTHER_WORDS = 0.8;
  // What straddles two known phrases may be chance (公司|补贴) or a word of its own (征信|贷).
  const EDGE = 0.5;
  const WHOLE = 1.1;
  // What a verb of everyday speech leaves beside its neighbours (没批, 做到) is rare in official texts, and says little.
  const SPOKEN = /[不没要能会可得给了着过就都也还把被让做搞弄拿放找去来到在是跟的吗呢几谁哪啥多少]/, SPOKEN_WEIGHT = 0.5;
  const HAN = /[\u3400-\u9fff]+/g;
  // What ends a phrase, but for the marks inside a number: 2,000 1.5 10~30.
  const MARKS_BETWEEN = /[?!;|*…、。]|(?<!\d)[,.:~-]|[,.:~-](?!\d)/g;
  // 人 才 落 户: set with spaces, one word all the same.
  const SPACED = /(?<![^ ])[\u3400-\u9fff](?: [\u3400-\u9fff](?![^ ]))+/g;

  class Vocabulary {
    /** @param {Words} words */
    constructor(words) {
      this.departments = words.departments;
      this.stop = words.stop.map(Handbook.searchFold).sort((/** @type {string} */ a, /** @type {string} */ b) => b.length - a.length);
      this.entries = words.entries;
      /** @type {Map<string, {others: string[], department: number}>} what may be said -> what it may also be called */
      this.said = new Map();
      for (const entry of words.entries) {
        const [from, to] = entry.split("=")[0].split(">").map((side) => side.split("|").map(Handbook.searchFold));
        for (const word of from) this.learn(word, to, -1);
        if (entry.endsWith("=")) for (const word of to) this.learn(word, from.concat(to.filter((other) => other !== word)), -1);
      }
      this.learnDepartments();
      this.longest = Math.max(1, ...Array.from(this.said.keys(), (word) => word.length));
    }

    /** @returns {string[]} what people type, as it is written */
    typed() {
      return this.entries.flatMap((entry) => entry.split(/[|>=]/)).filter((word) => word.length > 2);
    }

    /** @param {string} word @param {string[]} others @param {number} department */
    learn(word, others, department) {
      const known = this.said.get(word);
      const more = others.filter((other) => other !== word && !(known && known.others.includes(other)));
      if (!known) this.said.set(word, { others: more, department: department });
      else {
        known.others.push(...more);
        if (known.department < 0) known.department = department;
      }
    }

    /** A body is found by every spelling of its own, of the one that took its place and of those it took the place of. */
    learnDepartments() {
      /** @type {number[][]} */
      const before = this.departments.map(() => []);
      this.departments.forEach((body, number) => { if (body[2] >= 0) before[body[2]].push(number); });
      this.departments.forEach((body, number) => {
        const kin = [number, ...before[number], ...(body[2] >= 0 ? [body[2]] : [])].map((index) => this.departments[index]);
        const names = kin.flatMap((other) => [other[1]].concat(other.slice(3))).map(Handbook.searchFold);
        for (const name of [body[1]].concat(body.slice(3)).map(Handbook.searchFold)) {
          this.learn(name, names, number);
          const bare = name.replace(/^(苏州)?市(?=..)/, "");
          // 工信局 for 市工信局; not 政府, 法院 and the like, which are anybody's.
          if (bare !== name && bare.length > 2 && /[局委办会行关]$/.test(bare)) this.learn(bare, names, number);
        }
      });
    }
  }

  /**
   * @param {string} question
   * @param {Vocabulary} words
   * @param {Record<string, string>} variants traditional characters
   * @returns {Plan}
   */
  function plan(question, words, variants) {
    const simplified = Handbook.searchWiden(question).replace(/[\u3400-\u9fff]/g, (/** @type {string} */ char) => variants[char] || char);
    let text = Handbook.searchDigits(simplified);
    const citations = Handbook.searchCitations(text);
    for (const { start, end } of citations) text = text.slice(0, start) + " ".repeat(end - start) + text.slice(end);
    text = text.replace(Handbook.searchMarks, "").replace(MARKS_BETWEEN, " ").replace(/\s+/g, " ").trim();
    text = text.replace(SPACED, (run) => run.replace(/ /g, ""));
    /** @type {Plan} */
    const made = { text: text, groups: [], citations: citations, departments: [], wants: wantsOf(text) };
    /** @type {Group[]} */
    const groups = [];
    /** @type {number[]} */
    const edges = [];
    let rest = "";
    const flush = function () {
      for (const reading of readingsOf(rest, words)) groups.push({ said: reading.text, readings: [reading], department: -1 });
      rest = "";
    };
    for (let at = 0; at < text.length;) {
      const phrase = longestAt(text, at, words);
      if (!phrase) { rest += text[at++]; continue; }
      flush();
      edges.push(at, at + phrase.length);
      const known = words.said.get(phrase);
      const readings = [phrase].concat(known ? known.others : [])
        .map((other, index) => ({ text: other, terms: termsOf(other), weight: index ? OTHER_WORDS : 1 }));
      groups.push({ said: phrase, readings: readings, department: known ? known.department : -1 });
      if (known && known.department >= 0) made.departments.push(known.department);
      at += phrase.length;
    }
    flush();
    // The pairs that straddle the edge of a known phrase stay: 购房|补贴 is also 房补.
    for (const pair of new Set(edges.map((edge) => text.slice(edge - 1, edge + 1)))) {
      if (/^[\u3400-\u9fff]{2}$/.test(pair)) groups.push(besides(pair, EDGE));
    }
    // A word that stands apart is meant as one word, whatever is known of its parts: 首贷户, 征信贷.
    for (const word of text.split(" ")) {
      if (/^[\u3400-\u9fff]{3,5}$/.test(word)) groups.push(besides(word, WHOLE));
    }
    made.groups = groups;
    return made;
  }

  /** @param {string} text @param {number} weight @returns {Group} what is looked for besides the words themselves */
  function besides(text, weight) {
    return { said: "", readings: [{ text: text, terms: [{ key: text, token: false, weight: weight }], weight: 1 }], department: -1 };
  }

  /** @type {[string, RegExp][]} what kind of answer a question asks for, by its words */
  const WANTS = [
    ["calculator", /计算器|试算|测算|算一算|算一下/],
    ["definition", /什么是|是什么|什么叫|是指|定义|什么意思|含义/],
    ["penalty", /罚|处罚|后果|怎么处理|造假|违法/],
    ["time", /到期|过期|哪天|哪年|几时|几天|几个?月|几年|多久|多长时间|什么时候|何时|期限|多少天/],
    ["amount", /多少钱|给多少|多少|奖励|补贴|补助|资助|奖补|扶持|补多少|怎么补|有钱|贴息|减免|免租/],
  ];

  /** @param {string} text @returns {string} */
  function wantsOf(text) {
    const found = WANTS.find((pair) => pair[1].test(text));
    return found ? found[0] : "";
  }

  /**
   * @param {string} text
   * @param {number} at
   * @param {Vocabulary} words
   * @returns {string} the longest known phrase there
   */
  function longestAt(text, at, words) {
    const latin = /[0-9a-z]/;
    if (at > 0 && latin.test(text[at]) && latin.test(text[at - 1])) return "";
    for (let length = Math.min(words.longest, text.length - at); length > 0; length--) {
      const piece = text.substr(at, length);
      const cut = latin.test(piece[length - 1]) && latin.test(text[at + length] || "");
      if (!cut && words.said.has(piece)) return piece;
    }
    return "";
  }

  /**
   * @param {string} text what stands between known phrases
   * @param {Vocabulary} words
   * @returns {Reading[]} stop words taken out
   */
  function readingsOf(text, words) {
    let left = text;
    for (const word of words.stop) left = left.split(word).join(" ");
    return left.split(" ").filter(Boolean).map((piece) => ({ text: piece, terms: termsOf(piece), weight: 1 }))
      .filter((reading) => reading.terms.length);
  }

  /**
   * @param {string} text folded
   * @returns {Term[]} pairs of characters, light single ones, Latin words and numbers
   */
  function termsOf(text) {
    /** @type {Term[]} */
    const terms = [];
    for (const run of text.match(HAN) || []) {
      if (run.length === 1) terms.push({ key: run, token: false, weight: 2 * CHAR_WEIGHT });
      for (let i = 0; i < run.length && run.length > 1; i++) {
        if (i + 1 < run.length) {
          const pair = run.substr(i, 2);
          terms.push({ key: pair, token: false, weight: SPOKEN.test(pair) ? SPOKEN_WEIGHT : 1 });
        }
        terms.push({ key: run[i], token: false, weight: CHAR_WEIGHT });
      }
    }
    for (const token of Handbook.searchTokens(text)) terms.push({ key: token.keys[0], token: true, weight: 1 });
    // 3岁以下 is not 35周岁以下: a number and what it counts are one word.
    for (const counted of text.match(/\d+(?:\.\d+)?[\u3400-\u9fff]/g) || []) terms.push({ key: counted, token: false, weight: 1 });
    return terms;
  }

  root.Handbook = Object.assign(Handbook, { SearchVocabulary: Vocabulary, searchPlan: plan, searchLongestAt: longestAt });
})(typeof window === "undefined" ? globalThis : window);

// Loads what a search needs, once, when the page has nothing else to do or the reader is at the box: scripts beside this
// site's pages, since a page from disk may fetch nothing.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook;

  /** Parts of a large corpus that one question loads: about 240 KiB as sent, however large the corpus. */
  const PARTS_A_QUESTION = 6;

  /** @type {any} made as soon as engine.js is there */
  let engine = null;
  /** @type {{edition: string, parts: number, routes: string[]}} of assets/search/manifest.js, which every page links */
  const manifest = Handbook.searchManifest || { edition: "", parts: 0, routes: [] };
  /** @type {any} what the texts are packed with */
  let codes = null;
  /** @type {Map<string, Promise<void>>} */
  const loading = new Map();
  /** @type {Map<number, Record<string, string>>} */
  const routes = new Map();
  let folder = "";

  Handbook.searchEngineReady = (/** @type {any} */ value) => {
    codes = value;
    Handbook.searchEngine = engine = new Handbook.SearchEngine();
  };
  const unpacked = (/** @type {string} */ packed) => JSON.parse(Handbook.searchUnpack(packed, codes));
  Handbook.searchWords = (/** @type {string} */ packed) => engine.learn(unpacked(packed));
  Handbook.searchVariants = (/** @type {string} */ table, /** @type {string} */ sounds) => engine.addVariants(table, sounds);
  Handbook.searchPart = (/** @type {number} */ number, /** @type {string} */ packed) => engine.texts.add(number, unpacked(packed));
  Handbook.searchRoute = (/** @type {number} */ number, /** @type {any} */ route) => routes.set(number, route);

  /**
   * @param {string} name
   * @returns {Promise<void>}
   */
  function script(name) {
    const known = loading.get(name);
    if (known) return known;
    const promise = new Promise(function (/** @type {(value: void) => void} */ resolve, reject) {
      const element = document.createElement("script");
      element.src = folder + name + "?" + manifest.edition;
      element.async = false; // all are fetched at once, and run in the order in which they were asked for
      element.onload = () => resolve();
      element.onerror = function () {
        loading.delete(name);
        element.remove();
        reject(new Error(name));
      };
      document.head.append(element);
    });
    loading.set(name, promise);
    return promise;
  }

  /**
   * @param {string} root the site's root as seen from this page
   * @returns {Promise<void>}
   */
  async function start(root) {
    folder = root.replace(/\/$/, "") + "/assets/search/";
    const names = ["engine.js", "words.js"];
    if (!manifest.routes.length) for (let number = 0; number < manifest.parts; number++) names.push("part-" + number + ".js");
    await Promise.all(names.map(script));
  }

  /**
   * @param {string} root
   * @param {string} question
   * @returns {Promise<any>} what Handbook.SearchEngine answers, everything it needs for it loaded
   */
  async function ask(root, question) {
    await start(root);
    if (manifest.routes.length) await loadFor(question);
    if (engine.wantsVariants(question)) {
      await script("variants.js");
      if (manifest.routes.length) await loadFor(question);
    }
    return engine.search(question);
  }

  /**
   * Which parts of a large corpus a question needs: those that hold most of its pairs of characters, rare pairs first.
   * @param {string} question
   * @returns {Promise<void>}
   */
  async function loadFor(question) {
    const terms = Handbook.searchRouteTerms(Handbook.searchPlan(question, engine.words, engine.variants || {}));
    const needed = Array.from(new Set(terms.map((/** @type {string} */ term) => Handbook.searchRouteOf(manifest.routes, term))));
    await Promise.all(needed.filter((number) => number >= 0).map((number) => script("route-" + number + ".js")));
    const found = Handbook.searchBestParts(terms, (/** @type {string} */ term) => {
      const route = routes.get(Handbook.searchRouteOf(manifest.routes, term));
      return route && route[term];
    }, manifest.parts);
    await Promise.all(found.slice(0, PARTS_A_QUESTION).map((/** @type {number} */ number) => script("part-" + number + ".js")));
  }

  /**
   * @param {string} question
   * @returns {any} the answer, where everything it needs is loaded; null where it is not
   */
  function askNow(question) {
    if (!engine || !engine.suggester || !engine.texts.clauses.length || manifest.routes.length || engine.texts.loaded.size < manifest.parts) return null;
    return engine.wantsVariants(question) ? null : engine.search(question);
  }

  /**
   * Has the search ready before it is wanted, at a moment when nobody waits: not where the reader saves data.
   * @param {string} root
   */
  function startIdly(root) {
    const connection = /** @type {any} */ (navigator).connection;
    if (connection && (connection.saveData || /2g/.test(connection.effectiveType || ""))) return;
    const idle = window.requestIdleCallback || ((/** @type {() => void} */ work) => window.setTimeout(work, 1500));
    const whenIdle = (/** @type {() => void} */ work) => void idle(work);
    const go = () => whenIdle(() => start(root).then(() => whenIdle(warm)).catch(() => {}));
    if (document.readyState === "complete") go(); else window.addEventListener("load", go, { once: true });
  }

  /** What the first question would else wait for. */
  function warm() {
    if (manifest.routes.length || !engine) return;
    script("variants.js").catch(() => {});
    engine.suggest("苏州");
    engine.texts.wordsFrom("ai");
    engine.search("企业补贴");
  }

  Object.assign(Handbook, { searchStart: start, searchStartIdly: startIdly, searchAsk: ask, searchAskNow: askNow });
})();

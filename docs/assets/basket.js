// The clauses that a reader has collected, in order: kept in this browser, written as an address, joined where they are neighbours. No DOM.
(function (/** @type {any} */ root) {
  "use strict";
  const KEY = "handbook.basket";
  const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*-(?:19|20)\d\d(?:\.[a-z0-9-]+)+$/;
  /** More than fits into an annex; keeps an address that somebody made up from filling the browser. */
  const MOST = 200;

  /** @param {unknown} ids @returns {string[]} those that can be ids of clauses, each once */
  function clean(ids) {
    return Array.isArray(ids) ? Array.from(new Set(ids.filter((id) => typeof id === "string" && ID.test(id)))).slice(0, MOST) : [];
  }

  /** @returns {string[]} */
  function read() {
    try {
      return clean(JSON.parse(localStorage.getItem(KEY) || "[]"));
    } catch (error) {
      return [];
    }
  }

  /** @param {string[]} ids @returns {boolean} whether the browser keeps it */
  function write(ids) {
    try {
      localStorage.setItem(KEY, JSON.stringify(clean(ids)));
      return true;
    } catch (error) {
      return false;
    }
  }

  /** @param {string} clause @returns {boolean | null} whether the clause is in the basket now; null where nothing could be kept */
  function toggle(clause) {
    const ids = read(), held = ids.includes(clause);
    return write(held ? ids.filter((id) => id !== clause) : ids.concat(clause)) ? !held : null;
  }

  /** @param {string} hash of an address: #id,id @returns {string[]} */
  function fromHash(hash) {
    try {
      return clean(decodeURIComponent(hash.replace(/^#/, "")).split(","));
    } catch (error) {
      return []; // a percent sign that stands for nothing
    }
  }

  /** @param {string[]} ids @returns {string} */
  function toHash(ids) {
    return ids.length ? "#" + ids.join(",") : "";
  }

  /**
   * @param {string[]} ids
   * @param {boolean} join whether neighbours in the order of the text become one
   * @param {(first: string, second: string) => boolean} follows
   * @returns {string[][]} runs
   */
  function runs(ids, join, follows) {
    /** @type {string[][]} */
    const found = [];
    for (const id of ids) {
      const last = found[found.length - 1];
      if (join && last && follows(last[last.length - 1], id)) last.push(id);
      else found.push([id]);
    }
    return found;
  }

  root.Handbook = Object.assign(root.Handbook || {}, {
    basketKey: KEY, basketClean: clean, basketRead: read, basketWrite: write, basketToggle: toggle, basketFromHash: fromHash,
    basketToHash: toHash, basketRuns: runs,
  });
})(typeof window === "undefined" ? globalThis : window);

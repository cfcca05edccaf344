// The service worker: after a first visit the site works without a network. The build puts a line before this one,
// const EDITION = {id, date, files, bytes, core: {file: sum}, parts: [[file, sum]]} (generator/offline/worker.py).
//
// One rule: what it keeps is of one edition. Each file that it takes from the network is checked against the edition's
// list; one that differs is never mixed in, but leads to the new edition or is handed on without being kept.
(function () {
  "use strict";
  /** @type {any} */
  const worker = self;
  const ROOT = new URL(worker.registration.scope);
  const PREFIX = "handbook " + ROOT.href + " "; // other sites may live at the same origin
  const CACHE = PREFIX + EDITION.id;

  /** @type {Map<number, Promise<Record<string, string>>>} */
  const parts = new Map();

  /** @typedef {{kept?: Response, other?: Response}} Taken `other`: the network's answer, where it is not this edition's */

  // --- files ---

  /**
   * @param {URL} url
   * @returns {string | null} the file of the site that an address means; null for what is no file of it
   */
  function fileOf(url) {
    if (url.origin !== ROOT.origin || !url.pathname.startsWith(ROOT.pathname)) return null;
    const path = url.pathname.slice(ROOT.pathname.length);
    return path === "" || path.endsWith("/") ? path + "index.html" : path;
  }

  const addressOf = (/** @type {string} */ file) => new URL(file, ROOT).href;

  /**
   * @param {BufferSource} bytes
   * @returns {Promise<string>}
   */
  async function sumOf(bytes) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, EDITION.id.length);
  }

  /**
   * @param {string} name
   * @returns {number} which part of the list names a file: FNV-1a, as generator/offline/worker.py has it
   */
  function partOf(name) {
    let value = 0x811c9dc5;
    for (const letter of name) value = Math.imul(value ^ letter.charCodeAt(0), 0x01000193) >>> 0;
    return value % EDITION.parts.length;
  }

  /**
   * @param {number} number
   * @returns {Promise<Record<string, string>>} file -> sum; fails without a network or where the server has another edition
   */
  function part(number) {
    const known = parts.get(number);
    if (known) return known;
    const reading = readPart(number);
    reading.catch(() => parts.delete(number));
    parts.set(number, reading);
    return reading;
  }

  async function readPart(/** @type {number} */ number) {
    const [file, sum] = EDITION.parts[number];
    const cache = await caches.open(CACHE);
    const response = await cache.match(addressOf(file)) || (await take(file, sum)).kept;
    if (!response) throw new Error("another edition");
    return response.json();
  }

  /**
   * @param {string} file
   * @returns {Promise<string | undefined>} its sum; undefined for a file that this edition does not have
   */
  async function listed(file) {
    return EDITION.core[file] || (await part(partOf(file)))[file];
  }

  /**
   * Take a file from the network and keep it, if it is the one that the list names. Fails without a network.
   * @param {string} file
   * @param {string} sum
   * @returns {Promise<Taken>}
   */
  async function take(file, sum) {
    const response = await fetch(addressOf(file), { cache: "no-cache" });
    if (!response.ok) return { other: response };
    const bytes = await response.arrayBuffer();
    // A new answer: one that was redirected (some hosts hide index.html) may not answer for a page.
    const answer = new Response(bytes, { headers: { "content-type": response.headers.get("content-type") || "application/octet-stream" } });
    if (await sumOf(bytes) !== sum) return { other: answer };
    await (await caches.open(CACHE)).put(addressOf(file), answer.clone());
    return { kept: answer };
  }

  /** @returns {Promise<boolean>} whether the server has another edition by now; a host that alters files has the same */
  async function isOver() {
    const response = await fetch(addressOf("service-worker.js"), { cache: "no-store" });
    return response.ok && !(await response.text()).includes('"id":"' + EDITION.id + '"');
  }

  // --- answering ---

  /**
   * @param {Request} request
   * @param {string} file
   * @returns {Promise<Response>}
   */
  async function answer(request, file) {
    const cache = await caches.open(CACHE);
    const kept = await cache.match(addressOf(file));
    if (kept) return kept;
    if (!file.endsWith(".html") && await cache.match(addressOf(file + "/index.html"))) return toFolder(request);
    try {
      const sum = await listed(file).catch(() => null);
      if (sum === undefined) return await listed(file + "/index.html") ? toFolder(request) : fetch(request);
      const taken = sum ? await take(file, sum) : { other: await fetch(request) };
      return taken.kept || await another(request, file, /** @type {Response} */ (taken.other));
    } catch (error) {
      return request.mode === "navigate" ? page("这一页没有存在这台设备上", AWAY, 503) : Response.error();
    }
  }

  /** Pages link relatively: "…/c/x" must become "…/c/x/". */
  function toFolder(/** @type {Request} */ request) {
    const url = new URL(request.url);
    url.pathname += "/";
    return Response.redirect(url.href, 302);
  }

  /**
   * @param {Request} request
   * @param {string} file
   * @param {Response} response what the network said, which is not this edition's file
   * @returns {Promise<Response>}
   */
  async function another(request, file, response) {
    if (!(await isOver())) return response;
    if (request.mode !== "navigate") return new Response(null, { status: 409, statusText: "another edition" });
    return file.endsWith(".html") ? page("手册有了新版", CHANGED, 200) : response; // a data file stands by itself
  }

  const AWAY = "<p>现在没有网络，这一页以前也没有打开过。</p><p>存下的页面仍可阅读，搜索也照常可用；有网络时，在“离线版”一页可以把整本手册存到这台设备。</p>";
  const CHANGED = "<p id=\"edition-change\" role=\"status\">这一页要从新版取得，正在换成新版……</p>";

  /**
   * @param {string} title
   * @param {string} html
   * @param {number} status
   * @returns {Response} a small page of the worker's own
   */
  function page(title, html, status) {
    return new Response(`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${title} - 苏州政策手册</title>
<link rel="stylesheet" href="${addressOf("assets/colors.css")}"><link rel="stylesheet" href="${addressOf("assets/clause.css")}"></head>
<body><main><h1>${title}</h1>${html}
<p class="actions"><a href="${addressOf("index.html")}">首页</a> <a href="${addressOf("offline/index.html")}">离线版</a></p></main>
<script src="${addressOf("assets/edition-online.js")}"></script></body></html>`,
    { status: status, headers: { "content-type": "text/html; charset=utf-8" } });
  }

  /** @returns {Promise<{id: string, date: string, files: number, bytes: number, missing: string[]}>} what is not kept yet */
  async function inventory() {
    const lists = await Promise.all(EDITION.parts.map((/** @type {any} */ _, /** @type {number} */ number) => part(number)));
    const kept = new Set((await (await caches.open(CACHE)).keys()).map((request) => request.url));
    const files = lists.flatMap((list) => Object.keys(list));
    const missing = files.filter((file) => !kept.has(addressOf(file)));
    return { id: EDITION.id, date: EDITION.date, files: EDITION.files, bytes: EDITION.bytes, missing: missing };
  }

  // --- its life ---

  worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil((async function () {
    const cache = await caches.open(CACHE);
    await Promise.all(Object.keys(EDITION.core).map(async function (file) {
      if (await cache.match(addressOf(file))) return;
      if (!(await take(file, EDITION.core[file])).kept) throw new Error(file + " is not of this edition; tried again at the next visit");
    }));
  })()));

  worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil((async function () {
    for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
    await worker.clients.claim();
  })()));

  worker.addEventListener("fetch", function (/** @type {any} */ event) {
    const request = event.request;
    const file = request.method === "GET" ? fileOf(new URL(request.url)) : null;
    if (file === null || file === "service-worker.js" || file.startsWith("download/")) return;
    event.respondWith(answer(request, file));
  });

  worker.addEventListener("message", function (/** @type {any} */ event) {
    if (event.data === "activate") worker.skipWaiting();
    const reply = (/** @type {any} */ found) => event.ports[0].postMessage(found);
    if (event.data === "edition") reply({ id: EDITION.id, date: EDITION.date });
    if (event.data === "inventory") event.waitUntil(inventory().catch(() => null).then(reply));
  });
})();

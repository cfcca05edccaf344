// From a web server only: makes the site installable, registers its service worker, tells of a new edition.
(function () {
  "use strict";
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!script || !/^https?:$/.test(location.protocol)) return;
  const ROOT = new URL("../", script.src).href;
  const SAVED = "handbook.saved " + ROOT;
  const Handbook = /** @type {any} */ (window).Handbook = /** @type {any} */ (window).Handbook || {};

  const link = document.createElement("link");
  link.rel = "manifest";
  link.href = ROOT + "manifest.webmanifest";
  const serving = document.querySelector("edition-date[data-online]");
  if (serving) document.head.append(link);

  const container = navigator.serviceWorker; // only with https, or on this machine
  if (!container) return;

  /**
   * @param {ServiceWorker} worker
   * @param {string} question
   * @returns {Promise<any>}
   */
  function ask(worker, question) {
    return new Promise(function (resolve) {
      const channel = new MessageChannel();
      channel.port1.onmessage = (event) => resolve(event.data);
      worker.postMessage(question, [channel.port2]);
    });
  }

  /**
   * A line at the foot of the window, said politely by a screen reader.
   * @param {string} text
   * @param {string} action
   * @param {() => void} act
   * @param {() => void} [leave]
   */
  function tell(text, action, act, leave) {
    let bar = document.querySelector(".edition-bar");
    if (!bar) {
      bar = document.createElement("div");
      bar.className = "edition-bar";
      bar.setAttribute("role", "status");
      (document.querySelector("footer") || document.body).append(bar);
    }
    const button = (/** @type {string} */ name, /** @type {() => void} */ press) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = name;
      made.addEventListener("click", press);
      return made;
    };
    const words = document.createElement("span");
    words.textContent = text;
    const shown = bar;
    bar.replaceChildren(words, button(action, act), button("以后再说", () => { shown.remove(); if (leave) leave(); }));
  }

  /** @returns {string | null} the edition that was kept whole on this device */
  function savedEdition() {
    try {
      return localStorage.getItem(SAVED);
    } catch (error) {
      return null; // no storage
    }
  }

  /** @param {string | null} id */
  function rememberSaved(id) {
    try {
      if (id) localStorage.setItem(SAVED, id);
      else localStorage.removeItem(SAVED);
    } catch (error) {
      // no storage: the device keeps the pages, and only the reminder is lost
    }
  }

  /** @param {ServiceWorker} worker a new edition that is ready */
  async function offer(worker) {
    const edition = await ask(worker, "edition");
    const again = savedEdition() ? "换过之后，整本手册要重新存一次。" : "";
    tell("手册有新版（" + Handbook.editionDateText(edition.date) + "）。" + again, "换成新版", () => change(worker));
  }

  let changing = false;

  /** @param {ServiceWorker} worker */
  function change(worker) {
    changing = true;
    worker.postMessage("activate");
  }

  /**
   * @param {ServiceWorker | null} worker
   * @returns {Promise<ServiceWorker | null>} the worker when it is ready to take over; null where it is not to be had
   */
  function ready(worker) {
    return new Promise(function (resolve) {
      if (!worker) return resolve(null);
      const look = () => {
        if (worker.state === "installed") resolve(worker);
        else if (worker.state === "redundant") resolve(null);
      };
      worker.addEventListener("statechange", look);
      look();
    });
  }

  const before = container.controller;
  container.addEventListener("controllerchange", function () {
    if (changing) location.reload();
    else if (before) tell("手册已换成新版，这一页还是旧版。", "重新打开这一页", () => location.reload());
    else if (serving) fetch(location.href).catch(() => {}); // the first page was read before there was a worker to keep it
  });

  /** @type {Promise<ServiceWorkerRegistration> | null} */
  let started = null;

  /** @returns {Promise<ServiceWorkerRegistration>} fails where the server has no worker (the zip, unpacked on a server) */
  const start = () => started || (started = container.register(ROOT + "service-worker.js", { scope: ROOT }));

  async function attend() {
    const registration = await start();
    if (registration.waiting && container.controller) offer(registration.waiting);
    registration.addEventListener("updatefound", async function () {
      const hadOne = container.controller;
      const worker = await ready(registration.installing);
      if (worker && hadOne) offer(worker);
    });
    let looked = Date.now();
    document.addEventListener("visibilitychange", function () {
      if (document.hidden || Date.now() - looked < 3600000) return;
      looked = Date.now();
      registration.update().catch(() => {});
    });
    const saved = savedEdition();
    if (!saved || !container.controller || (await ask(container.controller, "edition")).id === saved) return;
    tell("这台设备上存的整本手册是旧版，已经清除。", "重新存一次", () => { location.href = ROOT + "offline/index.html"; }, () => rememberSaved(null));
  }

  /** The worker's page in place of one that only a new edition has: wait for that edition, then open it. */
  async function changeNow(/** @type {HTMLElement} */ place) {
    const registration = await container.getRegistration(ROOT);
    if (registration) await registration.update().catch(() => {});
    const worker = registration ? registration.waiting || await ready(registration.installing) : null;
    const last = Number(sessionStorage.getItem("handbook.changed") || 0);
    if (worker && Date.now() - last > 60000) {
      sessionStorage.setItem("handbook.changed", String(Date.now()));
      change(worker);
    } else {
      place.textContent = "新版还没有取全，可能网站正在更新。请过几分钟再打开这一页；在此之前，旧版的其他页面照常可用。";
    }
  }

  Object.assign(Handbook, { editionAsk: ask, editionRememberSaved: rememberSaved, editionStart: serving ? start : undefined });
  const place = document.getElementById("edition-change");
  if (place) changeNow(place).catch(() => { place.textContent = "没有换成新版。请检查网络，再打开这一页。"; });
  if (!serving) return;
  const connection = /** @type {any} */ (navigator).connection;
  if (connection && connection.saveData && !container.controller) return; // nothing ahead for a reader who saves data
  addEventListener("load", () => attend().catch(() => {})); // without a worker the site works as a plain one
})();

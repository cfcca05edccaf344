// <edition-save></edition-save>: a button that keeps the whole handbook on this device, with progress. Needs the worker.
(function () {
  "use strict";
  const AT_ONCE = 6;
  const Handbook = /** @type {any} */ (window).Handbook;

  class EditionSave extends HTMLElement {
    connectedCallback() {
      if (this.started) return;
      this.started = true;
      this.text = document.createElement("p");
      this.text.setAttribute("role", "status");
      if (!/^https?:$/.test(location.protocol)) this.say("这一份是从文件夹打开的，整本手册已经在这台设备上，不用再存。");
      else if (!Handbook.editionStart) this.say("这个浏览器（或者这个网址：须以 https 开头）不能把网页存下来。请改用上面的离线版。");
      else this.prepare().catch(() => this.say("这个网站没有提供这项功能。请改用上面的离线版。"));
    }

    /** @param {string} text */
    say(text) {
      if (!this.text) return;
      if (!this.text.isConnected) this.replaceChildren(this.text);
      this.text.textContent = text;
    }

    async prepare() {
      this.say("正在查看这台设备上已经存了哪些……");
      await Handbook.editionStart();
      const worker = navigator.serviceWorker.controller || (await navigator.serviceWorker.ready).active;
      this.found = await Handbook.editionAsk(worker, "inventory");
      if (!this.found) return this.say("没有读到文件清单：现在没有网络，或者网站正在更新。请稍后再打开这一页。");
      this.show();
    }

    show() {
      const { date, files, bytes, missing } = this.found;
      const edition = Handbook.editionDateText(date) + "版";
      if (!missing.length) {
        Handbook.editionRememberSaved(this.found.id);
        if (this.button) this.button.remove();
        if (this.bar) this.bar.remove();
        return this.say("整本手册（" + edition + "，" + files + "个文件）已经存在这台设备上，没有网络也能全部打开。");
      }
      this.say("已存" + (files - missing.length) + "个文件，共" + files + "个（" + edition + "，全部约" + Math.ceil(bytes / 1e6) + " MB）。");
      this.button = document.createElement("button");
      this.button.type = "button";
      this.button.textContent = "把整本手册存到这台设备";
      this.button.addEventListener("click", () => this.save());
      this.append(this.button);
    }

    async save() {
      if (this.saving) return;
      this.saving = true;
      if (this.button) this.button.disabled = true;
      // Without this the browser may drop what is kept when its disk runs short.
      if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
      const now = await Handbook.editionAsk(navigator.serviceWorker.controller, "inventory"); // after a break, less is missing
      const { files, missing } = this.found = now || this.found;
      const bar = this.bar = this.bar || document.createElement("progress");
      bar.max = files;
      bar.value = files - missing.length;
      bar.setAttribute("aria-label", "已存的文件");
      this.append(bar);
      const left = missing.slice().reverse();
      let trouble = "";
      const one = async () => {
        while (left.length && !trouble) {
          const file = /** @type {string} */ (left.pop());
          const response = await fetch("../" + file).catch(() => null);
          if (!response || !response.ok) {
            left.push(file);
            trouble = response && response.status === 409 ? "手册刚刚有了新版：请刷新本页，换成新版再存。" : "中途断了。已经存下的都在，再按一次会接着存。";
          } else {
            bar.value = files - left.length;
            if (bar.value % 50 === 0) this.say("正在存：" + bar.value + " / " + files);
          }
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, one));
      this.saving = false;
      if (trouble) return this.stop(trouble);
      this.found = await Handbook.editionAsk(navigator.serviceWorker.controller, "inventory");
      // What is still missing was not kept: the device is full, or the server alters its files.
      if (!this.found || this.found.missing.length) return this.stop("没有全部存下，可能是设备的空间不够。请改用上面的离线版。");
      this.show();
    }

    /** @param {string} trouble */
    stop(trouble) {
      this.say(trouble);
      if (this.button) this.button.disabled = false;
    }
  }

  customElements.define("edition-save", EditionSave);
})();

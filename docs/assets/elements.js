// What the pages that build their own content share: making elements, saving a file. No state.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook = /** @type {any} */ (window).Handbook || {};

  /**
   * @param {string} tag
   * @param {Record<string, any>} [attributes] text: its text; on…: a listener; true: present; false, null: left out
   * @param {...(Node | string | null | false)} children
   * @returns {any}
   */
  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "text") made.textContent = value;
      else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child !== null && child !== false)));
    return made;
  }

  /** @param {string} name @param {Blob} blob */
  function saveAs(name, blob) {
    const url = URL.createObjectURL(blob);
    const link = element("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  Object.assign(Handbook, { element, saveAs });
})();

// The menu button of a narrow screen: opens the navigation; Escape, a link or a click elsewhere closes it.
(function () {
  "use strict";
  const button = /** @type {HTMLElement} */ (document.querySelector(".menu-button"));
  const menu = /** @type {HTMLElement} */ (document.getElementById("site-nav"));

  /** @param {boolean} open */
  function show(open) {
    menu.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
    if (open) /** @type {HTMLElement} */ (menu.querySelector("a")).focus();
  }

  button.addEventListener("click", () => show(!menu.classList.contains("is-open")));
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !menu.classList.contains("is-open")) return;
    show(false);
    button.focus();
  });
  document.addEventListener("click", function (event) {
    const target = /** @type {Node} */ (event.target);
    const inside = menu.contains(target) && !(target instanceof HTMLAnchorElement);
    if (menu.classList.contains("is-open") && !inside && !button.contains(target)) show(false);
  });
})();

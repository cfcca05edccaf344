// The menu button of a narrow screen: opens the navigation; Escape or a click elsewhere closes it.
(function () {
  "use strict";
  const button = document.querySelector(".menu-button");
  const menu = document.getElementById("site-nav");
  if (!(button instanceof HTMLElement) || !menu) return;

  /** @param {boolean} open */
  function show(open) {
    menu.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
    if (open) menu.querySelector("a").focus();
  }

  button.addEventListener("click", () => show(!menu.classList.contains("is-open")));
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !menu.classList.contains("is-open")) return;
    show(false);
    button.focus();
  });
  document.addEventListener("click", function (event) {
    const target = /** @type {Node} */ (event.target);
    if (menu.classList.contains("is-open") && !menu.contains(target) && !button.contains(target)) show(false);
  });
})();

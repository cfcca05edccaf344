// The outline beside the text: open where there is room for it, and marking the section that is being read.
(function () {
  "use strict";
  const outline = /** @type {HTMLElement} */ (document.getElementById("outline"));
  if (!outline) return; // a page without sections
  const details = /** @type {HTMLDetailsElement} */ (outline.querySelector("details"));
  const wide = matchMedia("(min-width: 60em)");
  wide.addEventListener("change", () => { details.open = wide.matches; });
  outline.addEventListener("click", function (event) {
    if (event.target instanceof HTMLAnchorElement && !wide.matches) details.open = false;
  });

  addEventListener("hashchange", function () {
    if (location.hash === "#outline") details.open = true; // from the menu of a narrow screen
  });

  /** @type {{link: HTMLAnchorElement, heading: HTMLElement}[]} */
  const entries = [];
  for (const link of outline.querySelectorAll("a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) entries.push({ link: link, heading: heading });
  }

  /** @type {HTMLAnchorElement | null} */
  let current = null;
  let waiting = false;

  /** Marks the last heading that has gone past the upper part of the window. */
  function follow() {
    waiting = false;
    const line = window.innerHeight / 4;
    const passed = entries.filter((entry) => entry.heading.getBoundingClientRect().top < line).pop();
    const next = passed ? passed.link : null;
    if (next === current) return;
    if (current) current.removeAttribute("aria-current");
    if (next) next.setAttribute("aria-current", "true");
    current = next;
    if (next && wide.matches) keepInView(next);
  }

  /** @param {HTMLElement} link scrolled within the outline only: scrollIntoView would move the page */
  function keepInView(link) {
    const box = outline.getBoundingClientRect();
    const place = link.getBoundingClientRect();
    if (place.top < box.top || place.bottom > box.bottom) outline.scrollTop += place.top - box.top - box.height / 3;
  }

  addEventListener("scroll", function () {
    if (!waiting) requestAnimationFrame(follow);
    waiting = true;
  }, { passive: true });
  requestAnimationFrame(follow); // when the page is laid out, which to ask for now would bring forward
})();

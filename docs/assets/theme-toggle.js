// <theme-toggle></theme-toggle>: a button between light and dark. A choice that equals the system's is not kept, so that
// the page follows the system again. The page applies the kept choice before it draws (partials/javascripts/base.html).
(function () {
  "use strict";
  const KEY = "handbook.theme";
  const ICON = '<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path fill="currentColor" d="';
  const MOON = ICON + 'M12.3 4.5a7.6 7.6 0 1 0 7.3 10A6.6 6.6 0 0 1 12.3 4.5"/></svg>';
  const SUN = ICON + 'M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10m-1-5h2v3h-2zm0 17h2v3h-2zM2 11h3v2H2zm17 0h3v2h-3zM4.2 5.6l1.4-1.4 2.1 2.1-1.4 1.4zm12.1 12.1 1.4-1.4 2.1 2.1-1.4 1.4zM4.2 18.4l2.1-2.1 1.4 1.4-2.1 2.1zM16.3 6.3l2.1-2.1 1.4 1.4-2.1 2.1z"/></svg>';
  const dark = matchMedia("(prefers-color-scheme: dark)");

  /** @returns {"light" | "dark"} */
  const system = () => (dark.matches ? "dark" : "light");

  class ThemeToggle extends HTMLElement {
    connectedCallback() {
      if (this.firstChild) return;
      this.button = document.createElement("button");
      this.button.type = "button";
      this.button.className = "site-button";
      this.button.addEventListener("click", () => this.choose(this.other()));
      this.append(this.button);
      dark.addEventListener("change", () => this.show());
      this.show();
    }

    /** @returns {"light" | "dark"} what the button leads to */
    other() {
      return (document.documentElement.dataset.theme || system()) === "dark" ? "light" : "dark";
    }

    /** @param {"light" | "dark"} theme */
    choose(theme) {
      const follow = theme === system();
      if (follow) delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = theme;
      try {
        if (follow) localStorage.removeItem(KEY);
        else localStorage.setItem(KEY, theme);
      } catch (error) {
        // no storage: the choice holds for this page
      }
      this.show();
    }

    show() {
      if (!this.button) return;
      const other = this.other();
      this.button.innerHTML = other === "dark" ? MOON : SUN;
      this.button.title = other === "dark" ? "切换为深色" : "切换为浅色";
      this.button.setAttribute("aria-label", this.button.title);
    }
  }

  customElements.define("theme-toggle", ThemeToggle);
})();

// The reader's choice of theme: the system's own until the button is pressed. `?theme=dark` in the address fixes it.
(() => {
  "use strict";
  const { document, localStorage, location, matchMedia, URLSearchParams } = globalThis;
  const root = document.documentElement;
  const key = "report-theme";
  const known = (theme) => theme === "light" || theme === "dark";

  const remembered = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // A page opened from a file may have no storage.
    }
  };
  const asked = new URLSearchParams(location.search).get("theme") ?? remembered();
  if (known(asked)) {
    root.dataset.theme = asked;
  }

  globalThis.reportTheme = {
    current: () =>
      root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"),
    toggle() {
      const theme = this.current() === "dark" ? "light" : "dark";
      root.dataset.theme = theme;
      try {
        localStorage.setItem(key, theme);
      } catch {
        // The choice then holds for this visit alone.
      }
    },
  };
})();

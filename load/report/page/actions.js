// The buttons at the top of the page, and paper: downloads, theme, light charts for printing.
(() => {
  "use strict";
  const { document, window, Blob, URL, reportTheme, reportCharts, matchMedia, setTimeout } =
    globalThis;
  const text = `${document.getElementById("report-result").textContent.trim()}\n`;

  function download(name, type, content) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  function timelineCsv() {
    const { timeline } = JSON.parse(text);
    const names = Object.keys(timeline).filter((name) => Array.isArray(timeline[name]));
    const rows = timeline.seconds.map((_, index) =>
      names.map((name) => timeline[name][index] ?? ""),
    );
    return [names, ...rows].map((row) => row.join(",")).join("\n") + "\n";
  }

  /** A page has those of the buttons that it has a use for. */
  const on = (id, listener) => {
    const button = document.getElementById(id);
    if (button === null) {
      return;
    }
    button.hidden = false;
    button.addEventListener("click", listener);
  };
  on("download-json", () => download("result.json", "application/json", text));
  on("download-csv", () => download("timeline.csv", "text/csv", timelineCsv()));
  on("toggle-theme", () => {
    reportTheme.toggle();
    reportCharts.rebuild();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    reportCharts.rebuild(),
  );

  let themeOnScreen;
  window.addEventListener("beforeprint", () => {
    themeOnScreen = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = "light";
    reportCharts.rebuild();
  });
  window.addEventListener("afterprint", () => {
    if (themeOnScreen === undefined) {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = themeOnScreen;
    }
    reportCharts.rebuild();
  });
})();

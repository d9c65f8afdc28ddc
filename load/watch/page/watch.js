// Fills the page of a run under way from its events, and gives the page over to the report at the end.
(() => {
  "use strict";
  const { document, EventSource, matchMedia, reportCharts } = globalThis;
  const say = (id, text) => {
    const element = document.getElementById(id);
    if (element.textContent !== text) {
      element.textContent = text;
    }
  };
  const events = new EventSource("events");

  events.addEventListener("progress", ({ data }) => {
    const { words, timeline } = JSON.parse(data);
    say("state", "Under way");
    say("phase", words.phase);
    for (const [id, { value, note }] of Object.entries(words.cards)) {
      say(`card-${id}`, value);
      say(`note-${id}`, note);
    }
    reportCharts.follow(timeline);
  });

  events.addEventListener("report", ({ data }) => {
    events.close();
    const { html } = JSON.parse(data);
    document.open();
    document.write(html);
    document.close();
  });

  events.addEventListener("error", () => {
    say("state", "✕ Nothing is heard of the run");
    say(
      "details",
      "Its process has ended, or does not answer. The terminal that it was started in tells.",
    );
  });

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (document.getElementById("card-time") !== null) {
      reportCharts.rebuild();
    }
  });
})();

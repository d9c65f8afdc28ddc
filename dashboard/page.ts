import { html, type Markup } from "../load/report/html";
import { htmlPage } from "../load/report/html-page";
import { responsiveSvg } from "../load/report/sections/responsive-svg";
import { formatClock } from "../load/report/time-axis";
import { chartSpec } from "./chart-spec";
import { type AlarmChange, alarmNameIn, type WatchedRun } from "./watched-run";
import { type BodyWidget, widgetChart, widgetsOf } from "./widget-series";

/** Pixels of a chart's plot by the columns of the grid that it has: what the page leaves it beside its axis. */
const plotWidth = (columns: number): number => Math.max(150, columns * 40 - 80);

/** Those of a chart on a telephone. */
const narrowPlotWidth = 230;

const style = `
.sheet { max-width: 1160px; }
.grid { display: grid; grid-template-columns: repeat(24, minmax(0, 1fr)); gap: 16px; margin-top: 16px; }
section.widget { margin-top: 0; }
.widget { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 14px; min-width: 0; overflow: hidden; }
.widget.text { background: none; border: 0; padding: 20px 0 0; }
.widget h3 { margin-bottom: 8px; }
.widget svg { display: block; max-width: 100%; height: auto; }
.alarms { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 6px 20px; list-style: none; margin: 0; padding: 0; font-size: 14px; }
.alarms b { font-weight: 600; }
.alarms span { display: block; color: var(--tone, var(--quiet)); }
@media (max-width: 720px) { .grid { display: block; } section.widget { margin-top: 12px; } }
`;

/** A run's dashboard as one page that carries everything and asks for nothing on the network. */
export async function dashboardPage(title: string, run: WatchedRun): Promise<string> {
  const widgets = widgetsOf(run.body);
  const drawn: Markup[] = [];
  // One after the other: Vega's layout is work of the processor alone.
  for (const widget of widgets) drawn.push(await widgetMarkup(widget, run));
  return htmlPage({
    title: `${title}: dashboard`,
    style,
    body: html`<div class="sheet">
      <header class="masthead">
        <div>
          <h1>${title}</h1>
          <p>
            The dashboard that is deployed, with the metrics of a run of the model. Time counts from
            the start of the run.
          </p>
        </div>
      </header>
      <main class="grid">${drawn}</main>
      <footer><p>Charts by Vega-Lite (BSD-3-Clause).</p></footer>
    </div>`,
  });
}

async function widgetMarkup(widget: BodyWidget, run: WatchedRun): Promise<Markup> {
  return html`<section class="widget ${widget.type}" style="grid-column: span ${widget.width}">
    ${await contentOf(widget, run)}
  </section>`;
}

async function contentOf(widget: BodyWidget, run: WatchedRun): Promise<Markup> {
  const { title = "" } = widget.properties as { readonly title?: string };
  switch (widget.type) {
    case "text":
      return markdown(String(widget.properties["markdown"]));
    case "alarm":
      return html`<h3>${title}</h3>
        <ul class="alarms">
          ${(widget.properties["alarms"] as string[]).map((arn) => alarmItem(alarmNameIn(arn), run))}
        </ul>`;
    case "log":
      return html`<h3>${title}</h3>
        <p class="quiet">The model of the service writes no logs. On AWS this asks:</p>
        <p><code>${String(widget.properties["query"])}</code></p>`;
    case "metric": {
      const chart = widgetChart(widget, run.simulation, run.endSeconds);
      const isEmpty = chart.series.every(({ points }) => points.length === 0);
      const svg = await responsiveSvg(
        (width) => (isEmpty ? null : chartSpec(chart, width)),
        "Nothing was published in this run.",
        { wide: plotWidth(widget.width), narrow: narrowPlotWidth },
      );
      return html`<h3>${title}</h3>
        ${svg}`;
    }
    default:
      return widget.type satisfies never;
  }
}

function alarmItem(name: string, { alarmChanges, endSeconds }: WatchedRun): Markup {
  const spans = alarmSpans(alarmChanges.get(name) ?? [], endSeconds);
  const said =
    spans.length === 0
      ? "quiet"
      : `in alarm ${spans.map(([from, to]) => `${formatClock(from)} to ${formatClock(to)}`).join(", ")}`;
  return html`<li>
    <b>${name}</b> <span class="${spans.length === 0 ? "good" : "bad"}">${said}</span>
  </li>`;
}

/** From when to when an alarm was in ALARM, seconds. */
export function alarmSpans(
  changes: readonly AlarmChange[],
  endSeconds: number,
): (readonly [number, number])[] {
  return changes.flatMap(({ atSeconds, to }, index) =>
    to === "ALARM" ? [[atSeconds, changes[index + 1]?.atSeconds ?? endSeconds] as const] : [],
  );
}

/** The little Markdown that the dashboard's headings are written in: a heading, and paragraphs. */
function markdown(text: string): Markup {
  return html`${text
    .split("\n")
    .map((line) =>
      line.startsWith("## ") ? html`<h2>${line.slice(3)}</h2>` : html`<p class="quiet">${line}</p>`,
    )}`;
}

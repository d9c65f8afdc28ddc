import { chartData } from "../report/chart-data";
import { dataTable, numberColumns } from "../report/data-table";
import { embeddedJson, html, type Markup } from "../report/html";
import { htmlPage } from "../report/html-page";
import { readChartAssets } from "../report/page-assets";
import { provenance } from "../report/page";
import { hasData } from "../report/run-figures";
import { figureBlock } from "../report/sections/figure-block";
import { codeSpans } from "../report/sections/overview";
import { breakable } from "../report/sections/settings";
import { type ComparedRun, type ComparedVerdict, type RunComparison } from "./compare-results";
import { comparisonFigures } from "./comparison-figures";
import { comparisonHeadline } from "./comparison-words";
import { overlayTimelines } from "./overlaid-timeline";
import { type ComparedQuantity, formatChange, formatValue, judgeChange } from "./quantities";

/** Two runs beside each other as one self-contained HTML page that asks for nothing on the network. */
export async function renderComparisonPage(
  a: ComparedRun,
  b: ComparedRun,
  comparison: RunComparison,
): Promise<string> {
  const { style, scripts } = await readChartAssets();
  const timeline = overlayTimelines(a.result, b.result);
  const figures = comparisonFigures(a.result, b.result, comparison.backlogDistance).filter(
    (figure) => hasData(figure, { timeline }),
  );
  const blocks = await Promise.all(figures.map((figure) => figureBlock(figure, timeline)));
  return htmlPage({
    title: `${a.name} and ${b.name}: comparison of two runs`,
    ...{ style, scripts },
    body: html`<a class="skip" href="#content">Skip to the comparison</a>
      <div class="sheet">
        ${masthead(a, b)}
        <main id="content">
          ${verdict(comparison)} ${pictures(blocks)} ${promises(comparison)}
          ${quantities("latency", "Latency", "By stage; the total counts from the planned sending of each request.", comparison)}
          ${quantities("fleet", "Cost and fleet", "Instance time at the on-demand price.", comparison)}
          ${quantities("outcomes", "Where the requests ended", "Each in exactly one outcome.", comparison)}
          ${settings(comparison)}
        </main>
        <footer>
          <p>This page carries its data and its scripts, and asks for nothing on the network.</p>
          <p>Charts by uPlot (MIT) and Vega-Lite (BSD-3-Clause).</p>
        </footer>
      </div>
      ${chartData(embeddedJson({ timeline }), figures)}`,
  });
}

function masthead(a: ComparedRun, b: ComparedRun): Markup {
  const line = (letter: string, { name, result }: ComparedRun): Markup =>
    html`<p><b>${letter}</b> ${name}. ${provenance(result)}</p>`;
  return html`<header class="masthead">
    <div>
      <h1>Two runs beside each other</h1>
      ${line("A", a)} ${line("B", b)}
    </div>
    <div class="actions">
      <button type="button" id="toggle-theme" hidden>Light or dark</button>
    </div>
  </header>`;
}

function verdict(comparison: RunComparison): Markup {
  return html`<section class="verdict" aria-labelledby="verdict">
    <h2 class="headline" id="verdict">${comparisonHeadline(comparison)}</h2>
    ${comparison.notices.map((notice) => html`<p class="details">${codeSpans(notice)}</p>`)}
  </section>`;
}

function pictures(blocks: readonly Markup[]): Markup {
  return html`<section id="pictures" aria-labelledby="pictures-title">
    <h2 id="pictures-title">Both runs in pictures</h2>
    <p class="lead">
      ${
        blocks.length === 0
          ? "The timelines have no data to draw."
          : "Time counts from the start of each run's stream. Drag to zoom, double-click to see all."
      }
    </p>
    ${blocks}
  </section>`;
}

function promises({ promises }: RunComparison): Markup {
  if (promises.length === 0) return html``;
  return section({
    ...{ id: "promises", title: "What both are held to" },
    lead: "Given by --slo, and what every run is held to.",
    content: dataTable({
      caption: "Promises",
      columns: ["Promise", "A", "B"],
      rows: promises.map(
        ({ name, a, b }) =>
          html`<tr>
            <th scope="row"><code>${name}</code></th>
            ${[a, b].map(verdictCell)}
          </tr>`,
      ),
    }),
  });
}

function verdictCell({ isKept, measured }: ComparedVerdict): Markup {
  return html`<td class="compared judged ${isKept ? "good" : "bad"}">
    ${isKept ? "✓ kept" : "✕ broken"} <span class="quiet">${measured}</span>
  </td>`;
}

function quantities(
  group: ComparedQuantity["group"],
  title: string,
  lead: string,
  comparison: RunComparison,
): Markup {
  return section({
    ...{ id: group, title, lead },
    content: dataTable({
      caption: title,
      columns: ["", ...numberColumns("A", "B", "B against A")],
      rows: comparison.quantities.filter((each) => each.group === group).map(quantityRow),
    }),
  });
}

function quantityRow(quantity: ComparedQuantity): Markup {
  const { label, unit, a, b } = quantity;
  const judged = judgeChange(quantity);
  const tone = judged === null ? "" : judged === "better" ? " judged good" : " judged bad";
  return html`<tr>
    <th scope="row">${label}</th>
    <td class="number">${formatValue(a, unit)}</td>
    <td class="number">${formatValue(b, unit)}</td>
    <td class="number${tone}">
      ${formatChange(quantity)}${judged !== null && html` <span class="quiet">${judged}</span>`}
    </td>
  </tr>`;
}

function settings({ settings }: RunComparison): Markup {
  return section({
    ...{ id: "settings", title: "Settings that differ" },
    lead:
      settings.length === 0
        ? "None: the same scenario, seed and place."
        : "Every other value is the same in both.",
    content:
      settings.length > 0 &&
      dataTable({
        caption: "Settings that differ",
        columns: ["Setting", "A", "B"],
        rows: settings.map(
          ({ key, a, b }) =>
            html`<tr>
              <th scope="row"><code>${breakable(key)}</code></th>
              ${[a, b].map((text) => html`<td class="setting compared">${text ?? "–"}</td>`)}
            </tr>`,
        ),
      }),
  });
}

interface SectionParts {
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  /** False: the lead says it all. */
  readonly content: Markup | false;
}

function section({ id, title, lead, content }: SectionParts): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    <p class="lead">${lead}</p>
    ${content !== false && html`<div class="figure">${content}</div>`}
  </section>`;
}

import { type RunResult } from "../../simulator/scenario/result";
import { chartData } from "./chart-data";
import { type Figure } from "./figure";
import { formatCount, formatCounted } from "./format-quantity";
import { type Markup, html, trustedMarkup } from "./html";
import { htmlPage } from "./html-page";
import { renderJsonReport } from "./json-report";
import { readChartAssets } from "./page-assets";
import { readScenarioFacts } from "./scenario-facts";

/** What a page is made of. */
export interface PageParts {
  readonly title: string;
  /** The result that the page carries and offers for download. */
  readonly result: RunResult;
  /** What the page leaves out of it, a sentence each. */
  readonly omissions: readonly string[];
  readonly content: Markup;
  /** The figures for the page's script. */
  readonly figures: readonly Figure[];
}

/** Puts content, styles, scripts and data together into one document. */
export async function renderPage(parts: PageParts): Promise<string> {
  const { style, scripts } = await readChartAssets();
  const { title, result } = parts;
  return htmlPage({
    title: `${title}: load simulation report`,
    ...{ style, scripts },
    body: html`<a class="skip" href="#content">Skip to the report</a>
      <div class="sheet">
        ${masthead(title, result)}
        <main id="content">${parts.content}</main>
        <footer>${footer(parts)}</footer>
      </div>
      ${chartData(embeddedText(renderJsonReport(result)), parts.figures)}`,
  });
}

function masthead(title: string, result: RunResult): Markup {
  return html`<header class="masthead">
    <div>
      <h1>${title}</h1>
      <p>${provenance(result)}</p>
    </div>
    <div class="actions">
      <button type="button" id="download-json" hidden>Download JSON</button>
      <button type="button" id="download-csv" hidden>Download CSV</button>
      <button type="button" id="toggle-theme" hidden>Light or dark</button>
    </div>
  </header>`;
}

const targets = { local: "the local server", aws: "AWS", url: "a given endpoint URL" } as const;

/** Where a run took place, and from which seed. */
export function provenance({ measurement, scenario, seed }: RunResult): string {
  const { loopConcurrency } = readScenarioFacts(scenario);
  const loop =
    loopConcurrency === null
      ? ""
      : `, closed loop of ${formatCounted(loopConcurrency, "request")} at a time`;
  if (measurement === undefined) {
    return `Modelled in virtual time${loop}, seed ${seed}`;
  }
  const { target, endpointName, speed, startedAt } = measurement;
  const pace = speed === 1 ? "" : ` at ${formatCount(speed)} times the speed of time`;
  return `Measured on ${targets[target]}${pace}, endpoint ${endpointName}, ${startedAt}${loop}, seed ${seed}`;
}

function footer({ omissions }: PageParts): Markup {
  return html`<p>
      This page carries its data and its scripts, and asks for nothing on the network. Without
      scripts it shows still pictures. ${omissions.join(" ")}
    </p>
    <p>Charts by uPlot (MIT) and Vega-Lite (BSD-3-Clause).</p>`;
}

/** JSON text with every `<` written as an escape, so that no string in it can end the block. */
function embeddedText(json: string): Markup {
  return trustedMarkup(json.replace(/</g, "\\u003c"));
}

import { type RunResult } from "../../simulator/scenario/result";
import { formatCount } from "./format-quantity";
import { type Markup, html, trustedMarkup } from "./html";
import { renderJsonReport } from "./json-report";
import { contentSecurityPolicy, readPageAssets } from "./page-assets";

/** What a page is made of. */
export interface PageParts {
  readonly title: string;
  /** The result that the page carries and offers for download. */
  readonly result: RunResult;
  /** What the page leaves out of it, a sentence each. */
  readonly omissions: readonly string[];
  readonly content: Markup;
  /** The figures for the page's script, as embedded JSON. */
  readonly figures: Markup;
}

/** Puts content, styles, scripts and data together into one document. */
export async function renderPage(parts: PageParts): Promise<string> {
  const { style, themeScript, bodyScripts } = await readPageAssets();
  const policy = contentSecurityPolicy([themeScript, ...bodyScripts]);
  const { title, result } = parts;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}: load simulation report</title>
        <link rel="icon" href="data:," />
        <style>
          ${trustedMarkup(style)}
        </style>
        ${script(themeScript)}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the report</a>
        <div class="sheet">
          ${masthead(title, result)}
          <main id="content">${parts.content}</main>
          <footer>${footer(parts)}</footer>
        </div>
        <p id="announcer" class="visually-hidden" role="status"></p>
        <script type="application/json" id="report-result">
          ${embeddedText(renderJsonReport(result))}
        </script>
        <script type="application/json" id="report-figures">
          ${parts.figures}
        </script>
        ${bodyScripts.map(script)}
      </body>
    </html>`;
  return `${page.text}\n`;
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

function provenance({ measurement, seed }: RunResult): string {
  if (measurement === undefined) {
    return `Modelled in virtual time, seed ${seed}`;
  }
  const { target, endpointName, speed, startedAt } = measurement;
  const pace = speed === 1 ? "" : ` at ${formatCount(speed)} times the speed of time`;
  return `Measured on ${targets[target]}${pace}, endpoint ${endpointName}, ${startedAt}, seed ${seed}`;
}

function footer({ omissions }: PageParts): Markup {
  return html`<p>
      This page carries its data and its scripts, and asks for nothing on the network. Without
      scripts it shows still pictures. ${omissions.join(" ")}
    </p>
    <p>Charts by uPlot (MIT) and Vega-Lite (BSD-3-Clause).</p>`;
}

/** The script as it stands: the policy in the head names it by its hash, so not a space may be added. */
function script(source: string): Markup {
  return trustedMarkup(`<script>${source}</script>`);
}

/** JSON text with every `<` written as an escape, so that no string in it can end the block. */
function embeddedText(json: string): Markup {
  return trustedMarkup(json.replace(/</g, "\\u003c"));
}

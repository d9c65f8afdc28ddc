import { readFile } from "node:fs/promises";
import path from "node:path";

import { chartData } from "../report/chart-data";
import { type Markup, embeddedJson, html, trustedMarkup } from "../report/html";
import { readChartAssets, readPageStyle, readThemeScript } from "../report/page-assets";
import { type Figure } from "../report/figure";
import { liveFigures } from "./live-figures";
import { LiveTimeline } from "./live-timeline";
import { liveCards } from "./live-words";

/** What a page says of its run before anything has happened. */
export interface WatchedRun {
  readonly title: string;
  /** Where the load goes, in words. */
  readonly about: string;
}

/**
 * What a browser lets the page do: run scripts that stand in it, and hear of the run from where it came from. The report
 * that takes its place runs under this policy and its own.
 */
export const livePagePolicy = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "connect-src 'self'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The page of a run under way: the report's look and charts, filled by events. */
export async function renderLivePage({ title, about }: WatchedRun): Promise<string> {
  const [charts, style, themeScript, watch] = await Promise.all([
    readChartAssets(),
    readPageStyle(),
    readThemeScript(),
    readFile(path.join(__dirname, "page", "watch.js"), "utf8"),
  ]);
  const { timeline } = new LiveTimeline();
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}: load simulation under way</title>
        <link rel="icon" href="data:," />
        <style>
          ${trustedMarkup(`${charts.style}\n${style}`)}
        </style>
        ${script(themeScript)}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the run</a>
        <div class="sheet">
          <header class="masthead">
            <div>
              <h1>${title}</h1>
              <p>${about}</p>
            </div>
          </header>
          <main id="content">
            <section class="verdict" aria-labelledby="phase">
              <p class="tone" id="state">Under way</p>
              <h2 class="headline" id="phase" role="status">Waiting for the run to begin</h2>
              <p class="details" id="details">
                The report takes the place of this page at the end of the run.
              </p>
            </section>
            <dl class="cards">
              ${Object.entries(liveCards).map(([id, label]) => card(id, label))}
            </dl>
            <section id="pictures" aria-labelledby="pictures-title">
              <h2 id="pictures-title">The run so far</h2>
              ${liveFigures.map(block)}
            </section>
          </main>
          <footer>
            <p>This page asks for nothing but the events of its run, on this machine.</p>
          </footer>
        </div>
        ${chartData(embeddedJson({ timeline }), liveFigures)}
        ${[...charts.chartScripts, watch].map(script)}
      </body>
    </html>`;
  return `${page.text}\n`;
}

function card(id: string, label: string): Markup {
  return html`<div>
    <dt>${label}</dt>
    <dd class="value" id="card-${id}">–</dd>
    <dd class="note" id="note-${id}"></dd>
  </div>`;
}

function block({ id, title, caption }: Figure): Markup {
  return html`<figure class="figure" id="figure-${id}" aria-labelledby="title-${id}">
    <div class="head">
      <div>
        <h3 id="title-${id}">${title}</h3>
        <figcaption class="caption">${caption}</figcaption>
      </div>
      <button type="button" id="reset-${id}" hidden>Reset zoom</button>
    </div>
    <div
      class="chart"
      data-figure="${id}"
      tabindex="0"
      role="application"
      aria-roledescription="chart"
      aria-label="${title}. Arrow keys read the values, plus and minus zoom, 0 shows all."
    ></div>
  </figure>`;
}

function script(source: string): Markup {
  return trustedMarkup(`<script>${source}</script>`);
}

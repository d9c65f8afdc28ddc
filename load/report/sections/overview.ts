import { type ResultWarning, type RunResult } from "../../../simulator/scenario/result";
import {
  formatCount,
  formatCounted,
  formatDuration,
  formatShare,
  formatUsd,
} from "../format-quantity";
import { type Markup, html } from "../html";
import { timelineEnd } from "../timeline-series";
import { type VerdictTone, formatFleetWay, verdictOf } from "../verdict";

/** The words and the sign of a tone: never the colour alone. */
const tones: Readonly<Record<VerdictTone, string>> = {
  good: "✓ All well",
  caution: "! Worth a closer look",
  bad: "✕ Not good enough",
};

/** One line about the run. */
export function verdictSection(result: RunResult): Markup {
  const { tone, headline, details } = verdictOf(result);
  return html`<section class="verdict ${tone}" aria-labelledby="verdict">
    <p class="tone">${tones[tone]}</p>
    <h2 class="headline" id="verdict">${headline}</h2>
    <p class="details">${details.join(" ")}</p>
  </section>`;
}

/** The key figures. */
export function keyFigures(result: RunResult): Markup {
  const { totals, latencySeconds, cost } = result;
  const missed = totals.submitted - totals.succeeded;
  return html`<dl class="cards">
    ${card("Succeeded", formatCount(totals.succeeded), `${formatShare(totals.succeeded, totals.submitted)} of ${formatCount(totals.submitted)} submitted`)}
    ${card("Not succeeded", formatCount(missed), `${formatCount(totals.expired)} expired, ${formatCount(totals.lost)} lost`)}
    ${card("Peak fleet", formatCounted(result.instances.peak, "instance"), `${formatFleetWay(result)} from start to end`)}
    ${card("Total latency, p95", formatDuration(latencySeconds.total.p95), `median ${formatDuration(latencySeconds.total.p50)}`)}
    ${card("Cost", formatUsd(cost.total), `${formatUsd(cost.perThousandSucceeded)} per thousand`)}
    ${card("Length of the run", formatDuration(timelineEnd(result.timeline)), measuredSpeed(result))}
  </dl>`;
}

/** Links to the parts of the page. */
export function contents({ prediction, failures = [] }: RunResult): Markup {
  const parts = [
    ["pictures", "Pictures"],
    ...(prediction === undefined ? [] : [["prediction", "Prediction"]]),
    ["latency", "Latency"],
    ["cost", "Cost"],
    ["outcomes", "Outcomes"],
    ...(failures.length === 0 ? [] : [["failures", "Failures"]]),
    ["activities", "Scaling activities"],
    ["settings", "Settings and environment"],
  ];
  return html`<nav aria-label="Contents">
    <ul class="contents">
      ${parts.map(([id, label]) => html`<li><a href="#${id}">${label}</a></li>`)}
    </ul>
  </nav>`;
}

/** Warnings with what to do about them; nothing without any. */
export function warningsSection(warnings: readonly ResultWarning[]): Markup {
  if (warnings.length === 0) {
    return html``;
  }
  const items = warnings.map(
    ({ code, message, advice }) =>
      html`<li>
        <h3>${codeSpans(message)}</h3>
        <p>${codeSpans(advice)}</p>
        <p class="code"><code>${code}</code></p>
      </li>`,
  );
  return html`<section id="warnings" aria-labelledby="warnings-title">
    <h2 id="warnings-title">Warnings</h2>
    <ul class="warnings">
      ${items}
    </ul>
  </section>`;
}

/** Text whose parts between backticks are code. */
export function codeSpans(text: string): Markup {
  const parts = text.split("`");
  const even = parts.length % 2 === 1;
  return even
    ? html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`
    : html`${text}`;
}

function card(title: string, value: string, note: string): Markup {
  return html`<div>
    <dt>${title}</dt>
    <dd class="value">${value}</dd>
    <dd class="note">${note}</dd>
  </div>`;
}

function measuredSpeed({ measurement }: RunResult): string {
  if (measurement === undefined) {
    return "of virtual time";
  }
  return measurement.speed === 1
    ? "of wall-clock time"
    : `of the service's time, ${formatCount(measurement.speed)} times as fast`;
}

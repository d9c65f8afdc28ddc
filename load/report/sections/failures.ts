import {
  type ResultFailure,
  type ResultFailureSample,
  type RunResult,
} from "../../../simulator/scenario/result";
import { formatCounted, formatShare } from "../format-quantity";
import { type Markup, html } from "../html";
import { outcomeLabels } from "../outcome-labels";
import { quantityVariable } from "../palette";

/** How and why requests got no result, with the first few of each; nothing where every one got its result. */
export function failuresSection({ failures = [], totals }: RunResult): Markup {
  if (failures.length === 0) return html``;
  return html`<section id="failures" aria-labelledby="failures-title">
    <h2 id="failures-title">Why requests got no result</h2>
    <p class="lead">
      By the way in which they ended and the reason that was given, the most frequent first, with
      the first few of each.
    </p>
    ${failures.map((failure) => failureBlock(failure, totals.submitted))}
  </section>`;
}

function failureBlock({ outcome, reason, count, samples }: ResultFailure, all: number): Markup {
  return html`<div class="figure failure">
    <h3>
      <span class="swatch" style="background:${quantityVariable(outcome)}"></span
      >${outcomeLabels[outcome]}: ${reason ?? "other reasons"}
    </h3>
    <p class="caption">${formatCounted(count, "request")}, ${formatShare(count, all)} of all.</p>
    <dl class="samples">${samples.map((sample) => sampleEntry(sample, reason))}</dl>
  </div>`;
}

function sampleEntry(sample: ResultFailureSample, shared: string | null): Markup {
  const { inferenceId, reason, failureLocation, excerpt } = sample;
  return html`<dt><code>${inferenceId}</code></dt>
    ${reason !== shared && html`<dd>${reason}</dd>`}
    ${failureLocation !== null && html`<dd><code>${failureLocation}</code></dd>`}
    ${excerpt !== null && excerpt !== reason && html`<dd><pre>${excerpt}</pre></dd>`}`;
}

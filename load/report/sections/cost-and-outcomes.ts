import {
  type ResultTotals,
  type RunResult,
  requestOutcomes,
} from "../../../simulator/scenario/result";
import {
  formatCount,
  formatCounted,
  formatDuration,
  formatShare,
  formatUsd,
  unknownFigure,
} from "../format-quantity";
import { dataTable, meaningLabel, numberColumns, numberRow } from "../data-table";
import { costSplit } from "../cost-split";
import { costPurposes, costSplitSpec } from "../cost-split-spec";
import { type Markup, html } from "../html";
import { outcomeLabels, outcomeMeanings } from "../outcome-labels";
import { type ScenarioFacts } from "../scenario-facts";
import { outcomesSpec } from "../summary-specs";
import { timelineEnd } from "../timeline-series";
import { responsiveSvg } from "./responsive-svg";

/** What the fleet cost, and what the same run would have cost with the peak fleet always on. */
export async function costSection(result: RunResult, facts: ScenarioFacts): Promise<Markup> {
  const { cost, instances } = result;
  const hours = instances.instanceSeconds / 3600;
  const hourly = cost.total === null || hours === 0 ? null : cost.total / hours;
  const alwaysOn =
    hourly === null ? null : (hourly * instances.peak * timelineEnd(result.timeline)) / 3600;
  const rows: [string, string][] = [
    ["Instance type", facts.instanceType ?? unknownFigure],
    ["Region", facts.region ?? unknownFigure],
    ["Instance-hours", formatCount(hours)],
    ["Price of an instance-hour", hourly === null ? unknownFigure : formatUsd(hourly)],
    ["Cost of the run", formatUsd(cost.total)],
    ["Per thousand succeeded", formatUsd(cost.perThousandSucceeded)],
    [
      `With ${formatCounted(instances.peak, "instance")} on for all of the run`,
      formatUsd(alwaysOn),
    ],
  ];
  return html`<section id="cost" aria-labelledby="cost-title">
    <h2 id="cost-title">Cost</h2>
    <p class="lead">
      Instance time at the on-demand price. Requests, storage and messages cost extra.
    </p>
    <div class="figure">
      <table class="compact">
        <caption class="visually-hidden">
          Cost of the run
        </caption>
        <tbody>
          ${rows.map(
            ([label, value]) =>
              html`<tr>
                <th scope="row">${label}</th>
                <td class="number">${value}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${await splitFigure(result)}
  </section>`;
}

/** What the instance time was paid for; nothing where that cannot be told. */
async function splitFigure(result: RunResult): Promise<Markup> {
  const parts = costSplit(result);
  if (parts === null) return html``;
  const billed = result.instances.instanceSeconds;
  return html`<figure class="figure" id="figure-cost-split" aria-labelledby="title-cost-split">
    <h3 id="title-cost-split">What it was paid for</h3>
    ${await responsiveSvg((width) => costSplitSpec(parts, width), "")}
    ${dataTable({
      caption: "Cost by purpose",
      columns: ["Purpose", ...numberColumns("Instance time", "Share", "Cost")],
      rows: parts.map(({ purpose, instanceSeconds, cost }) => {
        const { label, meaning, color } = costPurposes[purpose];
        return numberRow(meaningLabel(color, label, meaning), [
          formatDuration(instanceSeconds),
          formatShare(instanceSeconds, billed),
          formatUsd(cost),
        ]);
      }),
    })}
  </figure>`;
}

/** Where the requests ended, each in exactly one outcome. */
export async function outcomesSection({ totals, measurement }: RunResult): Promise<Markup> {
  const rows = requestOutcomes.map((outcome) =>
    numberRow(meaningLabel(outcome, outcomeLabels[outcome], outcomeMeanings[outcome]), [
      formatCount(totals[outcome]),
      formatShare(totals[outcome], totals.submitted),
    ]),
  );
  return html`<section id="outcomes" aria-labelledby="outcomes-title">
    <h2 id="outcomes-title">Where the requests ended</h2>
    <p class="lead">
      Each of the ${formatCounted(totals.submitted, "request")} ended in exactly one of these.
      ${measurement === undefined && interruptionSentence(totals)} ${duplicateSentence(totals)}
    </p>
    <div class="figure">
      ${await responsiveSvg((width) => outcomesSpec(totals, width), "")}
      ${dataTable({
        caption: "Outcomes",
        columns: ["Outcome", ...numberColumns("Requests", "Share")],
        rows,
      })}
    </div>
  </section>`;
}

/** Of a modelled run only: no interface of AWS tells of an interruption. */
function interruptionSentence({ interrupted, redelivered }: ResultTotals): string {
  return interrupted === 0
    ? "No request was interrupted by the removal of its instance."
    : `${formatCounted(interrupted, "time")} the removal of an instance interrupted a request, which was redelivered ${formatCounted(redelivered, "time")}.`;
}

function duplicateSentence({ duplicated }: ResultTotals): string {
  return duplicated === 0
    ? "No result came twice."
    : `${formatCounted(duplicated, "result")} came again for a request that had one.`;
}

import { type LatencySummary, type RunResult } from "../../../simulator/scenario/result";
import { formatDuration } from "../format-quantity";
import { type Markup, html } from "../html";
import { quantityVariable, type QuantityColor } from "../palette";
import { latencySpec } from "../summary-specs";
import { responsiveSvg } from "./responsive-svg";

const stages: readonly {
  key: keyof RunResult["latencySeconds"];
  label: string;
  meaning: string;
  color: QuantityColor;
}[] = [
  {
    ...{ key: "submit", label: "Submit", color: "desiredInstances" },
    meaning: "from the planned sending to acceptance",
  },
  { key: "queue", label: "Queue", meaning: "from acceptance to start", color: "queueTime" },
  { key: "service", label: "Service", meaning: "on the instance", color: "serviceTime" },
  {
    ...{ key: "delivery", label: "Delivery", color: "ageOfOldestRequest" },
    meaning: "from the end to the notification, not part of the total",
  },
  { key: "total", label: "Total", meaning: "from sending to the result", color: "totalTime" },
];

const figures = ["mean", "p50", "p90", "p95", "p99", "max"] as const;

/** How long requests took, by stage: percentiles as a chart and as a table. */
export async function latencySection(result: RunResult, extra: Markup | null): Promise<Markup> {
  const { latencySeconds } = result;
  return html`<section id="latency" aria-labelledby="latency-title">
    <h2 id="latency-title">Latency</h2>
    <p class="lead">
      Of the requests that succeeded, half were done within the p50, all but one in a hundred within
      the p99. The percentiles of the stages do not add up to those of the total.
      ${gapsSentence(result)}
    </p>
    <div class="figure">
      ${await responsiveSvg((width) => latencySpec(latencySeconds, width), "No latency was measured.")}
      <div class="scroll" tabindex="0" role="region" aria-label="Latency, table">
        <table>
          <caption class="visually-hidden">
            Latency by stage
          </caption>
          <thead>
            <tr>
              <th scope="col">Stage</th>
              ${figures.map((figure) => html`<th scope="col" class="number">${figure}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${stages.map((stage) => {
              const summary = latencySeconds[stage.key];
              return summary === undefined ? null : stageRow(stage, summary);
            })}
          </tbody>
        </table>
      </div>
    </div>
    ${extra}
  </section>`;
}

function stageRow(stage: (typeof stages)[number], summary: LatencySummary): Markup {
  return html`<tr>
    <th scope="row">
      <span class="swatch" style="background:${quantityVariable(stage.color)}"></span>${stage.label}
      <span class="quiet">${stage.meaning}</span>
    </th>
    ${figures.map((figure) => html`<td class="number">${cell(summary[figure])}</td>`)}
  </tr>`;
}

function cell(seconds: number | null): string {
  return seconds === null ? "–" : formatDuration(seconds);
}

function gapsSentence({ latencySeconds, measurement }: RunResult): string {
  const { queue, service } = latencySeconds;
  const missing = [queue, service].every(({ p50, max }) => p50 === null && max !== null);
  return measurement !== undefined && missing
    ? "Of the stages CloudWatch tells the mean and the longest alone, failures included."
    : "";
}

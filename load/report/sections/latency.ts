import { type LatencySummary, type RunResult } from "../../../simulator/scenario/result";
import { dataTable, meaningLabel, numberColumns, numberRow } from "../data-table";
import { formatCount, formatDuration } from "../format-quantity";
import { type Markup, html } from "../html";
import { latencyBins, type StageBins } from "../latency-bins";
import { latencyHistogramSpec } from "../latency-histogram-spec";
import { type LatencyStageLook, latencyStageLooks } from "../latency-stages";
import { readScenarioFacts } from "../scenario-facts";
import { latencySpec } from "../summary-specs";
import { responsiveSvg } from "./responsive-svg";

const figures = ["mean", "p50", "p90", "p95", "p99", "max"] as const;

/** How long requests took, by stage: percentiles as a chart and as a table. */
export async function latencySection(result: RunResult, extra: Markup | null): Promise<Markup> {
  const { latencySeconds } = result;
  return html`<section id="latency" aria-labelledby="latency-title">
    <h2 id="latency-title">Latency</h2>
    <p class="lead">
      Of the requests that succeeded, half were done within the p50, all but one in a hundred within
      the p99. The percentiles of the stages do not add up to those of the total.
      ${gapsSentence(result)} ${loopSentence(result)}
    </p>
    <div class="figure">
      ${await responsiveSvg((width) => latencySpec(latencySeconds, width), "No latency was measured.")}
      ${dataTable({
        ...{ caption: "Latency by stage", name: "Latency" },
        columns: ["Stage", ...numberColumns(...figures)],
        rows: latencyStageLooks.flatMap((stage) => {
          const summary = latencySeconds[stage.key];
          return summary === undefined ? [] : [stageRow(stage, summary)];
        }),
      })}
    </div>
    ${await histogramFigure(result)} ${extra}
  </section>`;
}

/** How many requests took how long; nothing for a result without histograms. */
async function histogramFigure(result: RunResult): Promise<Markup> {
  const stages = latencyBins(result);
  if (stages.length === 0) return html``;
  const picture = await responsiveSvg(
    (width) => latencyHistogramSpec(stages, result.latencySeconds, width),
    "",
  );
  return html`<figure class="figure" id="figure-histogram" aria-labelledby="title-histogram">
    <h3 id="title-histogram">How many requests took how long</h3>
    <figcaption class="caption">
      Each stage has an axis of its own, logarithmic where its times are far apart. Dashed are the
      median and the p95.
    </figcaption>
    ${picture} ${histogramTable(stages)}
  </figure>`;
}

function histogramTable(stages: readonly StageBins[]): Markup {
  const rows = stages.flatMap(({ stage, bins }) =>
    bins
      .filter(({ count }) => count > 0)
      .map(({ from, to, count }) =>
        numberRow(stage.label, [formatDuration(from), formatDuration(to), formatCount(count)]),
      ),
  );
  return html`<details>
    <summary>The figures as a table</summary>
    ${dataTable({
      ...{ caption: "Requests by how long they took", name: "Histogram" },
      columns: ["Stage", ...numberColumns("From", "To", "Requests")],
      ...{ rows, isTall: true },
    })}
  </details>`;
}

function stageRow(stage: LatencyStageLook, summary: LatencySummary): Markup {
  return numberRow(
    meaningLabel(stage.color, stage.label, stage.meaning),
    figures.map((figure) => cell(summary[figure])),
  );
}

function cell(seconds: number | null): string {
  return seconds === null ? "–" : formatDuration(seconds);
}

function loopSentence({ scenario }: RunResult): string {
  return readScenarioFacts(scenario).loopConcurrency === null
    ? ""
    : "They are those of a closed loop, which hides the queueing that clients who do not wait for each other would meet.";
}

function gapsSentence({ latencySeconds, measurement }: RunResult): string {
  const { queue, service } = latencySeconds;
  const missing = [queue, service].every(({ p50, max }) => p50 === null && max !== null);
  return measurement !== undefined && missing
    ? "Of the stages CloudWatch tells the mean and the longest alone, failures included."
    : "";
}

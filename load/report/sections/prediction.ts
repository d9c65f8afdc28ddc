import { type RunResult } from "../../../simulator/scenario/result";
import { dataTable, numberColumns, numberRow } from "../data-table";
import {
  formatCount,
  formatDeviation,
  formatDuration,
  formatError,
  formatUsd,
  unknownFigure,
} from "../format-quantity";
import { type Markup, html } from "../html";
import { seriesPeak } from "../timeline-series";
import { asyncMetrics } from "../../../sagemaker/metrics";

/** Prediction beside measurement with the error stated; nothing for a run that has no prediction. */
export function predictionSection(result: RunResult, figures: Markup): Markup {
  const { prediction, latencySeconds, instances, cost, timeline } = result;
  if (prediction === undefined) {
    return html``;
  }
  const { errors, chance } = prediction;
  const peak = seriesPeak(timeline, asyncMetrics.approximateBacklogSize.name)?.value ?? null;
  const rows: [string, string, string, string][] = [
    [
      "Peak of the backlog",
      formatCount(prediction.backlogPeak),
      peak === null ? unknownFigure : formatCount(peak),
      formatDeviation(errors.backlogPeak),
    ],
    [
      "Instance-hours",
      formatCount(prediction.instanceSeconds / 3600),
      formatCount(instances.instanceSeconds / 3600),
      formatDeviation(errors.cost),
    ],
    ["Cost", formatUsd(prediction.cost), formatUsd(cost.total), formatDeviation(errors.cost)],
    [
      "Total latency, p95",
      formatDuration(prediction.totalP95Seconds),
      formatDuration(latencySeconds.total.p95),
      formatDeviation(errors.totalP95),
    ],
    [
      "Total latency, p99",
      formatDuration(prediction.totalP99Seconds),
      formatDuration(latencySeconds.total.p99),
      formatDeviation(errors.totalP99),
    ],
  ];
  return html`<section id="prediction" aria-labelledby="prediction-title">
    <h2 id="prediction-title">Prediction beside measurement</h2>
    <p class="lead">
      What the model of the service expects of these requests on this endpoint, as the mean of
      ${formatCount(prediction.runs)} runs under different draws of chance. The mean service time
      was predicted ${formatDeviation(errors.service)} the measured one. Chance alone moves the
      backlog of a run by ${formatError(chance.backlogMean)} of the peak, its cost by
      ${formatError(chance.cost)} and its p95 by ${formatError(chance.totalP95)}; an error well
      beyond that is the model's.
    </p>
    <div class="figure">
      ${dataTable({
        ...{ caption: "Prediction beside measurement", name: "Prediction" },
        columns: ["Quantity", ...numberColumns("Predicted", "Measured", "Prediction is")],
        rows: rows.map(([label, ...cells]) => numberRow(label, cells)),
      })}
    </div>
    ${figures}
  </section>`;
}

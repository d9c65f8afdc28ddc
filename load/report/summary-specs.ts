import { type TopLevelSpec } from "vega-lite";

import {
  type LatencySummary,
  type ResultTotals,
  requestOutcomes,
} from "../../simulator/scenario/result";
import { chartLook, colorScale } from "./chart-look";
import { formatCount, formatDuration } from "./format-quantity";
import { outcomeLabels } from "./outcome-labels";
import { quantityVariable } from "./palette";

/** The latencies of a run, by stage. */
export type LatencyStages = Readonly<Record<"queue" | "service" | "total", LatencySummary>>;

const stages = [
  { key: "queue", label: "queue", color: "queueTime" },
  { key: "service", label: "service", color: "serviceTime" },
  { key: "total", label: "total", color: "totalTime" },
] as const;

const summaryFigures = ["mean", "p50", "p90", "p95", "p99", "max"] as const;

/** Where the requests ended: a bar for each outcome, with its count. */
export function outcomesSpec(totals: ResultTotals, width: number): TopLevelSpec {
  const values = requestOutcomes.map((outcome) => ({
    outcome: outcomeLabels[outcome],
    count: totals[outcome],
    text: formatCount(totals[outcome]),
    color: quantityVariable(outcome),
  }));
  return {
    config: chartLook,
    width,
    height: { step: 30 },
    autosize: "pad",
    data: { values },
    encoding: {
      y: { field: "outcome", type: "nominal", sort: null, axis: { title: null } },
      x: {
        field: "count",
        type: "quantitative",
        axis: null,
        scale: { domain: [0, Math.max(1, totals.submitted) * 1.2] },
      },
    },
    layer: [
      {
        mark: { type: "bar", cornerRadiusEnd: 3, height: 16 },
        encoding: { color: { field: "color", type: "nominal", scale: null } },
      },
      {
        mark: { type: "text", align: "left", dx: 6 },
        encoding: { text: { field: "text", type: "nominal" } },
      },
    ],
  };
}

/** Mean, percentiles and maximum of the time in the queue, in service and in total, as bars side by side; null without any. */
export function latencySpec(latency: LatencyStages, width: number): TopLevelSpec | null {
  const values = summaryFigures.flatMap((figure) =>
    stages.flatMap(({ key, label }) => {
      const seconds = latency[key][figure];
      return seconds === null
        ? []
        : [{ figure, stage: label, seconds, text: formatDuration(seconds) }];
    }),
  );
  if (values.length === 0) {
    return null;
  }
  const longest = Math.max(...values.map(({ seconds }) => seconds), 0.001);
  return {
    config: chartLook,
    width,
    height: { step: 17 },
    autosize: "pad",
    data: { values },
    encoding: {
      y: {
        field: "figure",
        type: "nominal",
        sort: null,
        axis: { title: null },
        scale: { paddingInner: 0.25 },
      },
      yOffset: { field: "stage", type: "nominal", sort: null },
      x: {
        field: "seconds",
        type: "quantitative",
        axis: null,
        scale: { domain: [0, longest * 1.25] },
      },
    },
    layer: [
      {
        mark: { type: "bar", cornerRadiusEnd: 2, height: 12 },
        encoding: {
          color: {
            field: "stage",
            type: "nominal",
            scale: colorScale(stages),
          },
        },
      },
      {
        mark: { type: "text", align: "left", dx: 6, fontSize: 11 },
        encoding: { text: { field: "text", type: "nominal" } },
      },
    ],
  };
}

import { type TopLevelSpec } from "vega-lite";

import { type RunResult } from "../../simulator/scenario/result";
import { chartLook } from "./chart-look";
import { formatDuration } from "./format-quantity";
import { type StageBins } from "./latency-bins";
import { quantityVariable } from "./palette";
import { timeIncrementsSeconds } from "./time-axis";

/** Where a logarithmic axis of durations has its ticks, in seconds: round ones of the clock. */
const logarithmicTicks = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 6 * 3600, 86_400, 604_800];

/** Distances between the ticks of a linear one. */
const steps = [
  ...[0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5],
  ...timeIncrementsSeconds,
];

/** A histogram for each stage, one above the other, each over an axis of its own, with median and p95. */
export function latencyHistogramSpec(
  stages: readonly StageBins[],
  latency: RunResult["latencySeconds"],
  width: number,
): TopLevelSpec {
  return {
    config: chartLook,
    spacing: 16,
    vconcat: stages.map(({ stage, scale, bins }) => {
      const domain = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 0] as const;
      const ticks = ticksOf(scale, domain, width < 400 ? 4 : 6);
      return {
        width,
        height: 72,
        title: { text: stage.label, anchor: "start", color: "var(--ink)", fontSize: 13, dy: -8 },
        encoding: {
          x: {
            field: "from",
            type: "quantitative",
            scale: { type: scale, domain: [...domain], nice: false },
            axis: { title: null, grid: false, values: ticks, labelExpr: durationLabels(ticks) },
          },
        },
        layer: [
          {
            data: { values: bins.filter(({ count }) => count > 0) },
            mark: { type: "rect", color: quantityVariable(stage.color) },
            encoding: {
              x2: { field: "to" },
              y: {
                ...{ field: "count", type: "quantitative", scale: { zero: true } },
                axis: { title: null, tickCount: 2, tickMinStep: 1, format: ",~f" },
              },
              y2: { datum: 0 },
            },
          },
          ...percentileLayers(latency[stage.key] ?? {}, bins, width),
        ],
      };
    }),
  };
}

/** Pixels that a percentile's label needs. */
const labelWidth = 95;

function percentileLayers(
  summary: { readonly p50?: number | null; readonly p95?: number | null },
  bins: StageBins["bins"],
  width: number,
) {
  /** Pixels from the left edge, to a bin; null outside. */
  const pixelsTo = (seconds: number): number | null => {
    const bin = bins.findIndex(({ from, to }) => seconds >= from && seconds <= to);
    return bin === -1 ? null : (bin / bins.length) * width;
  };
  const looks = [
    { name: "p50", seconds: summary.p50 },
    { name: "p95", seconds: summary.p95 },
  ] as const;
  return looks.flatMap(({ name, seconds }) => {
    const pixels = typeof seconds === "number" ? pixelsTo(seconds) : null;
    if (typeof seconds !== "number" || pixels === null) return [];
    // The median's label stands before its line, where there is room, and so never in that of the p95.
    const before = name === "p50" && pixels > labelWidth;
    const [align, dx] = before ? (["right", -4] as const) : (["left", 4] as const);
    const values = [{ from: seconds, text: `${name} ${formatDuration(seconds)}` }];
    return [
      {
        data: { values },
        mark: { type: "rule" as const, strokeDash: [3, 3], color: "var(--ink)" },
      },
      {
        data: { values },
        mark: { type: "text" as const, align, dx, y: -6, fontSize: 11 },
        encoding: { text: { field: "text", type: "nominal" as const } },
      },
    ];
  });
}

function ticksOf(
  scale: StageBins["scale"],
  [from, to]: readonly [number, number],
  most: number,
): number[] {
  const step = steps.find((each) => (to - from) / each <= most) ?? to - from;
  const first = Math.ceil(from / step);
  const ticks =
    scale === "log"
      ? logarithmicTicks.filter((second) => second >= from && second <= to)
      : Array.from(
          { length: Math.floor(to / step) - first + 1 },
          (_, tick) => (first + tick) * step,
        );
  return ticks.length < 2 ? [from, to] : ticks;
}

/** A Vega expression that gives each tick its duration in words. */
function durationLabels(seconds: readonly number[]): string {
  const labels = Object.fromEntries(seconds.map((second) => [second, formatDuration(second)]));
  return `${JSON.stringify(labels)}[datum.value]`;
}

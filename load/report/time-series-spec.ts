import { type TopLevelSpec } from "vega-lite";

import { type ResultTimeline } from "../../simulator/scenario/result";
import { chartLook, colorScale } from "./chart-look";
import { type Figure, type FigureSeries } from "./figure";
import { timeAxisTitle, timeUnitFor } from "./time-axis";

/**
 * A figure without a script: the left axis above the right one, each with its series, over one time axis.
 *
 * @param timeline What to draw, cut to the figure's window and coarse enough for paper.
 */
export function timeSeriesSpec(
  figure: Figure,
  timeline: ResultTimeline,
  width: number,
): TopLevelSpec {
  const first = timeline.seconds[0] ?? 0;
  const last = timeline.seconds.at(-1) ?? 0;
  const unit = timeUnitFor(last - first);
  const panels = [
    { side: "left", axis: figure.left },
    { side: "right", axis: figure.right },
  ] as const;
  const shown = panels.flatMap(({ side, axis }) => {
    const series = figure.series.filter((candidate) => candidate.axis === side);
    return axis === null || series.length === 0 ? [] : [{ axis, series }];
  });
  return {
    config: chartLook,
    vconcat: shown.map(({ axis, series }, index) => ({
      width,
      height: shown.length === 1 ? 180 : 110,
      encoding: {
        x: {
          field: "time",
          type: "quantitative",
          scale: { domain: [first / unit.seconds, last / unit.seconds], nice: false },
          axis: {
            title: index === shown.length - 1 ? timeAxisTitle(unit) : null,
            grid: false,
            format: ",~f",
          },
        },
        y: {
          field: "value",
          type: "quantitative",
          scale: axis.scale === "symlog" ? { type: "symlog" } : { zero: true },
          axis: {
            title: axis.title,
            tickCount: 4,
            tickMinStep: 1,
            ...(axis.scale === "symlog" ? { values: [0, 1, 10, 100, 1000, 10_000, 100_000] } : {}),
          },
        },
        color: { field: "series", type: "nominal", scale: colorScale(series) },
      },
      layer: series.map((one) => ({
        data: { values: seriesRows(one, timeline, unit.seconds) },
        mark: markOf(one),
      })),
    })),
    resolve: { scale: { color: "independent" } },
  };
}

function seriesRows(series: FigureSeries, timeline: ResultTimeline, unitSeconds: number) {
  return timeline.seconds.map((seconds, index) => {
    const { source } = series;
    const values = "metric" in source ? timeline[source.metric] : source.value;
    return {
      time: seconds / unitSeconds,
      series: series.label,
      value: Array.isArray(values) ? (values[index] ?? null) : (values ?? null),
    };
  });
}

interface SeriesMark {
  type: "area" | "line";
  line?: boolean;
  interpolate?: "step-after";
  fillOpacity?: number;
  strokeWidth?: number;
  strokeDash?: number[];
}

function markOf({ shape }: FigureSeries): SeriesMark {
  switch (shape) {
    case "area":
      return { type: "area", line: true, fillOpacity: 0.18 };
    case "line":
      return { type: "line", strokeWidth: 1.8 };
    case "step":
      return { type: "line", interpolate: "step-after", strokeWidth: 2 };
    case "step-dashed":
      return { type: "line", interpolate: "step-after", strokeDash: [5, 4] };
    case "bars":
      return { type: "area", interpolate: "step-after", fillOpacity: 0.5 };
    case "reference":
      return { type: "line", strokeDash: [2, 4], strokeWidth: 1.5 };
    default:
      return shape satisfies never;
  }
}

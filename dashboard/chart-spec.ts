import { type TopLevelSpec } from "vega-lite";

import { chartLook } from "../load/report/chart-look";
import { alarmPeriodSeconds } from "../sagemaker/minute-alarms";
import { quantityVariable, type QuantityColor } from "../load/report/palette";
import { timeUnitFor } from "../load/report/time-axis";
import { type WidgetChart } from "./widget-series";

const colors: readonly QuantityColor[] = [
  ...(["backlog", "currentInstances", "invocationsProcessed", "ageOfOldestRequest"] as const),
];
const dashes: readonly (readonly number[])[] = [
  [1, 0],
  [6, 3],
  [2, 3],
  [8, 3, 2, 3],
];
const height = 150;

/** A chart of a widget in the colours of the page's theme. Lines are told apart by their dashes, too. */
export function chartSpec(chart: WidgetChart, width: number): TopLevelSpec {
  const unit = timeUnitFor(chart.endSeconds);
  const labels = chart.series.map(({ label }) => label);
  const values = chart.series.flatMap(({ label, points }) =>
    withGaps(points).map(([seconds, value]) => ({ time: seconds / unit.seconds, value, label })),
  );
  const highest = [...values, ...chart.levels].reduce(
    (most, { value }) => Math.max(most, value ?? 0),
    0,
  );
  const series = { field: "label", type: "nominal" } as const;
  return {
    config: chartLook,
    width,
    height,
    layer: [
      {
        data: { values },
        mark: { type: "line", strokeWidth: 1.8 },
        encoding: {
          x: {
            field: "time",
            type: "quantitative",
            scale: { domain: [0, chart.endSeconds / unit.seconds], nice: false },
            axis: { title: unit.label, grid: false, format: ",~f", tickCount: 5 },
          },
          y: {
            field: "value",
            type: "quantitative",
            // A line along zero needs a height, too.
            scale: highest > 0 ? { zero: true } : { domain: [0, 1] },
            axis: { title: chart.axis, tickCount: 4 },
          },
          color: {
            ...series,
            legend: { columns: width < 300 ? 1 : 3 },
            scale: {
              domain: labels,
              range: labels.map((_, index) =>
                quantityVariable(colors[index % colors.length] ?? "backlog"),
              ),
            },
          },
          strokeDash: {
            ...series,
            scale: {
              domain: labels,
              range: labels.map((_, index) => [...(dashes[index % dashes.length] ?? [])]),
            },
          },
        },
      },
      ...chart.levels.map(levelLayer),
    ],
  };
}

/** A minute without a value is not bridged: an endpoint without instances has none. */
function withGaps(
  points: WidgetChart["series"][number]["points"],
): (readonly [number, number | null])[] {
  return points.flatMap(([seconds, value], index) => {
    const before = points[index - 1]?.[0] ?? seconds;
    const gap = before + alarmPeriodSeconds;
    return seconds > gap
      ? [[gap, null] as const, [seconds, value] as const]
      : [[seconds, value] as const];
  });
}

type Layer = Extract<TopLevelSpec, { readonly layer: unknown }>["layer"][number];

/** A level across a chart, with its name above its left end. */
function levelLayer({ value, label = "" }: WidgetChart["levels"][number]): Layer {
  const color = "var(--bad)";
  return {
    data: { values: [{}] },
    layer: [
      { mark: { type: "rule", color, strokeDash: [4, 3] }, encoding: { y: { datum: value } } },
      {
        mark: { type: "text", color, align: "left", baseline: "bottom", dx: 4, dy: -2 },
        encoding: { y: { datum: value }, x: { value: 0 }, text: { value: label } },
      },
    ],
  };
}

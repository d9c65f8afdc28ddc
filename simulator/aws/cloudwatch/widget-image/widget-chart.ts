import { type TopLevelSpec } from "vega-lite";
import { type MetricWidget } from "./metric-widget";

/** A series as it is drawn. */
export interface ChartSeries {
  readonly label: string;
  readonly color: string | undefined;
  readonly axis: "left" | "right";
  /** Time in milliseconds and value, in order of time. */
  readonly points: readonly (readonly [number, number])[];
}

/** Colours of series that name none, in the order of the lines: those that CloudWatch's own graphs begin with. */
const colors = ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2"];

type Layer = Extract<TopLevelSpec, { readonly layer: unknown }>["layer"][number];

/** A graph of series over time in UTC: a line each, or areas on each other, with levels across and a legend below. */
export function widgetChart(widget: MetricWidget, series: readonly ChartSeries[]): TopLevelSpec {
  const axes = (["left", "right"] as const).filter((axis) =>
    series.some((one) => one.axis === axis),
  );
  const [first = "left", ...others] = axes;
  return {
    title: widget.title,
    width: widget.width,
    height: widget.height,
    autosize: { type: "fit", contains: "padding" },
    background: "#ffffff",
    padding: 10,
    config: { font: "DejaVu Sans", view: { stroke: null } },
    resolve: { scale: { y: "independent" } },
    layer: [
      { layer: [seriesLayer(widget, series, first), ...widget.levels.map(levelLayer)] },
      ...others.map((axis) => seriesLayer(widget, series, axis)),
    ],
  };
}

/** The series of one axis. */
function seriesLayer(
  widget: MetricWidget,
  series: readonly ChartSeries[],
  axis: "left" | "right",
): Layer {
  const { min, max, label } = widget.yAxis[axis] ?? {};
  return {
    data: {
      values: series
        .filter((one) => one.axis === axis)
        .flatMap(({ label: name, points }) =>
          points.map(([time, value]) => ({ time, value, name })),
        ),
    },
    mark: widget.stacked ? { type: "area" } : { type: "line", point: true },
    encoding: {
      x: {
        field: "time",
        type: "temporal",
        scale: { type: "utc", domain: [widget.start.getTime(), widget.end.getTime()] },
        axis: { title: null, grid: false, labelOverlap: true, format: timeFormat(widget) },
      },
      y: {
        field: "value",
        type: "quantitative",
        stack: widget.stacked,
        scale: { zero: false, domainMin: min, domainMax: max },
        axis: { title: label ?? null, orient: axis },
      },
      color: {
        field: "name",
        type: "nominal",
        scale: {
          domain: series.map((one) => one.label),
          range: series.map(
            ({ color }, index) => color ?? colors[index % colors.length] ?? "#000000",
          ),
        },
        legend: { orient: "bottom", title: null, columns: 2, labelLimit: widget.width / 2 },
      },
    },
  };
}

/** Hours and minutes, or days where there are several. */
function timeFormat({ start, end }: MetricWidget): string {
  return end.getTime() - start.getTime() > 2 * 86_400_000 ? "%m/%d" : "%H:%M";
}

/** A level across the graph, such as an alarm's threshold. */
function levelLayer({
  value,
  label = "",
  color = "#666666",
}: MetricWidget["levels"][number]): Layer {
  return {
    data: { values: [{}] },
    layer: [
      { mark: { type: "rule", color, strokeDash: [4, 2] }, encoding: { y: { datum: value } } },
      {
        mark: { type: "text", color, align: "left", baseline: "bottom", dx: 4 },
        encoding: { y: { datum: value }, x: { value: 0 }, text: { value: label } },
      },
    ],
  };
}

import { z } from "zod";

import { QueryEvaluation } from "../simulator/engine/metric-queries";
import { type Simulation } from "../simulator/engine/simulation";
import { labelOf } from "../simulator/aws/cloudwatch/get-metric-data";
import { metricQueriesOf } from "../simulator/aws/cloudwatch/metric-queries";
import { parseMetricWidget } from "../simulator/aws/cloudwatch/widget-image/metric-widget";

/** A dashboard's body as CloudWatch takes it, as far as it is drawn. */
const bodySchema = z.object({
  widgets: z.array(
    z.object({
      type: z.enum(["alarm", "log", "metric", "text"]),
      ...{ x: z.number(), y: z.number(), width: z.number(), height: z.number() },
      properties: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** A widget of a dashboard's body. */
export type BodyWidget = z.infer<typeof bodySchema>["widgets"][number];

/** A line of a chart. */
export interface WidgetSeries {
  readonly label: string;
  /** Seconds from the start of the run, and the value. */
  readonly points: readonly (readonly [number, number])[];
}

/** A chart of a run. */
export interface WidgetChart {
  readonly title: string;
  readonly axis: string;
  readonly series: readonly WidgetSeries[];
  readonly levels: readonly { readonly label?: string | undefined; readonly value: number }[];
  readonly endSeconds: number;
}

/** The widgets of a dashboard's body. */
export function widgetsOf(body: string): BodyWidget[] {
  return bodySchema.parse(JSON.parse(body)).widgets;
}

/** What a metric widget shows of a run that began at 0: CloudWatch's reading of its definition, on the run's metrics. */
export function widgetChart(
  { properties }: BodyWidget,
  { metrics }: Simulation,
  endSeconds: number,
): WidgetChart {
  const widget = parseMetricWidget(JSON.stringify({ ...properties, start: "-PT0H" }), endSeconds);
  const queries = metricQueriesOf(widget.lines.map(({ query }) => query));
  const evaluation = new QueryEvaluation(queries, {
    metrics,
    asOfSeconds: Infinity,
    rangeOf: (periodSeconds) => ({ start: 0, end: endSeconds, periodSeconds }),
    allowsSearch: true,
  });
  const series = queries
    .filter(({ returnData }) => returnData)
    .flatMap((query) =>
      evaluation
        .seriesOf(query)
        .map((found) => ({ label: labelOf(query, found), points: [...found.values] })),
    );
  return {
    title: widget.title ?? "",
    axis: widget.yAxis.left?.label ?? "",
    series,
    levels: widget.levels,
    endSeconds,
  };
}

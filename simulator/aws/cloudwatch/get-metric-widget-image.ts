import {
  type GetMetricWidgetImageInput,
  type GetMetricWidgetImageOutput,
} from "@aws-sdk/client-cloudwatch";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { labelOf, queryResults } from "./get-metric-data";
import { metricQueriesOf } from "./metric-queries";
import { parseMetricWidget } from "./widget-image/metric-widget";
import { renderPng } from "./widget-image/render-png";
import { widgetChart } from "./widget-image/widget-chart";

/** A picture of metrics as they are now, drawn from what GetMetricData answers. */
export const getMetricWidgetImage: Operation<
  GetMetricWidgetImageInput,
  GetMetricWidgetImageOutput
> = async (request, context) => {
  if (request.OutputFormat !== undefined && request.OutputFormat !== "png") {
    throw new AwsError(
      "NotImplemented",
      `GetMetricWidgetImage with the OutputFormat ${request.OutputFormat} is not implemented; there is png`,
      501,
    );
  }
  const widget = parseMetricWidget(request.MetricWidget ?? "", context.now);
  const queries = metricQueriesOf(widget.lines.map(({ query }) => query));
  const results = queryResults(queries, { StartTime: widget.start, EndTime: widget.end }, context);
  const series = results.map(({ query, series: found }) => {
    const line = widget.lines.find((one) => one.query.Id === query.id);
    return {
      label: labelOf(query, found),
      color: line?.color,
      axis: line?.axis ?? "left",
      points: [...found.values].map(([at, value]) => [at * 1000, value] as const),
    };
  });
  return { MetricWidgetImage: await renderPng(widgetChart(widget, series), widget.width) };
};

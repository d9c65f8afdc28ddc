import { z } from "zod";
import { AwsError } from "../../errors";
import { VALIDATION_ERROR } from "../metric-id";
import { widgetLines, type WidgetLine, widgetMetrics } from "./widget-metrics";

const size = z.number().int().min(1).max(2000);

const axis = z.object({
  min: z.number().optional(),
  max: z.number().optional(),
  label: z.string().optional(),
});

const annotation = z.object({
  value: z.number(),
  label: z.string().optional(),
  color: z.string().optional(),
});

const definition = z.looseObject({
  metrics: widgetMetrics,
  view: z.string().default("timeSeries"),
  stacked: z.boolean().default(false),
  title: z.string().optional(),
  width: size.default(600),
  height: size.default(400),
  start: z.string().default("-PT3H"),
  end: z.string().default("PT0H"),
  period: z.number().int().min(1).default(300),
  stat: z.string().default("Average"),
  yAxis: z.object({ left: axis.optional(), right: axis.optional() }).default({}),
  annotations: z
    .looseObject({ horizontal: z.array(z.union([annotation, z.array(annotation)])).optional() })
    .default({}),
});

/** A graph that is asked for. */
export interface MetricWidget extends Pick<
  z.infer<typeof definition>,
  "title" | "width" | "height" | "stacked" | "yAxis"
> {
  readonly lines: readonly WidgetLine[];
  readonly start: Date;
  readonly end: Date;
  readonly levels: readonly z.infer<typeof annotation>[];
}

/**
 * Reads the definition of a graph.
 *
 * @param nowSeconds what relative times are relative to
 * @throws AwsError `ValidationError` for one that cannot be read, `NotImplemented` for other views than lines
 */
export function parseMetricWidget(text: string, nowSeconds: number): MetricWidget {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw invalid("The parameter MetricWidget is not valid JSON.");
  }
  const result = definition.safeParse(document);
  if (!result.success) {
    const problems = result.error.issues.map(
      ({ path, message }) => `${path.map(String).join(".") || "the widget"}: ${message}`,
    );
    throw invalid(`The parameter MetricWidget is not valid: ${problems.join("; ")}`);
  }
  const widget = result.data;
  if (widget.view !== "timeSeries") {
    throw new AwsError(
      "NotImplemented",
      `GetMetricWidgetImage with the view ${widget.view} is not implemented; there is timeSeries`,
      501,
    );
  }
  return {
    title: widget.title,
    width: widget.width,
    height: widget.height,
    stacked: widget.stacked,
    yAxis: widget.yAxis,
    lines: widgetLines(widget.metrics, widget),
    start: instant("start", widget.start, nowSeconds),
    end: instant("end", widget.end, nowSeconds),
    levels: (widget.annotations.horizontal ?? []).flat(),
  };
}

/** A time, or a duration from now such as `-PT3H` or `-P7D`. */
function instant(member: string, text: string, nowSeconds: number): Date {
  const [whole, sign, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] =
    /^([-+]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text) ?? [];
  const length =
    ((Number(weeks) * 7 + Number(days)) * 24 + Number(hours)) * 3600 +
    Number(minutes) * 60 +
    Number(seconds);
  const date =
    whole === undefined
      ? new Date(text)
      : new Date((nowSeconds + (sign === "-" ? -length : length)) * 1000);
  if (Number.isNaN(date.getTime())) {
    throw invalid(
      `The parameter MetricWidget is not valid: ${member} is "${text}"; give an ISO 8601 time, or a duration such as -PT3H`,
    );
  }
  return date;
}

function invalid(message: string): AwsError {
  return new AwsError(VALIDATION_ERROR, message, 400);
}

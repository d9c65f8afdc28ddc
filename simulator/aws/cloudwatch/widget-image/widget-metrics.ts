import { type MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";

/** What may stand last in a line of `metrics`. */
const options = z.looseObject({
  id: z.string().optional(),
  expression: z.string().optional(),
  label: z.string().optional(),
  stat: z.string().optional(),
  period: z.number().optional(),
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .optional(),
  visible: z.boolean().optional(),
  yAxis: z.enum(["left", "right"]).optional(),
});

/** Lines of `metrics`: a metric as namespace, name, and names and values of dimensions, or an expression. */
export const widgetMetrics = z.array(z.array(z.union([z.string(), options])).min(1)).max(500);

/** A line of a graph: a query, and how it is drawn. */
export interface WidgetLine {
  readonly query: MetricDataQuery;
  readonly color: string | undefined;
  readonly axis: "left" | "right";
}

/**
 * Reads the lines of a widget, abbreviations included: `"."` stands for what the line before has in its place, `"..."`
 * for all of what it has up to what follows.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Metric-Widget-Structure.html
 *
 * @param shared statistic and period of lines that have none
 */
export function widgetLines(
  metrics: z.infer<typeof widgetMetrics>,
  shared: { readonly stat: string; readonly period: number },
): WidgetLine[] {
  let before: readonly string[] = [];
  return metrics.map((line, index) => {
    const written = line.filter((part) => typeof part === "string");
    const last = line.at(-1);
    const given = typeof last === "object" ? last : {};
    const shown = {
      Id: given.id ?? `line${index}`,
      Label: given.label,
      ReturnData: given.visible !== false,
    };
    const look = { color: given.color, axis: given.yAxis ?? "left" } as const;
    if (given.expression !== undefined) {
      return { query: { ...shown, Expression: given.expression, Period: given.period }, ...look };
    }
    const address = expanded(written, before);
    before = address;
    const [Namespace, MetricName, ...dimensions] = address;
    const query = {
      ...shown,
      MetricStat: {
        Metric: { Namespace, MetricName, Dimensions: pairs(dimensions) },
        Stat: given.stat ?? shared.stat,
        Period: given.period ?? shared.period,
      },
    };
    return { query, ...look };
  });
}

function expanded(written: readonly string[], before: readonly string[]): string[] {
  const gap = written.indexOf("...");
  const filled =
    gap === -1
      ? written
      : [
          ...written.slice(0, gap),
          ...before.slice(gap, before.length - (written.length - gap - 1)),
          ...written.slice(gap + 1),
        ];
  return filled.map((part, index) => (part === "." ? (before[index] ?? part) : part));
}

function pairs(parts: readonly string[]): { Name: string; Value: string }[] {
  return parts.flatMap((Name, index) =>
    index % 2 === 0 ? [{ Name, Value: parts[index + 1] ?? "" }] : [],
  );
}

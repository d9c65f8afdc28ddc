import { type Dimension } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { type MetricId, type MetricSelector } from "../../engine/types";

/** The error code of CloudWatch's front end, as clients of its oldest protocol know it. */
export const VALIDATION_ERROR = "ValidationError";

export const namespaceConstraint = z.string().min(1).max(255).regex(/^[^:]/);

export const metricNameConstraint = z.string().min(1).max(255);

export const dimensionsConstraint = z
  .array(z.object({ Name: z.string().min(1).max(255), Value: z.string().min(1).max(1024) }))
  .max(30);

/** The engine's name of a metric. */
export function metricIdOf(
  namespace: string | undefined,
  name: string | undefined,
  dimensions: readonly Dimension[] | undefined,
): MetricId {
  const pairs = (dimensions ?? []).map(({ Name, Value }) => [Name ?? "", Value ?? ""] as const);
  return { namespace: namespace ?? "", name: name ?? "", dimensions: Object.fromEntries(pairs) };
}

/** What is read of a metric: all of it, or what came with a unit. */
export function selectorOf(id: MetricId, unit: string | undefined): MetricSelector {
  return unit === undefined ? id : { ...id, unit };
}

/**
 * Whether data is kept for periods of that length, seconds.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html
 */
export function isPeriod(seconds: number): boolean {
  return [1, 5, 10, 20, 30].includes(seconds) || seconds % 60 === 0;
}

/** A metric's dimensions as the API lists them. */
export function dimensionsOf({ dimensions }: MetricId): { Name: string; Value: string }[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}

/** One text for each metric, whatever the order of its dimensions. */
export function metricKeyOf(id: MetricId): string {
  const pairs = Object.entries(id.dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([id.namespace, id.name, pairs]);
}

import { type ListMetricsInput, type ListMetricsOutput } from "@aws-sdk/client-cloudwatch";
import { type Operation } from "../operation";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { pageOf } from "../pagination";
import {
  dimensionsOf,
  metricNameConstraint,
  namespaceConstraint,
  VALIDATION_ERROR,
} from "./metric-id";

const PAGE = 500;
const twoWeeksSeconds = 14 * 86_400;
const threeHoursSeconds = 3 * 3600;

const input = z.object({
  Namespace: namespaceConstraint.optional(),
  MetricName: metricNameConstraint.optional(),
  Dimensions: z
    .array(
      z.object({
        Name: z.string().min(1).max(255),
        Value: z.string().min(1).max(1024).optional(),
      }),
    )
    .max(10)
    .optional(),
  RecentlyActive: z.enum(["PT3H"]).optional(),
});

/** Metrics with data in the last two weeks, or three hours when only recent ones are asked for. */
export const listMetrics: Operation<ListMetricsInput, ListMetricsOutput> = (request, context) => {
  checkConstraints(input, request, VALIDATION_ERROR);
  const sinceSeconds =
    context.now - (request.RecentlyActive === "PT3H" ? threeHoursSeconds : twoWeeksSeconds);
  const filters = request.Dimensions ?? [];
  const found = context.simulation.metrics.list().filter(
    ({ id, lastTimestamp }) =>
      (request.Namespace ?? id.namespace) === id.namespace &&
      (request.MetricName ?? id.name) === id.name &&
      lastTimestamp >= sinceSeconds &&
      filters.every(({ Name: name = "", Value: value }) => {
        const held = id.dimensions[name];
        return held !== undefined && (value ?? held) === held;
      }),
  );
  const { items, nextToken } = pageOf(found, request.NextToken, PAGE);
  return {
    Metrics: items.map(({ id }) => ({
      Namespace: id.namespace,
      MetricName: id.name,
      Dimensions: dimensionsOf(id),
    })),
    NextToken: nextToken,
  };
};

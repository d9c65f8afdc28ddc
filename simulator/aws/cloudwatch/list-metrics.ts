import { type ListMetricsInput, type ListMetricsOutput } from "@aws-sdk/client-cloudwatch";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { dimensionsOf } from "./metric-id";

const PAGE = 500;
const twoWeeksSeconds = 14 * 86_400;
const threeHoursSeconds = 3 * 3600;

/** Metrics with data in the last two weeks, or three hours when only recent ones are asked for. */
export const listMetrics: Operation<ListMetricsInput, ListMetricsOutput> = (request, context) => {
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

import {
  asyncMetrics,
  instanceNamespace,
  type MetricDefinition,
  metricDimensions,
  sageMakerNamespace,
} from "./metrics";

const namespaces: readonly string[] = [sageMakerNamespace, instanceNamespace];

/** Metrics of real-time endpoints that are often taken for those of asynchronous ones, and what to take in their place. */
const instead: Readonly<Record<string, string>> = {
  Invocations: asyncMetrics.invocationsProcessed.name,
  InvocationsPerInstance: asyncMetrics.approximateBacklogSizePerInstance.name,
  OverheadLatency: asyncMetrics.timeInBacklog.name,
};

/** Names of the dimensions that a metric is published under. */
function dimensionNames(metric: MetricDefinition): string[] {
  return Object.keys(metricDimensions(metric, "", ""));
}

/**
 * Says why no asynchronous endpoint has ever published to such a metric: an alarm, a policy or a widget on it waits for
 * ever.
 *
 * @param namespace Namespace; one that is not SageMaker's is none of ours.
 * @param name Name of the metric.
 * @param dimensions Names of its dimensions, in any order.
 * @returns A sentence, or `undefined` for a metric that is there.
 */
export function asyncMetricProblem(
  namespace: string,
  name: string,
  dimensions: readonly string[],
): string | undefined {
  if (!namespaces.includes(namespace)) return undefined;
  const named = Object.values(asyncMetrics).filter((metric) => metric.name === name);
  const metric = named.find((each) => each.namespace === namespace);
  if (metric === undefined) {
    const [elsewhere] = named;
    const advice =
      elsewhere !== undefined
        ? `it is in namespace ${elsewhere.namespace}`
        : instead[name] !== undefined
          ? `use ${instead[name]}`
          : `those of ${namespace} are ${namesIn(namespace)}`;
    return `${namespace} ${name} is no metric of an asynchronous endpoint: ${advice}`;
  }
  const published = dimensionNames(metric);
  const same =
    published.length === dimensions.length && published.every((each) => dimensions.includes(each));
  return same
    ? undefined
    : `${name} is published under ${published.join(" and ")}, not under ${dimensions.join(" and ") || "none"}: with another set of dimensions it has no data`;
}

function namesIn(namespace: string): string {
  return Object.values(asyncMetrics)
    .filter((metric) => metric.namespace === namespace)
    .map(({ name }) => name)
    .join(", ");
}

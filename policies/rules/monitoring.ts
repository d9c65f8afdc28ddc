import { type PolicyResource } from "@pulumi/policy";

import { asyncMetricProblem } from "../../sagemaker/metric-problems";
import { asyncMetrics } from "../../sagemaker/metrics";
import { types } from "../resource-types";
import { at, isSet, known, listAt, resourceRule, stackRule, textAt, texts } from "../rule";
import { asyncEndpoints, belongsTo, ofType, refersTo } from "../stack-graph";

const realTimeEndpoints = texts([], "Names of endpoints that are not asynchronous");

const alarmMetrics = resourceRule({
  name: "alarm-metrics-exist",
  description:
    "Alarms watch metrics that an asynchronous endpoint publishes, under the dimensions they are published under. Others never go off.",
  severity: "high",
  level: "mandatory",
  remedy: "Take the metric, namespace and dimensions that the message names.",
  url: "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html",
  settings: { realTimeEndpoints },
  of: [types.alarm],
  check: ({ props }, { realTimeEndpoints: others }) =>
    watchedMetrics(props).flatMap(({ namespace, name, dimensions, endpointName }) => {
      if (endpointName !== undefined && others.includes(endpointName)) return [];
      const problem = asyncMetricProblem(namespace, name, dimensions);
      return problem === undefined ? [] : [problem];
    }),
});

const dashboardMetrics = resourceRule({
  name: "dashboard-metrics-exist",
  description:
    "Dashboards draw metrics that an asynchronous endpoint publishes, under the dimensions they are published under. Others stay empty.",
  severity: "medium",
  level: "mandatory",
  remedy: "Take the metric, namespace and dimensions that the message names.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html",
  settings: { realTimeEndpoints },
  of: [types.dashboard],
  check: ({ props }, { realTimeEndpoints: others }) =>
    drawnMetrics(textAt(props, "dashboardBody") ?? "").flatMap(([namespace, name, ...rest]) => {
      const dimensions = rest.filter((_, index) => index % 2 === 0);
      const endpointName = rest[dimensions.indexOf("EndpointName") * 2 + 1];
      if (endpointName !== undefined && others.includes(endpointName)) return [];
      const problem = asyncMetricProblem(namespace ?? "", name ?? "", dimensions);
      return problem === undefined ? [] : [problem];
    }),
});

/** What must be told of every endpoint. */
const toldOf = [
  asyncMetrics.invocationFailures,
  asyncMetrics.expiredRequests,
  asyncMetrics.hasBacklogWithoutCapacity,
  asyncMetrics.approximateAgeOfOldestRequest,
];

const watched = stackRule({
  name: "watched-endpoints",
  description:
    "An asynchronous endpoint has a dashboard, and alarms for failed and expired requests, for requests that wait without an instance, and for those that wait too long.",
  severity: "medium",
  level: "mandatory",
  remedy: "Give it a MonitoringDashboard.",
  check: (resources) =>
    asyncEndpoints(resources).flatMap(({ endpoint }) => {
      const drawn = ofType(resources, types.dashboard).some((dashboard) =>
        belongsTo(dashboard, "dashboardBody", endpoint, (body, name) => body.includes(`"${name}"`)),
      );
      const missing = toldOf.filter(
        ({ name }) => !alarmsOf(resources, endpoint).some((alarm) => watches(alarm, name)),
      );
      return [
        ...(drawn ? [] : ["has no dashboard"]),
        ...(missing.length === 0
          ? []
          : [`has no alarm on ${missing.map(({ name }) => name).join(", ")}`]),
      ].map((problem) => ({ resource: endpoint, problem }));
    }),
});

const keptLogs = stackRule({
  name: "kept-logs",
  description:
    "The log group of an endpoint is made ahead of it and forgets in time. One that SageMaker makes by itself is kept for ever, unencrypted by a key of yours, and outlives the endpoint.",
  severity: "low",
  level: "mandatory",
  remedy: "Make the group /aws/sagemaker/Endpoints/<endpoint>, and set `retentionInDays`.",
  check: (resources) => [
    ...ofType(resources, types.logGroup)
      .filter(({ props }) => !isSet(props, "retentionInDays") || props["retentionInDays"] === 0)
      .map((resource) => ({
        resource,
        problem: "`retentionInDays` is not set: logs are kept for ever",
      })),
    ...asyncEndpoints(resources)
      .filter(
        ({ endpoint }) =>
          !ofType(resources, types.logGroup).some((group) =>
            belongsTo(group, "name", endpoint, (name, endpointName) =>
              name.endsWith(`/aws/sagemaker/Endpoints/${endpointName}`),
            ),
          ),
      )
      .map(({ endpoint: resource }) => ({
        resource,
        problem: "has no log group of the stack's own",
      })),
  ],
});

/** Rules about what is seen of an endpoint. */
export const monitoringRules = [alarmMetrics, dashboardMetrics, watched, keptLogs];

interface WatchedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly string[];
  readonly endpointName: string | undefined;
}

/** The metric of an alarm, or those of its metric math. */
function watchedMetrics(props: unknown): WatchedMetric[] {
  const metrics = [
    ...(isSet(props, "metricName") ? [props] : []),
    ...listAt(props, "metricQueries")
      .filter((query) => isSet(query, "metric"))
      .map((query) => at(query, "metric")),
  ];
  return metrics.map((metric) => {
    const dimensions = at(metric, "dimensions");
    return {
      namespace: textAt(metric, "namespace") ?? "",
      name: textAt(metric, "metricName") ?? "",
      dimensions: Object.keys(Object(dimensions) as object),
      endpointName: known(() => textAt(dimensions, "EndpointName"), undefined),
    };
  });
}

/** The metrics of a dashboard's widgets, as namespace, name, and dimensions by name and value. */
function drawnMetrics(body: string): string[][] {
  const widgets = listAt(parsedJson(body), "widgets");
  return widgets.flatMap((widget) => {
    const rows: string[][] = [];
    for (const row of listAt(widget, "properties", "metrics")) {
      if (!Array.isArray(row)) continue;
      const written = row.filter((each): each is string => typeof each === "string");
      const previous = rows.at(-1) ?? [];
      if (written.length > 0) rows.push(completed(written, previous));
    }
    return rows;
  });
}

/** A row may say `.` for what stands above it, and `...` for all of that but its last places. */
function completed(row: readonly string[], above: readonly string[]): string[] {
  const rest = row.indexOf("...");
  const full =
    rest < 0
      ? row
      : [
          ...row.slice(0, rest),
          ...above.slice(rest, above.length - (row.length - rest - 1)),
          ...row.slice(rest + 1),
        ];
  return full.map((each, index) => (each === "." ? (above[index] ?? each) : each));
}

/** The alarms of an endpoint that tell a person; those that scale it do not. */
function alarmsOf(
  resources: readonly PolicyResource[],
  endpoint: PolicyResource,
): PolicyResource[] {
  const policies = ofType(resources, types.scalingPolicy);
  return ofType(resources, types.alarm).filter(
    (alarm) =>
      mentions(alarm, endpoint) &&
      !policies.some((policy) => refersTo(alarm, "alarmActions", policy)),
  );
}

function mentions({ props, propertyDependencies }: PolicyResource, endpoint: PolicyResource) {
  const made = [propertyDependencies["dimensions"], propertyDependencies["metricQueries"]];
  if (made.some((resources) => resources?.includes(endpoint))) return true;
  const name = known(() => textAt(endpoint.props, "name"), undefined);
  return (
    name !== undefined &&
    known(() => watchedMetrics(props).some(({ endpointName }) => endpointName === name), false)
  );
}

/** Where the metrics of metric math are still to come, they may be these. */
function watches({ props }: PolicyResource, metric: string): boolean {
  return known(() => watchedMetrics(props).some(({ name }) => name === metric), true);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

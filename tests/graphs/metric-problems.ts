import {
  asyncMetrics,
  metricDimensions,
  queueDimensions,
  queueMetrics,
} from "../../sagemaker/metrics";
import { type RecordedResource } from "../components/recording-monitor";
import { reference } from "../provider-check/symbolic-outputs";

/** A metric that something in a graph reads. */
interface MetricUse {
  /** Name of the resource that reads it. */
  readonly by: string;
  readonly namespace: unknown;
  readonly name: unknown;
  readonly dimensions: Readonly<Record<string, unknown>>;
}

type Graph = readonly RecordedResource[];

/** One entry of metric math: a metric, or an expression over others. */
interface Query {
  readonly id: unknown;
  readonly expression: unknown;
  readonly returnData: unknown;
}

type Values = Readonly<Record<string, unknown>>;

const typeOf = {
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  compositeAlarm: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  configuration: "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
  dashboard: "aws:cloudwatch/dashboard:Dashboard",
  endpoint: "aws:sagemaker/endpoint:Endpoint",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  policy: "aws:appautoscaling/policy:Policy",
  queue: "aws:sqs/queue:Queue",
};

/** How many metrics the resources of a graph read. */
export function countMetricUses(graph: Graph): number {
  return metricUses(graph).length;
}

/**
 * Everything in a graph that waits for data which nothing publishes: a metric that is not in the metric table, under
 * dimensions that are not its own, or of an endpoint, a variant or a queue that is not in the graph; an expression over
 * a metric that its alarm or widget does not have; and a reference to an alarm or a log group that is not in the graph.
 *
 * @param givenAlarms Names of alarms that a stack is given and does not make.
 */
export function metricProblems(
  resources: readonly RecordedResource[],
  givenAlarms: readonly string[] = [],
): string[] {
  const graph = byNames(resources);
  const published = publishedIn(graph);
  const unknown = metricUses(graph)
    .filter((use) => !published.has(address(use)))
    .map((use) => `${use.by}: nothing publishes ${address(use)}`);
  return [...unknown, ...mathProblems(graph), ...referenceProblems(graph, givenAlarms)];
}

/** Types whose id is their name: both mean the same, and the name that is given where one is. */
const knownByName = [
  ...[typeOf.alarm, typeOf.compositeAlarm],
  ...[typeOf.endpoint, typeOf.logGroup],
];

/** The graph with the name of everything that has one where its id, or its name, is referred to. */
function byNames(graph: Graph): Graph {
  let text = JSON.stringify(graph.map(({ inputs }) => inputs));
  for (const resource of graph.filter(({ type }) => knownByName.includes(type))) {
    for (const output of ["id", "name"]) {
      const { type, name } = resource;
      text = text.replaceAll(reference(type, name, output), nameOf(resource));
    }
  }
  const inputs = JSON.parse(text) as RecordedResource["inputs"][];
  return graph.map((resource, index) => ({ ...resource, inputs: inputs[index] ?? {} }));
}

function nameOf({ type, name, inputs }: RecordedResource): string {
  const given = inputs["name"] ?? inputs["alarmName"];
  return typeof given === "string" ? given : reference(type, name, "name");
}

/** The address of every metric that the endpoint and the queues of a graph publish. */
function publishedIn(graph: Graph): ReadonlySet<string> {
  const endpointNames = of(graph, typeOf.endpoint).map(nameOf);
  const variantNames = of(graph, typeOf.configuration).flatMap(({ inputs }) =>
    list(inputs["productionVariants"]).map((variant) => variant["variantName"]),
  );
  const ofEndpoints = endpointNames.flatMap((endpointName) =>
    variantNames.flatMap((variantName) =>
      Object.values(asyncMetrics).map((metric) => ({
        ...metric,
        dimensions: metricDimensions(metric, endpointName, variantName),
      })),
    ),
  );
  const ofQueues = of(graph, typeOf.queue).flatMap((queue) =>
    Object.values(queueMetrics).map((metric) => ({
      ...metric,
      dimensions: queueDimensions(nameOf(queue)),
    })),
  );
  return new Set([...ofEndpoints, ...ofQueues].map(address));
}

function address({ namespace, name, dimensions }: Omit<MetricUse, "by">): string {
  const places = Object.entries(dimensions).map(([key, value]) => `${key}=${String(value)}`);
  return `${String(namespace)} ${String(name)} {${places.sort().join(", ")}}`;
}

function metricUses(graph: Graph): MetricUse[] {
  return [
    ...of(graph, typeOf.alarm).flatMap(({ name: by, inputs }) =>
      [inputs, ...list(inputs["metricQueries"]).map(({ metric }) => record(metric))]
        .filter(({ metricName }) => metricName !== undefined)
        .map((metric) => ({
          ...{ by, namespace: metric["namespace"], name: metric["metricName"] },
          dimensions: record(metric["dimensions"]),
        })),
    ),
    ...of(graph, typeOf.policy).flatMap(followed),
    ...of(graph, typeOf.dashboard).flatMap(({ name: by, inputs }) =>
      widgetsOf(inputs).flatMap(({ metrics }) =>
        metrics.flatMap(([namespace, name, ...places]) =>
          typeof namespace !== "string" ? [] : [{ by, namespace, name, dimensions: pairs(places) }],
        ),
      ),
    ),
  ];
}

/** What target tracking follows. No predefined metric of SageMaker's is one that asynchronous endpoints publish. */
function followed({ name: by, inputs }: RecordedResource): MetricUse[] {
  const { customizedMetricSpecification, predefinedMetricSpecification } = record(
    inputs["targetTrackingScalingPolicyConfiguration"],
  );
  const custom = record(customizedMetricSpecification);
  const predefined = record(predefinedMetricSpecification)["predefinedMetricType"];
  const metrics = [
    custom,
    ...list(custom["metrics"]).map(({ metricStat }) => record(record(metricStat)["metric"])),
  ].filter(({ metricName }) => metricName !== undefined);
  return [
    ...(predefined === undefined
      ? []
      : [{ by, namespace: "predefined", name: predefined, dimensions: {} }]),
    ...metrics.map((metric) => ({
      ...{ by, namespace: metric["namespace"], name: metric["metricName"] },
      dimensions: Object.fromEntries(
        list(metric["dimensions"]).map(({ name, value }) => [String(name), value]),
      ),
    })),
  ];
}

function mathProblems(graph: Graph): string[] {
  const ofAlarms = of(graph, typeOf.alarm).map(({ name, inputs }) => ({
    ...{ name, returns: true },
    queries: list(inputs["metricQueries"]).map(query),
  }));
  const ofPolicies = of(graph, typeOf.policy).map(({ name, inputs }) => {
    const tracking = record(inputs["targetTrackingScalingPolicyConfiguration"]);
    const { metrics } = record(tracking["customizedMetricSpecification"]);
    return { name, returns: true, queries: list(metrics).map(query) };
  });
  const ofWidgets = of(graph, typeOf.dashboard).flatMap(({ name, inputs }) =>
    widgetsOf(inputs).map(({ metrics }) => ({
      ...{ name, returns: false },
      queries: metrics.map((row) => query(record(row.at(-1)))),
    })),
  );
  return [...ofAlarms, ...ofPolicies, ...ofWidgets].flatMap(({ name, returns, queries }) => {
    const ids = new Set(queries.map(({ id }) => id));
    const missing = queries
      .flatMap(({ expression }) => idsIn(expression))
      .filter((id) => !ids.has(id));
    const returned = queries.filter(({ returnData }) => returnData === true).length;
    return [
      ...missing.map((id) => `${name}: an expression names ${id}, which it does not have`),
      ...(returns && queries.length > 0 && returned !== 1
        ? [`${name}: ${returned} of its queries return data, not 1`]
        : []),
    ];
  });
}

function query({ id, expression, returnData }: Values): Query {
  return { id, expression, returnData };
}

/** Ids begin with a small letter; functions and operators of metric math are written in capitals. */
function idsIn(expression: unknown): string[] {
  return typeof expression === "string" ? (expression.match(/\b[a-z]\w*/g) ?? []) : [];
}

function referenceProblems(graph: Graph, givenAlarms: readonly string[]): string[] {
  const alarms = [...of(graph, typeOf.alarm), ...of(graph, typeOf.compositeAlarm)];
  const names = new Set([...alarms.map(nameOf), ...givenAlarms]);
  const arns = new Set(alarms.map(({ type, name }) => reference(type, name, "arn")));
  const groups = new Set(of(graph, typeOf.logGroup).map(nameOf));
  const composite = of(graph, typeOf.compositeAlarm).flatMap(({ name: by, inputs }) => {
    const rule = String(inputs["alarmRule"]).matchAll(
      /(?:ALARM|OK|INSUFFICIENT_DATA)\("([^"]*)"\)/g,
    );
    const { alarm: suppressor } = record(inputs["actionsSuppressor"]);
    const named = [...[...rule].map(([, alarm]) => alarm), ...(suppressor ? [suppressor] : [])];
    return named.map((alarm) => ({ by, what: "alarm", is: alarm, among: names }));
  });
  const rollback = of(graph, typeOf.endpoint).flatMap(({ name: by, inputs }) => {
    const { autoRollbackConfiguration } = record(inputs["deploymentConfig"]);
    return list(record(autoRollbackConfiguration)["alarms"]).map(({ alarmName }) => ({
      ...{ by, what: "alarm", is: alarmName, among: names },
    }));
  });
  const drawn = of(graph, typeOf.dashboard).flatMap(({ name: by, inputs }) =>
    widgetsOf(inputs).flatMap(({ alarms: shown, logGroups }) => [
      ...shown.map((is) => ({ by, what: "alarm", is, among: arns })),
      ...logGroups.map((is) => ({ by, what: "log group", is, among: groups })),
    ]),
  );
  return [...composite, ...rollback, ...drawn].flatMap(({ by, what, is, among }) =>
    among.has(String(is)) ? [] : [`${by}: there is no ${what} ${String(is)}`],
  );
}

interface DrawnWidget {
  /** Rows as CloudWatch has them, in full. */
  readonly metrics: readonly (readonly unknown[])[];
  readonly alarms: readonly unknown[];
  readonly logGroups: readonly unknown[];
}

function widgetsOf(dashboard: Values): DrawnWidget[] {
  const { widgets } = JSON.parse(String(dashboard["dashboardBody"])) as { widgets: unknown };
  return list(widgets).map(({ properties }) => {
    const { metrics, alarms, query: text } = record(properties);
    return {
      metrics: Array.isArray(metrics) ? (metrics as unknown[][]).map(inFull) : [],
      alarms: Array.isArray(alarms) ? alarms : [],
      logGroups: [...String(text).matchAll(/SOURCE '([^']*)'/g)].map(([, group]) => group),
    };
  });
}

/** A row that leaves places to the row above it would pass for a metric of another name. */
function inFull(row: readonly unknown[]): readonly unknown[] {
  if (row.includes(".") || row.includes("...")) {
    throw new Error(`A widget abbreviates ${JSON.stringify(row)}: this check reads full rows`);
  }
  return row;
}

function pairs(places: readonly unknown[]): Record<string, unknown> {
  const texts = places.filter((each) => typeof each === "string");
  return Object.fromEntries(
    texts.flatMap((each, index) => (index % 2 === 0 ? [[each, texts[index + 1]]] : [])),
  );
}

function of(graph: Graph, type: string): RecordedResource[] {
  return graph.filter((resource) => resource.type === type);
}

function record(value: unknown): Values {
  return Object(value) as Values;
}

function list(value: unknown): Values[] {
  return Array.isArray(value) ? value.map(record) : [];
}

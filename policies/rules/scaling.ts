import { type PolicyResource } from "@pulumi/policy";

import { instancePricePerHour } from "../../sagemaker/instance-types";
import { asyncMetricProblem } from "../../sagemaker/metric-problems";
import { hoursPerMonth, monthlyCost } from "../../sagemaker/monthly-cost";
import { types } from "../resource-types";
import {
  amount,
  at,
  isSet,
  known,
  listAt,
  mapOf,
  numberAt,
  resourceRule,
  stackRule,
  textAt,
  texts,
  wholeNumber,
} from "../rule";
import {
  type AsyncEndpoint,
  asyncEndpoints,
  scalesVariant,
  schedulesOf,
  targetsOf,
} from "../stack-graph";
import { variants } from "./endpoint";
import { wakeUp } from "./wake-up";

const scaled = stackRule({
  name: "scaled-endpoints",
  description: "An asynchronous endpoint is scaled: a fleet of fixed size costs day and night.",
  severity: "medium",
  level: "advisory",
  remedy: "Put an AutoscalingPolicy on it.",
  check: (resources) =>
    asyncEndpoints(resources)
      .filter((endpoint) => targetsOf(resources, endpoint).length === 0)
      .map(({ endpoint }) => ({ resource: endpoint, problem: "has no scalable target" })),
});

const metrics = resourceRule({
  name: "scaling-metrics-exist",
  description:
    "Target tracking follows a metric that an asynchronous endpoint publishes, under the dimensions it is published under. With another the fleet never changes.",
  severity: "high",
  level: "mandatory",
  remedy: "Follow ApproximateBacklogSizePerInstance under EndpointName.",
  url: "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html",
  settings: { realTimeEndpoints: texts([], "Names of endpoints that are not asynchronous") },
  of: [types.scalingPolicy],
  check: (policy, { realTimeEndpoints }) => {
    const { props } = policy;
    const resourceId = known(() => textAt(props, "resourceId"), undefined);
    const path = "targetTrackingScalingPolicyConfiguration";
    if (
      !scalesVariant(policy) ||
      !isSet(props, path) ||
      realTimeEndpoints.some((name) => resourceId?.startsWith(`endpoint/${name}/`))
    ) {
      return [];
    }
    const predefined = textAt(
      props,
      ...[path, "predefinedMetricSpecification", "predefinedMetricType"],
    );
    const specification = at(props, path, "customizedMetricSpecification");
    const followed = [
      ...(isSet(specification, "metricName") ? [specification] : []),
      ...listAt(specification, "metrics")
        .filter((query) => isSet(query, "metricStat"))
        .map((query) => at(query, "metricStat", "metric")),
    ];
    return [
      ...(predefined === undefined
        ? []
        : [`follows ${predefined}, which no asynchronous endpoint publishes`]),
      ...followed.flatMap((metric) => {
        const problem = asyncMetricProblem(
          textAt(metric, "namespace") ?? "",
          textAt(metric, "metricName") ?? "",
          listAt(metric, "dimensions").map((dimension) => textAt(dimension, "name") ?? ""),
        );
        return problem === undefined ? [] : [problem];
      }),
    ];
  },
});

const sparesWork = resourceRule({
  name: "scale-in-spares-work",
  description:
    "Target tracking removes no instances: it takes one whatever runs on it, and SageMaker kills that after 30 seconds.",
  severity: "high",
  level: "advisory",
  remedy:
    "Set `disableScaleIn`, and let a policy on idleness empty the fleet; AutoscalingPolicy does. Safe as it is only where every request ends within 30 seconds.",
  of: [types.scalingPolicy],
  check: (policy) => {
    const path = "targetTrackingScalingPolicyConfiguration";
    return scalesVariant(policy) &&
      isSet(policy.props, path) &&
      at(policy.props, path, "disableScaleIn") !== true
      ? ["removes instances by target tracking, with the work that runs on them"]
      : [];
  },
});

const most = resourceRule({
  name: "maximum-capacity",
  description:
    "No fleet, and no schedule, goes above the number of instances that the stack may have.",
  severity: "medium",
  level: "mandatory",
  remedy: "Lower the capacity, or raise `maxInstances` for the stack.",
  settings: { maxInstances: wholeNumber(20, 1, "Most instances that one endpoint may have") },
  of: [types.scalableTarget, types.scheduledAction, types.configuration],
  check: (resource, { maxInstances }) => {
    const { type, props } = resource;
    const asked: [string, number | undefined][] =
      type === types.configuration
        ? variants(resource).map((variant) => [
            "initialInstanceCount",
            numberAt(variant, "initialInstanceCount"),
          ])
        : !scalesVariant(resource)
          ? []
          : [
              [
                "maxCapacity",
                type === types.scalableTarget
                  ? numberAt(props, "maxCapacity")
                  : Number(at(props, "scalableTargetAction", "maxCapacity") ?? 0),
              ],
            ];
    return asked.flatMap(([key, count]) =>
      count !== undefined && count > maxInstances
        ? [`\`${key}\` is ${count}; the stack may have ${maxInstances}`]
        : [],
    );
  },
});

const ceiling = stackRule({
  name: "monthly-ceiling",
  description:
    "What the asynchronous endpoints of a stack would cost in a month at their maximum capacity, around the clock, is below a ceiling.",
  severity: "medium",
  level: "mandatory",
  remedy:
    "Lower the maximum capacity or take a smaller type, or raise `usdPerMonth` for the stack.",
  settings: {
    usdPerMonth: amount(10_000, 0, "The ceiling, in US dollars"),
    region: {
      schema: {
        type: "string" as const,
        description: "Region of the prices, where a resource does not tell its own",
      },
      default: "us-east-1",
    },
    prices: mapOf<number>(
      "number",
      "US dollars an hour by instance type, for types and regions whose price is not known",
    ),
  },
  check: (resources, settings) => {
    const costs = asyncEndpoints(resources).map((endpoint) => ({
      endpoint: endpoint.endpoint,
      ...costAtMost(resources, endpoint, settings),
    }));
    const total = costs.reduce((sum, { usd = 0 }) => sum + usd, 0);
    return costs.flatMap(({ endpoint: resource, usd, unpriced, count, type }) => {
      if (unpriced !== undefined) return [{ resource, problem: unpriced }];
      return usd !== undefined && usd > 0 && total > settings.usdPerMonth
        ? [
            {
              resource,
              problem: `costs up to $${Math.round(usd)} a month (${count} ${type} for ${hoursPerMonth} hours), the stack up to $${Math.round(total)}; the ceiling is $${settings.usdPerMonth}`,
            },
          ]
        : [];
    });
  },
});

/** Rules about how a fleet follows its work. */
export const scalingRules = [scaled, wakeUp, metrics, sparesWork, most, ceiling];

interface Cost {
  readonly count: number;
  readonly type: string;
  readonly usd?: number;
  readonly unpriced?: string;
}

function costAtMost(
  resources: readonly PolicyResource[],
  endpoint: AsyncEndpoint,
  settings: { readonly region: string; readonly prices: Readonly<Record<string, number>> },
): Cost {
  const [variant] = variants(endpoint.configuration);
  const type = textAt(variant, "instanceType") ?? "";
  const targets = targetsOf(resources, endpoint);
  const maxima = targets.flatMap((target) => [
    numberAt(target.props, "maxCapacity") ?? 0,
    ...schedulesOf(resources, target).map(({ props }) =>
      Number(at(props, "scalableTargetAction", "maxCapacity") ?? 0),
    ),
  ]);
  const count = Math.max(numberAt(variant, "initialInstanceCount") ?? 0, ...maxima);
  const region = regionOf(endpoint.endpoint) ?? settings.region;
  const price = settings.prices[type] ?? instancePricePerHour(type, region);
  return price === undefined
    ? {
        ...{ count, type },
        unpriced: `has no known price of ${type} in ${region} to hold to the ceiling: set \`prices\``,
      }
    : { count, type, usd: monthlyCost(count, price) };
}

function regionOf({ props, provider }: PolicyResource): string | undefined {
  return (
    known(() => textAt(props, "region"), undefined) ??
    known(() => textAt(provider?.props, "region"), undefined)
  );
}

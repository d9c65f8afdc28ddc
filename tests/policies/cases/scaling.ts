import * as good from "../examples";
import { unknown } from "../pack";
import { type RuleCase } from "./rule-case";

const { configuration, endpoint, target, trackingPolicy, variant } = good;

const asleep =
  "may go to zero, and no alarm that goes off at a HasBacklogWithoutCapacity of 1 fires a step policy of it that adds instances";

/** Of the rules about scaling. */
export const scalingCases: readonly RuleCase[] = [
  {
    rule: "scaled-endpoints",
    passes: [good.stack()],
    fails: [[good.stackWithout("target"), "has no scalable target"]],
    unknown: [
      good.stack(
        target(
          { resourceId: unknown },
          {
            propertyDependencies: {
              resourceId: ["urn:pulumi:test::summaries::aws:sagemaker/endpoint:Endpoint::endpoint"],
            },
          },
        ),
      ),
      "tried",
    ],
  },
  {
    rule: "zero-wakes-up",
    passes: [
      good.stack(),
      good.stack(target({ minCapacity: 1 })).filter(({ name }) => name !== "wake-up-alarm"),
      good.stack(good.wakeUpAlarm({ comparisonOperator: "GreaterThanThreshold", threshold: 0.5 })),
      // Five samples of 1 in five minutes are 5.
      good.stack(good.wakeUpAlarm({ statistic: "Sum", period: 300, threshold: 3 })),
    ],
    fails: [
      [good.stackWithout("wake-up-alarm"), asleep],
      [good.stack(good.wakeUpAlarm({ metricName: "ApproximateBacklogSize" })), asleep],
      // The metric is never above 1.
      [good.stack(good.wakeUpAlarm({ comparisonOperator: "GreaterThanThreshold" })), asleep],
      [good.stack(good.wakeUpAlarm({ threshold: 2 })), asleep],
      [good.stack(good.wakeUpAlarm({ comparisonOperator: "LessThanThreshold" })), asleep],
      [
        good.stack(
          good.stepPolicy({
            stepScalingPolicyConfiguration: { stepAdjustments: [{ scalingAdjustment: -1 }] },
          }),
        ),
        asleep,
      ],
      [[target({ minCapacity: 1 }), good.schedule()], asleep],
    ],
    unknown: [
      good.stack(
        good.wakeUpAlarm({ alarmActions: unknown, threshold: unknown }),
        good.alarm(
          { alarmActions: unknown },
          {
            propertyDependencies: {
              alarmActions: [
                "urn:pulumi:test::summaries::aws:appautoscaling/policy:Policy::wake-up-policy",
              ],
            },
          },
        ),
      ),
      "tried",
    ],
  },
  {
    rule: "scaling-metrics-exist",
    passes: [
      trackingPolicy(),
      good.stepPolicy(),
      trackingPolicy({
        customizedMetricSpecification: {
          metrics: [{ id: "m", metricStat: { metric: good.backlogMetric, stat: "Average" } }],
        },
      }),
    ],
    fails: [
      [
        trackingPolicy({
          customizedMetricSpecification: {
            ...good.backlogMetric,
            metricName: "InvocationsPerInstance",
          },
        }),
        "AWS/SageMaker InvocationsPerInstance is no metric of an asynchronous endpoint: use ApproximateBacklogSizePerInstance",
      ],
      [
        trackingPolicy({
          customizedMetricSpecification: undefined,
          predefinedMetricSpecification: {
            predefinedMetricType: "SageMakerVariantInvocationsPerInstance",
          },
        }),
        "follows SageMakerVariantInvocationsPerInstance, which no asynchronous endpoint publishes",
      ],
      [
        trackingPolicy({
          customizedMetricSpecification: {
            ...good.backlogMetric,
            dimensions: [{ name: "EndpointName" }, { name: "VariantName" }],
          },
        }),
        "ApproximateBacklogSizePerInstance is published under EndpointName, not under EndpointName and VariantName: with another set of dimensions it has no data",
      ],
    ],
    unknown: [
      trackingPolicy({
        customizedMetricSpecification: {
          ...good.backlogMetric,
          dimensions: [{ name: "EndpointName", value: unknown }],
        },
      }),
      "tried",
    ],
    settings: { realTimeEndpoints: ["summaries"] },
  },
  {
    rule: "scale-in-spares-work",
    passes: [trackingPolicy(), good.stepPolicy()],
    fails: [
      [
        trackingPolicy({ disableScaleIn: false }),
        "removes instances by target tracking, with the work that runs on them",
      ],
    ],
    unknown: [trackingPolicy({ disableScaleIn: unknown }), "not tried"],
  },
  {
    rule: "maximum-capacity",
    passes: [target(), good.schedule(), configuration()],
    fails: [
      [target({ maxCapacity: 21 }), "`maxCapacity` is 21; the stack may have 20"],
      [
        good.schedule({ scalableTargetAction: { maxCapacity: 50 } }),
        "`maxCapacity` is 50; the stack may have 20",
      ],
      [
        configuration({ productionVariants: [{ ...variant, initialInstanceCount: 30 }] }),
        "`initialInstanceCount` is 30; the stack may have 20",
      ],
    ],
    unknown: [target({ maxCapacity: unknown }), "not tried"],
    settings: { maxInstances: 21 },
  },
  {
    rule: "monthly-ceiling",
    // 3 of ml.m5.xlarge for 730 hours at $0.23: $504.
    passes: [good.stack()],
    fails: [
      // 60 × 0.23 × 730
      [
        good.stack(target({ maxCapacity: 60 })),
        "costs up to $10074 a month (60 ml.m5.xlarge for 730 hours), the stack up to $10074; the ceiling is $10000",
      ],
      [
        good.stack(good.schedule({ scalableTargetAction: { maxCapacity: 60 } })),
        "costs up to $10074 a month (60 ml.m5.xlarge for 730 hours), the stack up to $10074; the ceiling is $10000",
      ],
      [
        good.stack(endpoint({ region: "eu-west-1" })),
        "has no known price of ml.m5.xlarge in eu-west-1 to hold to the ceiling: set `prices`",
      ],
    ],
    unknown: [good.stack(target({ maxCapacity: unknown })), "not tried"],
    settings: { usdPerMonth: 10_100 },
  },
];

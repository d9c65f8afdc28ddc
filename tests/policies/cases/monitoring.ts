import * as good from "../examples";
import { unknown } from "../pack";
import { type RuleCase } from "./rule-case";

const { alarm } = good;

/** Of the rules about what is seen of an endpoint. */
export const monitoringCases: readonly RuleCase[] = [
  {
    rule: "alarm-metrics-exist",
    passes: [
      alarm(),
      alarm({ namespace: "AWS/SQS", metricName: "ApproximateNumberOfMessagesVisible" }),
      alarm({
        metricName: undefined,
        metricQueries: [
          {
            id: "cpu",
            metric: {
              namespace: "/aws/sagemaker/Endpoints",
              metricName: "CPUUtilization",
              dimensions: { EndpointName: "summaries", VariantName: "primary" },
            },
          },
          { id: "result", expression: "cpu" },
        ],
      }),
    ],
    fails: [
      [
        alarm({ dimensions: { EndpointName: "summaries", VariantName: "primary" } }),
        "HasBacklogWithoutCapacity is published under EndpointName, not under EndpointName and VariantName: with another set of dimensions it has no data",
      ],
      [
        alarm({ metricName: "CPUUtilization" }),
        "AWS/SageMaker CPUUtilization is no metric of an asynchronous endpoint: it is in namespace /aws/sagemaker/Endpoints",
      ],
      [
        alarm({ dimensions: {} }),
        "HasBacklogWithoutCapacity is published under EndpointName, not under none: with another set of dimensions it has no data",
      ],
    ],
    unknown: [alarm({ dimensions: { EndpointName: unknown } }), "tried"],
    settings: { realTimeEndpoints: ["summaries"] },
  },
  {
    rule: "dashboard-metrics-exist",
    passes: [good.dashboard()],
    fails: [
      [
        good.dashboardOf("AWS/SageMaker", "Invocations", "EndpointName", "summaries"),
        "AWS/SageMaker Invocations is no metric of an asynchronous endpoint: use InvocationsProcessed",
      ],
      [
        good.dashboardOf("AWS/SageMaker", "ExpiredRequests", "EndpointName", "summaries"),
        "ExpiredRequests is published under EndpointName and VariantName, not under EndpointName: with another set of dimensions it has no data",
      ],
    ],
    unknown: [good.dashboard({ dashboardBody: unknown }), "not tried"],
    settings: { realTimeEndpoints: ["summaries"] },
  },
  {
    rule: "watched-endpoints",
    passes: [good.stack()],
    fails: [
      [good.stackWithout("dashboard"), "has no dashboard"],
      // The alarm that wakes the endpoint tells nobody.
      [
        good.stackWithout("HasBacklogWithoutCapacity-alarm", "ExpiredRequests-alarm"),
        "has no alarm on ExpiredRequests, HasBacklogWithoutCapacity",
      ],
    ],
    unknown: [
      good.stack(
        good.dashboard(
          { dashboardBody: unknown },
          {
            propertyDependencies: {
              dashboardBody: [
                "urn:pulumi:test::summaries::aws:sagemaker/endpoint:Endpoint::endpoint",
              ],
            },
          },
        ),
      ),
      "tried",
    ],
  },
  {
    rule: "kept-logs",
    passes: [good.stack()],
    fails: [
      [good.stackWithout("logs"), "has no log group of the stack's own"],
      [
        good.stack(good.logGroup({ retentionInDays: undefined })),
        "`retentionInDays` is not set: logs are kept for ever",
      ],
    ],
    unknown: [good.stack(good.logGroup({ kmsKeyId: unknown })), "tried"],
  },
];

import { expect } from "chai";

import { type RecordedResource } from "../components/recording-monitor";
import { graphSources } from "./graph-sources";
import { countMetricUses, metricProblems } from "./metric-problems";

/** Alarms that the stacks are given, and do not make. */
const givenAlarms = ["quality"];

describe("what alarms, policies and dashboards read", function () {
  this.timeout(60_000);

  for (const { name, graph } of graphSources) {
    it(`in ${name} is in the metric table, and in the stack`, async () => {
      const { resources } = await graph();
      expect(metricProblems(resources, givenAlarms)).to.deep.equal([]);
      expect(countMetricUses(resources)).to.be.above(30);
    });
  }

  describe("is not, when", () => {
    /** The problems of a stack once a text stands for another in the inputs of a resource. */
    async function changed(
      resource: string,
      from: string,
      to: string,
      stack = "stack everything-on",
    ): Promise<string[]> {
      const source = graphSources.find(({ name }) => name === stack);
      const { resources = [] } = (await source?.graph()) ?? {};
      const other = resources.map((each): RecordedResource => {
        if (each.name !== resource || !each.type.startsWith("aws:")) return each;
        const before = JSON.stringify(each.inputs);
        expect(before).to.contain(from);
        return { ...each, inputs: JSON.parse(before.replace(from, to)) as typeof each.inputs };
      });
      return metricProblems(other, givenAlarms);
    }

    const policy = "autoscaling-backlog-policy";
    const devEndpoint = "research-inference-dev";
    const ofIt = "{EndpointName=Everything-On}";
    const ofItsVariant = "{EndpointName=Everything-On, VariantName=primary}";

    for (const [what, resource, from, to, problem] of [
      [
        "an alarm's metric is mistyped",
        "monitoring-expiry-alarm",
        "ExpiredRequests",
        "ExpiredRequest",
        `nothing publishes AWS/SageMaker ExpiredRequest ${ofItsVariant}`,
      ],
      [
        "an alarm's namespace is that of instances",
        "monitoring-expiry-alarm",
        "AWS/SageMaker",
        "/aws/sagemaker/Endpoints",
        `nothing publishes /aws/sagemaker/Endpoints ExpiredRequests ${ofItsVariant}`,
      ],
      [
        "an alarm leaves a dimension out",
        "inference-rollback-server-errors-alarm",
        ',"VariantName":"primary"',
        "",
        `nothing publishes AWS/SageMaker Invocation5XXErrors ${ofIt}`,
      ],
      [
        "an alarm watches another endpoint",
        "monitoring-stuck-at-zero-alarm",
        "inference-endpoint|id",
        "inference-endpoint|arn",
        "nothing publishes AWS/SageMaker HasBacklogWithoutCapacity {EndpointName=@@aws:sagemaker/endpoint:Endpoint|inference-endpoint|arn@@}",
      ],
      [
        "an alarm watches a queue that is not there",
        "monitoring-success-dead-letters-alarm",
        "inference-success-dead-letter-queue|name",
        "inference-success-queue|url",
        "nothing publishes AWS/SQS ApproximateNumberOfMessagesVisible {QueueName=@@aws:sqs/queue:Queue|inference-success-queue|url@@}",
      ],
      [
        "a metric of an alarm's metric math is mistyped",
        "autoscaling-idle-alarm",
        "InvocationsProcessed",
        "InvocationsProcesssed",
        `nothing publishes AWS/SageMaker InvocationsProcesssed ${ofItsVariant}`,
      ],
      [
        "an alarm's expression names what the alarm does not have",
        "monitoring-pinned-at-maximum-alarm",
        '"id":"waiting"',
        '"id":"backlog"',
        "an expression names waiting, which it does not have",
      ],
      [
        "an alarm's metric math returns nothing",
        "monitoring-pinned-at-maximum-alarm",
        '"returnData":true',
        '"returnData":false',
        "0 of its queries return data, not 1",
      ],
      [
        "a composite alarm names an alarm that is not there",
        "monitoring-incident-alarm",
        "monitoring-expiry-alarm|id",
        "monitoring-expired-alarm|id",
        "there is no alarm @@aws:cloudwatch/metricAlarm:MetricAlarm|monitoring-expired-alarm|id@@",
      ],
      [
        "a composite alarm is silenced by one that is not there",
        "monitoring-incident-alarm",
        "-maintenance",
        "-upkeep",
        "there is no alarm Everything-On-upkeep",
      ],
      [
        "an update is rolled back by an alarm that is not there",
        "inference-endpoint",
        "quality",
        "qualities",
        "there is no alarm qualities",
      ],
      [
        "a dashboard's metric is mistyped",
        "monitoring-dashboard",
        "TimeInBacklog",
        "TimeInQueue",
        `nothing publishes AWS/SageMaker TimeInQueue ${ofItsVariant}`,
      ],
      [
        "a dashboard's expression names what its widget does not have",
        "monitoring-dashboard",
        '\\"expression\\":\\"m0 /',
        '\\"expression\\":\\"m9 /',
        "an expression names m9, which it does not have",
      ],
      [
        "a dashboard shows an alarm that is not there",
        "monitoring-dashboard",
        "monitoring-warning-alarm|arn",
        "monitoring-warning-alarm|url",
        "there is no alarm @@aws:cloudwatch/compositeAlarm:CompositeAlarm|monitoring-warning-alarm|url@@",
      ],
      [
        "a dashboard reads a log group that is not there",
        "monitoring-dashboard",
        "SOURCE '/aws/sagemaker/Endpoints/",
        "SOURCE '/aws/sagemaker/Endpoint/",
        "there is no log group /aws/sagemaker/Endpoint/Everything-On",
      ],
    ] as const) {
      it(`${what}`, async () => {
        expect(await changed(resource, from, to)).to.include(`${resource}: ${problem}`);
      });
    }

    const single = '"customizedMetricSpecification":{';
    for (const [what, from, to, problem] of [
      [
        "another metric",
        "ApproximateBacklogSizePerInstance",
        "InvocationsPerInstance",
        `nothing publishes AWS/SageMaker InvocationsPerInstance {EndpointName=${devEndpoint}}`,
      ],
      [
        "a metric by another dimension",
        '"name":"EndpointName"',
        '"name":"Endpoint"',
        `nothing publishes AWS/SageMaker ApproximateBacklogSizePerInstance {Endpoint=${devEndpoint}}`,
      ],
      [
        "a predefined metric",
        single,
        `"predefinedMetricSpecification":{"predefinedMetricType":"SageMakerVariantInvocationsPerInstance"},${single}`,
        "nothing publishes predefined SageMakerVariantInvocationsPerInstance {}",
      ],
      [
        "metric math over what it does not have",
        single,
        `${single}"metrics":[{"id":"ratio","expression":"waiting / 2","returnData":true}],`,
        "an expression names waiting, which it does not have",
      ],
    ] as const) {
      it(`target tracking follows ${what}`, async () => {
        expect(await changed(policy, from, to, "stack dev")).to.include(`${policy}: ${problem}`);
      });
    }
  });
});

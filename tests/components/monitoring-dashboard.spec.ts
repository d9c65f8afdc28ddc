import { expect } from "chai";

import { MonitoringDashboard, type MonitoringDashboardArgs } from "../../components";
import { asyncMetrics, metricDimensions, queueMetrics } from "../../sagemaker/metrics";
import { type Recording, record, refusals, standsBefore } from "./recording-monitor";

const happyPath: MonitoringDashboardArgs = {
  endpointName: "summaries",
  variantName: "primary",
  targetBacklogPerInstance: 5,
  maxCapacity: 4,
  instanceType: "ml.g5.xlarge",
  deadLetterQueueNames: { success: "letters" },
};

function deployed(change: Partial<MonitoringDashboardArgs> = {}): Promise<Recording> {
  return record(() => new MonitoringDashboard("monitoring", { ...happyPath, ...change }));
}

const incidents = ["stuck-at-zero", "oldest-request", "expiry", "server-errors", "upload-failures"];
const warnings = [
  ...["failures", "client-errors", "download-failures", "notification-failures"],
  ...["slow-cold-start", "pinned-at-maximum", "success-dead-letters"],
];
const named = (suffix: string): string => `monitoring-${suffix}-alarm`;
const alarmNames = [...incidents, ...warnings].map(named);
const topicArn = "arn:aws:sns:us-east-1:123456789012:monitoring-alarm-topic-0123456";

type Inputs = Record<string, unknown>;

describe("MonitoringDashboard", () => {
  describe("as it is made from an endpoint and its scaling", () => {
    let recording: Recording;
    before(async () => {
      recording = await deployed();
    });

    it("has exactly these children", () => {
      expect(recording.childrenOf("monitoring")).to.have.members([
        "monitoring-alarm-key",
        "monitoring-alarm-topic",
        "monitoring-alarm-topic-policy",
        "monitoring-dashboard",
        ...alarmNames,
        ...["incident", "warning", "maintenance"].map(named),
      ]);
    });

    it("is called as the endpoint", () => {
      expect(recording.resource("monitoring-dashboard").inputs["dashboardName"]).to.equal(
        "summaries",
      );
    });

    it("watches only metrics of the table, by their own dimensions", () => {
      const published = [
        ...Object.values(asyncMetrics).map((metric) => ({
          namespace: metric.namespace,
          metricName: metric.name,
          dimensions: metricDimensions(metric, "summaries", "primary"),
        })),
        {
          namespace: queueMetrics.approximateNumberOfMessagesVisible.namespace,
          metricName: queueMetrics.approximateNumberOfMessagesVisible.name,
          dimensions: { QueueName: "letters" },
        },
      ];
      const watched = alarmNames.flatMap((name): Inputs[] => {
        const { metricQueries, ...single } = recording.resource(name).inputs;
        if (metricQueries === undefined) return [single];
        return (metricQueries as { metric?: Inputs }[]).flatMap(({ metric }) =>
          metric === undefined ? [] : [metric],
        );
      });
      expect(watched).to.have.length(alarmNames.length + 1);
      for (const { namespace, metricName, dimensions } of watched) {
        expect(published).to.deep.include({ namespace, metricName, dimensions });
      }
    });

    for (const [suffix, metricName, statistic, threshold, minutes] of [
      ["stuck-at-zero", "HasBacklogWithoutCapacity", "Average", 1, 30],
      ["slow-cold-start", "HasBacklogWithoutCapacity", "Average", 1, 15],
      ["oldest-request", "ApproximateAgeOfOldestRequest", "Maximum", 10_800, 3],
      ["failures", "InvocationFailures", "Sum", 1, 5],
      ["expiry", "ExpiredRequests", "Sum", 1, 5],
      ["server-errors", "Invocation5XXErrors", "Sum", 1, 5],
      ["client-errors", "Invocation4XXErrors", "Sum", 1, 5],
      ["download-failures", "RequestDownloadFailures", "Sum", 1, 5],
      ["upload-failures", "ResponseUploadFailures", "Sum", 1, 5],
      ["notification-failures", "NotificationFailures", "Sum", 1, 5],
      ["success-dead-letters", "ApproximateNumberOfMessagesVisible", "Maximum", 1, 1],
    ] as const) {
      it(`raises ${suffix} on its metric alone, and tells nobody by itself`, () => {
        const { inputs } = recording.resource(named(suffix));
        expect(inputs).to.include({
          ...{ metricName, statistic, threshold },
          evaluationPeriods: minutes,
          datapointsToAlarm: statistic === "Sum" ? 1 : minutes,
          period: 60,
          comparisonOperator: "GreaterThanOrEqualToThreshold",
          treatMissingData: "notBreaching",
        });
        expect(inputs).not.to.have.any.keys("alarmActions", "okActions");
      });
    }

    it("raises pinned-at-maximum after an hour with the largest fleet and more than its target", () => {
      const { metricQueries, ...inputs } = recording.resource(named("pinned-at-maximum")).inputs;
      expect(inputs).to.include({ evaluationPeriods: 60, threshold: 1 });
      expect((metricQueries as Inputs[]).at(-1)).to.deep.equal({
        id: "result",
        expression: "IF(instances >= 4 AND waiting > 5, 1, 0)",
        label: "result",
        returnData: true,
      });
    });

    it("tells of any incident once, and of it alone", () => {
      const { inputs } = recording.resource(named("incident"));
      expect(inputs["alarmRule"]).to.equal(
        incidents.map((suffix) => `ALARM("${named(suffix)}-0123456")`).join(" OR "),
      );
      expect(inputs).to.deep.include({
        alarmName: "summaries-incident",
        alarmActions: [topicArn],
        okActions: [topicArn],
        actionsSuppressor: {
          alarm: "summaries-maintenance",
          waitPeriod: 60,
          extensionPeriod: 300,
        },
      });
    });

    it("tells of warnings while there is neither an incident nor maintenance", () => {
      const { inputs } = recording.resource(named("warning"));
      const any = warnings.map((suffix) => `ALARM("${named(suffix)}-0123456")`).join(" OR ");
      expect(inputs["alarmRule"]).to.equal(`(${any}) AND NOT ALARM("summaries-maintenance")`);
      expect(inputs["actionsSuppressor"]).to.include({ alarm: "summaries-incident" });
    });

    it("has a switch for maintenance that is off and tells nobody", () => {
      const { inputs } = recording.resource(named("maintenance"));
      expect(inputs).to.include({ alarmName: "summaries-maintenance", alarmRule: "FALSE" });
      expect(inputs).not.to.have.any.keys("alarmActions", "okActions");
    });

    it("encrypts the topic with a key that CloudWatch may use, and that lets it publish", () => {
      expect(recording.resource("monitoring-alarm-topic").inputs["kmsMasterKeyId"]).to.equal(
        "arn:aws:kms:us-east-1:123456789012:key/monitoring-alarm-key-0123456",
      );
      const statements = (name: string): Inputs[] =>
        (
          JSON.parse(recording.resource(name).inputs["policy"] as string) as {
            Statement: Inputs[];
          }
        ).Statement;
      expect(statements("monitoring-alarm-key")).to.deep.include({
        Sid: "TopicsAndAlarmsDeliver",
        Effect: "Allow",
        Principal: { Service: ["sns.amazonaws.com", "cloudwatch.amazonaws.com"] },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      });
      const [publish, deny] = statements("monitoring-alarm-topic-policy");
      expect(publish).to.deep.include({
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topicArn,
      });
      expect(deny).to.include({ Sid: "DenyPlainHttp", Effect: "Deny" });
    });

    for (const [first, later] of [
      [named("stuck-at-zero"), named("incident")],
      [named("pinned-at-maximum"), named("warning")],
      [named("maintenance"), named("incident")],
      [named("incident"), named("warning")],
      ["monitoring-alarm-topic-policy", named("incident")],
      [named("warning"), "monitoring-dashboard"],
    ] as const) {
      it(`creates ${first} before ${later}, and deletes it after`, () => {
        expect(standsBefore(recording, first, later)).to.equal(true);
      });
    }

    it("registers exactly its public outputs", () => {
      expect(recording.outputs.get("monitoring")).to.deep.equal({
        dashboardName: "summaries",
        alarmNames: alarmNames.map((name) => `${name}-0123456`),
        incidentAlarmName: "summaries-incident",
        warningAlarmName: "summaries-warning",
        maintenanceAlarmName: "summaries-maintenance",
        alarmTopicArn: topicArn,
      });
    });
  });

  it("has no alarm on a largest fleet or a queue that it does not know", async () => {
    const children = (
      await deployed({ maxCapacity: undefined, deadLetterQueueNames: undefined })
    ).childrenOf("monitoring");
    expect(children).not.to.include.members([named("pinned-at-maximum")]);
    expect(children.filter((name) => name.includes("dead-letters"))).to.deep.equal([]);
  });

  it("takes thresholds from its arguments", async () => {
    const recording = await deployed({ coldStartAlarmSeconds: 601, pinnedAlarmSeconds: 120 });
    const periods = (suffix: string) =>
      recording.resource(named(suffix)).inputs["evaluationPeriods"];
    expect(periods("slow-cold-start")).to.equal(11);
    expect(periods("stuck-at-zero")).to.equal(21);
    expect(periods("pinned-at-maximum")).to.equal(2);
  });

  it("subscribes people and programs to its topic, and tells others besides", async () => {
    const other = "arn:aws:sns:us-east-1:123456789012:on-call";
    const recording = await deployed({
      alarmEmails: ["ops@example.org"],
      alarmUrls: ["https://ops.example.org/alarms"],
      alarmActionArns: [other],
    });
    expect(recording.resource("monitoring-alarm-email-ops-example-org").inputs).to.deep.equal({
      topic: topicArn,
      protocol: "email",
      endpoint: "ops@example.org",
    });
    expect(recording.childrenOf("monitoring")).to.include(
      "monitoring-alarm-https-https-ops-example-org-alarms",
    );
    for (const suffix of ["incident", "warning"]) {
      const { alarmActions, okActions } = recording.resource(named(suffix)).inputs;
      expect({ alarmActions, okActions }).to.deep.equal({
        alarmActions: [topicArn, other],
        okActions: [topicArn, other],
      });
    }
  });

  it("takes a key that is given, and makes none", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/of-ours";
    const recording = await deployed({ kmsKeyArn });
    expect(recording.childrenOf("monitoring")).not.to.include("monitoring-alarm-key");
    expect(recording.resource("monitoring-alarm-topic").inputs).to.include({
      kmsMasterKeyId: kmsKeyArn,
    });
  });

  it("makes no topic where none is wanted", async () => {
    const recording = await deployed({ createAlarmTopic: false });
    expect(recording.childrenOf("monitoring").filter((name) => /topic|key/.test(name))).to.be.empty;
    expect(recording.resource(named("incident")).inputs["alarmActions"]).to.deep.equal([]);
  });

  it("is silent during maintenance", async () => {
    const recording = await deployed({ maintenance: true });
    expect(recording.resource(named("maintenance")).inputs["alarmRule"]).to.equal("TRUE");
  });

  it("names every argument that is out of its range at once and creates nothing", async () => {
    let reasons: Record<string, string> = {};
    const recording = await record(() => {
      reasons = refusals(
        () =>
          new MonitoringDashboard("monitoring", {
            ...happyPath,
            endpointName: "a_b",
            variantName: "x".repeat(64),
            targetBacklogPerInstance: 0,
            maxCapacity: 0,
            instanceType: "g5",
            oldestRequestAlarmSeconds: 21_601,
            coldStartAlarmSeconds: 59,
            pinnedAlarmSeconds: 86_401,
            deadLetterQueueNames: { "a b": "letters" },
            createAlarmTopic: false,
            alarmEmails: ["ops@example.org"],
            alarmUrls: ["http://ops.example.org"],
            kmsKeyArn: "alias/ours",
            dashboardName: "a b",
          }),
      );
    });
    expect(reasons).to.have.all.keys(
      ...["endpointName", "variantName", "targetBacklogPerInstance", "maxCapacity"],
      ...["instanceType", "oldestRequestAlarmSeconds", "coldStartAlarmSeconds"],
      ...["pinnedAlarmSeconds", "deadLetterQueueNames", "alarmEmails", "alarmUrls"],
      ...["kmsKeyArn", "dashboardName"],
    );
    expect(reasons).to.include({
      endpointName:
        'is "a_b"; it must be letters, digits and hyphens, with no hyphen at either end, at most 63 characters',
      deadLetterQueueNames:
        'has the key "a b"; a key must be letters, digits and hyphens, with no hyphen at either end',
      alarmEmails:
        "needs the topic of alarms: leave `createAlarmTopic` true, or subscribe to a topic of your own and name that in `alarmActionArns`",
    });
    expect(recording.resources.filter(({ type }) => type.startsWith("aws:"))).to.be.empty;
  });
});

import { type PutCompositeAlarmInput, type PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { ACCOUNT, errorOf, Hosting, REGION } from "../hosting";

const rule = {
  EvaluationPeriods: 1,
  Threshold: 10,
  ComparisonOperator: "GreaterThanThreshold",
} as const;

const child: PutMetricAlarmInput = {
  AlarmName: "child",
  Namespace: "Custom",
  MetricName: "Depth",
  Statistic: "Maximum",
  Period: 60,
  ...rule,
  TreatMissingData: "ignore",
};

const metricMath: PutMetricAlarmInput = {
  AlarmName: "share",
  ...rule,
  Metrics: [
    {
      Id: "m1",
      MetricStat: {
        Metric: { Namespace: "Custom", MetricName: "Failed" },
        Period: 60,
        Stat: "Sum",
      },
      ReturnData: false,
    },
    { Id: "share", Expression: "100 * FILL(m1, 0) / 4", Label: "Share", ReturnData: true },
  ],
};

function arnOf(name: string): string {
  return `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`;
}

describe("CloudWatch's alarms on metric math", () => {
  let hosting: Hosting;

  beforeEach(async () => {
    hosting = await Hosting.start({ speed: 3600 });
  });

  afterEach(() => hosting.close());

  it("are given back as they were written, and go by the expression", async () => {
    await hosting.cloudwatch.putMetricAlarm(metricMath);
    await hosting.until("the alarm", async () => {
      await hosting.cloudwatch.putMetricData({
        Namespace: "Custom",
        MetricData: [{ MetricName: "Failed", Value: 1 }],
      });
      const { MetricAlarms: alarms = [] } = await hosting.cloudwatch.describeAlarms({
        StateValue: "ALARM",
      });
      return alarms[0]?.Metrics?.[1]?.Expression === "100 * FILL(m1, 0) / 4";
    });
    const { MetricAlarms: found = [] } = await hosting.cloudwatch.describeAlarmsForMetric({
      Namespace: "Custom",
      MetricName: "Failed",
    });
    expect(found[0]).to.deep.include({ AlarmName: "share", Metrics: metricMath.Metrics });
    expect(found[0]).to.not.have.any.keys("MetricName", "Statistic", "Period");
  });

  for (const [what, changes, message] of [
    ["a metric besides", { MetricName: "x" }, "Metrics list cannot be specified with MetricName."],
    [
      "nothing that returns data",
      { Metrics: [{ ...metricMath.Metrics?.[0], Id: "m1" }] },
      "Invalid metrics list: exactly one element must return data.",
    ],
    [
      "no metric",
      { Metrics: [{ Id: "one", Expression: "1 + 1" }] },
      "Invalid metrics list: at least one element must be of a metric (MetricStat).",
    ],
  ] as const) {
    it(`are refused with ${what}`, async () => {
      const put = hosting.cloudwatch.putMetricAlarm({
        ...metricMath,
        ...changes,
      } as PutMetricAlarmInput);
      expect((await errorOf(put)).message).to.equal(message);
    });
  }

  it("are refused with several series", async () => {
    const put = hosting.cloudwatch.putMetricAlarm({
      ...metricMath,
      Metrics: [
        { ...metricMath.Metrics?.[0], Id: "m1", ReturnData: false },
        { ...metricMath.Metrics?.[0], Id: "m2", ReturnData: false },
        { Id: "all", Expression: "METRICS()" },
      ],
    });
    expect((await errorOf(put)).message).to.equal(
      'Invalid metrics list: the expression "all" gives 2 time series; an alarm watches one.',
    );
  });
});

describe("CloudWatch's composite alarms", () => {
  let hosting: Hosting;

  beforeEach(async () => {
    hosting = await Hosting.start();
    await hosting.cloudwatch.putMetricAlarm(child);
  });

  afterEach(() => hosting.close());

  async function put(changes: Partial<PutCompositeAlarmInput> = {}): Promise<void> {
    await hosting.cloudwatch.putCompositeAlarm({
      AlarmName: "main",
      AlarmRule: "ALARM(child)",
      ...changes,
    });
  }

  async function set(state: "OK" | "ALARM"): Promise<void> {
    await hosting.cloudwatch.setAlarmState({
      AlarmName: "child",
      StateValue: state,
      StateReason: "by hand",
    });
  }

  it("are given back as they were written, when they are asked for", async () => {
    const written = {
      AlarmRule: "ALARM(child) AND NOT ALARM(quiet)",
      AlarmDescription: "Something is wrong.",
      AlarmActions: [hosting.topicArn],
      ActionsSuppressor: "quiet",
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 120,
    };
    await hosting.cloudwatch.putMetricAlarm({ ...child, AlarmName: "quiet" });
    await put({ ...written, Tags: [{ Key: "team", Value: "a" }] });
    const unasked = await hosting.cloudwatch.describeAlarms({ AlarmNames: ["main"] });
    expect(unasked.CompositeAlarms).to.deep.equal([]);
    const { CompositeAlarms: alarms = [] } = await hosting.cloudwatch.describeAlarms({
      AlarmTypes: ["CompositeAlarm"],
    });
    expect(alarms[0]).to.deep.include({
      ...written,
      AlarmArn: arnOf("main"),
      ActionsEnabled: true,
      StateValue: "OK",
    });
    const { Tags: tags } = await hosting.cloudwatch.listTagsForResource({
      ResourceARN: arnOf("main"),
    });
    expect(tags).to.deep.equal([{ Key: "team", Value: "a" }]);
  });

  it("tell the topic which alarm triggered them, and keep a history", async () => {
    await put({ AlarmActions: [hosting.topicArn] });
    await set("ALARM");
    let message: Record<string, unknown> = {};
    await hosting.until("the notification", async () => {
      const { Messages: messages = [] } = await hosting.sqs.receiveMessage({
        QueueUrl: hosting.queueUrl,
      });
      message = JSON.parse(messages[0]?.Body ?? "{}") as Record<string, unknown>;
      return messages.length > 0;
    });
    expect(message).to.deep.include({
      AlarmName: "main",
      NewStateValue: "ALARM",
      OldStateValue: "OK",
      AlarmRule: "ALARM(child)",
    });
    const [triggering] = message.TriggeringChildren as { Arn: string; State: { Value: string } }[];
    expect(triggering?.Arn).to.equal(arnOf("child"));
    expect(triggering?.State.Value).to.equal("ALARM");
    expect(message.NewStateReason).to.match(
      /^arn:aws:cloudwatch:us-east-1:123456789012:alarm:child transitioned to ALARM at [A-Z][a-z]+ \d\d [A-Z][a-z]+, \d{4} \d\d:\d\d:\d\d UTC$/,
    );
    const { AlarmHistoryItems: history = [] } = await hosting.cloudwatch.describeAlarmHistory({
      AlarmName: "main",
      AlarmTypes: ["CompositeAlarm"],
      ScanBy: "TimestampAscending",
    });
    expect(history.map(({ HistorySummary: summary }) => summary)).to.deep.equal([
      'Alarm "main" created',
      "Alarm updated from INSUFFICIENT_DATA to OK",
      "Alarm updated from OK to ALARM",
      `Successfully executed action ${hosting.topicArn}`,
    ]);
  });

  it("tell their children and parents", async () => {
    await put();
    const { MetricAlarms: children = [] } = await hosting.cloudwatch.describeAlarms({
      ChildrenOfAlarmName: "main",
    });
    expect(children.map(({ AlarmArn: arn }) => arn)).to.deep.equal([arnOf("child")]);
    const { CompositeAlarms: parents } = await hosting.cloudwatch.describeAlarms({
      ParentsOfAlarmName: "child",
    });
    expect(parents).to.deep.equal([{ AlarmName: "main", AlarmArn: arnOf("main") }]);
  });

  it("keep the alarms in their rules from deletion", async () => {
    await put();
    const remove = hosting.cloudwatch.deleteAlarms({ AlarmNames: ["child"] });
    expect((await errorOf(remove)).message).to.equal(
      "Cannot delete child as there are composite alarm(s) depending on it.",
    );
    await hosting.cloudwatch.deleteAlarms({ AlarmNames: ["main"] });
    await hosting.cloudwatch.deleteAlarms({ AlarmNames: ["child"] });
    const { MetricAlarms: left } = await hosting.cloudwatch.describeAlarms({});
    expect(left).to.deep.equal([]);
  });

  it("are refused with alarms that do not exist, or a rule that cannot be read", async () => {
    expect((await errorOf(put({ AlarmRule: "ALARM(child) OR OK(ghost)" }))).message).to.equal(
      "Could not save the composite alarm as alarms [ghost] in the alarm rule do not exist",
    );
    expect((await errorOf(put({ AlarmRule: "ALARM(child) OR" }))).message).to.match(
      /^Invalid alarm rule: /,
    );
  });

  it("leave actions alone that are disabled", async () => {
    await put({ AlarmActions: [hosting.topicArn] });
    await hosting.cloudwatch.disableAlarmActions({ AlarmNames: ["main"] });
    await set("ALARM");
    const { AlarmHistoryItems: actions } = await hosting.cloudwatch.describeAlarmHistory({
      AlarmName: "main",
      HistoryItemType: "Action",
    });
    expect(actions).to.deep.equal([]);
  });
});

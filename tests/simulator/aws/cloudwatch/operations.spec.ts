import { AwsSmithyRpcV2CborProtocol } from "@aws-sdk/core/protocols";
import { CloudWatch, type PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { ACCOUNT, errorOf, Hosting, REGION } from "../hosting";

const metric = {
  Namespace: "Walk/Through",
  MetricName: "Depth",
  Dimensions: [{ Name: "Queue", Value: "q" }],
};

describe("CloudWatch", () => {
  let hosting: Hosting;

  beforeEach(async () => {
    hosting = await Hosting.start({ speed: 3600 });
  });

  afterEach(() => hosting.close());

  function alarm(changes: Partial<PutMetricAlarmInput> = {}): PutMetricAlarmInput {
    return {
      AlarmName: "deep",
      ...metric,
      Statistic: "Maximum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 10,
      ComparisonOperator: "GreaterThanThreshold",
      ...changes,
    };
  }

  function minuteOf(seconds: number): Date {
    return new Date(Math.floor(seconds / 60) * 60_000);
  }

  async function put(value: number, timestamp?: Date): Promise<void> {
    await hosting.cloudwatch.putMetricData({
      Namespace: metric.Namespace,
      MetricData: [
        {
          MetricName: metric.MetricName,
          Dimensions: metric.Dimensions,
          Value: value,
          Timestamp: timestamp,
          Unit: "Count",
        },
      ],
    });
  }

  it("aggregates what was put, by period", async () => {
    const start = minuteOf(hosting.aws.clock.now() - 600);
    await put(1, start);
    await put(4, new Date(start.getTime() + 59_000));
    await put(7, new Date(start.getTime() + 60_000));
    const { Datapoints: points, Label: label } = await hosting.cloudwatch.getMetricStatistics({
      ...metric,
      StartTime: start,
      EndTime: new Date(start.getTime() + 120_000),
      Period: 60,
      Statistics: ["Sum", "Maximum", "SampleCount", "Average"],
    });
    expect(label).to.equal("Depth");
    expect(points).to.deep.equal([
      { Timestamp: start, Unit: "Count", SampleCount: 2, Average: 2.5, Sum: 5, Maximum: 4 },
      {
        Timestamp: new Date(start.getTime() + 60_000),
        Unit: "Count",
        SampleCount: 1,
        Average: 7,
        Sum: 7,
        Maximum: 7,
      },
    ]);
  });

  it("takes values with counts, and sets of statistics", async () => {
    const start = minuteOf(hosting.aws.clock.now() - 600);
    await hosting.cloudwatch.putMetricData({
      Namespace: metric.Namespace,
      MetricData: [
        { MetricName: "Counted", Values: [1, 2], Counts: [3, 1], Timestamp: start },
        {
          MetricName: "Counted",
          StatisticValues: { SampleCount: 2, Sum: 20, Minimum: 5, Maximum: 15 },
          Timestamp: start,
        },
      ],
    });
    const { Datapoints: points } = await hosting.cloudwatch.getMetricStatistics({
      Namespace: metric.Namespace,
      MetricName: "Counted",
      StartTime: start,
      EndTime: new Date(start.getTime() + 60_000),
      Period: 60,
      Statistics: ["Sum", "Maximum", "Minimum", "SampleCount"],
    });
    expect(points?.[0]).to.include({ SampleCount: 6, Sum: 25, Minimum: 1, Maximum: 15 });
  });

  it("answers several queries and expressions over them, newest first", async () => {
    const start = minuteOf(hosting.aws.clock.now() - 600);
    await put(2, start);
    await put(6, new Date(start.getTime() + 120_000));
    const { MetricDataResults: results } = await hosting.cloudwatch.getMetricData({
      StartTime: start,
      EndTime: new Date(start.getTime() + 180_000),
      MetricDataQueries: [
        { Id: "depth", MetricStat: { Metric: metric, Period: 60, Stat: "Sum" }, ReturnData: false },
        { Id: "filled", Expression: "FILL(depth, 0) * 10", Label: "Tens" },
      ],
    });
    expect(results).to.deep.equal([
      {
        Id: "filled",
        Label: "Tens",
        Timestamps: [120_000, 60_000, 0].map((ms) => new Date(start.getTime() + ms)),
        Values: [60, 0, 20],
        StatusCode: "Complete",
      },
    ]);
  });

  it("gives percentiles of single values", async () => {
    const start = minuteOf(hosting.aws.clock.now() - 600);
    await hosting.cloudwatch.putMetricData({
      Namespace: metric.Namespace,
      MetricData: [{ MetricName: "Counted", Values: [1, 100], Counts: [9, 1], Timestamp: start }],
    });
    const span = { StartTime: start, EndTime: new Date(start.getTime() + 60_000) };
    const { Datapoints: points } = await hosting.cloudwatch.getMetricStatistics({
      Namespace: metric.Namespace,
      MetricName: "Counted",
      ...span,
      Period: 60,
      ExtendedStatistics: ["p90", "p99"],
    });
    expect(points?.[0]?.ExtendedStatistics).to.deep.equal({ p90: 1, p99: 100 });
    const { MetricDataResults: results } = await hosting.cloudwatch.getMetricData({
      ...span,
      MetricDataQueries: [
        {
          Id: "counted",
          MetricStat: {
            Metric: { Namespace: metric.Namespace, MetricName: "Counted" },
            Period: 60,
            Stat: "p99",
          },
        },
      ],
    });
    expect(results?.[0]?.Values).to.deep.equal([100]);
  });

  it("answers a search with a series for each metric that it finds", async () => {
    const start = minuteOf(hosting.aws.clock.now() - 600);
    await put(3, start);
    const { MetricDataResults: results } = await hosting.cloudwatch.getMetricData({
      StartTime: start,
      EndTime: new Date(start.getTime() + 60_000),
      MetricDataQueries: [
        { Id: "found", Expression: `SEARCH('{${metric.Namespace},Queue} Depth', 'Maximum', 60)` },
      ],
    });
    expect(results).to.deep.equal([
      { Id: "found", Label: "q Depth", Timestamps: [start], Values: [3], StatusCode: "Complete" },
    ]);
  });

  it("cuts datapoints into pages, and says which series are cut", async () => {
    const start = minuteOf(hosting.aws.clock.now() - 600);
    await put(1, start);
    await put(2, new Date(start.getTime() + 60_000));
    const request = {
      StartTime: start,
      EndTime: new Date(start.getTime() + 120_000),
      ScanBy: "TimestampAscending",
      MaxDatapoints: 3,
      MetricDataQueries: ["a", "b"].map((Id) => ({
        Id,
        MetricStat: { Metric: metric, Period: 60, Stat: "Sum" },
      })),
    } as const;
    const first = await hosting.cloudwatch.getMetricData(request);
    expect(first.MetricDataResults?.map(({ Values, StatusCode }) => [Values, StatusCode])).to.eql([
      [[1, 2], "Complete"],
      [[1], "PartialData"],
    ]);
    const second = await hosting.cloudwatch.getMetricData({
      ...request,
      NextToken: first.NextToken,
    });
    expect(second.MetricDataResults?.map(({ Values }) => Values)).to.eql([[], [2]]);
    expect(second.NextToken).to.equal(undefined);
  });

  it("refuses queries that refer to themselves, to none, or twice by one name", async () => {
    const span = { StartTime: new Date(0), EndTime: new Date(60_000) };
    for (const [queries, message] of [
      [
        [
          { Id: "a", Expression: "b" },
          { Id: "b", Expression: "a" },
        ],
        /^The query "a" refers to/,
      ],
      [[{ Id: "a", Expression: "c + 1" }], /the query "c" is not defined/],
      [[{ Id: "A", Expression: "1" }], /not matching the expected pattern/],
      [
        [
          { Id: "a", Expression: "1" },
          { Id: "a", Expression: "2" },
        ],
        /must be unique/,
      ],
    ] as const) {
      const get = hosting.cloudwatch.getMetricData({ ...span, MetricDataQueries: [...queries] });
      expect((await errorOf(get)).message).to.match(message);
    }
  });

  it("lists metrics with data, by namespace and dimension", async () => {
    await put(1);
    const { Metrics: found } = await hosting.cloudwatch.listMetrics({
      Namespace: metric.Namespace,
      Dimensions: [{ Name: "Queue" }],
    });
    expect(found).to.deep.equal([metric]);
    const { Metrics: none } = await hosting.cloudwatch.listMetrics({
      Dimensions: [{ Name: "Queue", Value: "other" }],
    });
    expect(none).to.deep.equal([]);
  });

  it("refuses AWS's own namespaces", async () => {
    const own = hosting.cloudwatch.putMetricData({
      Namespace: "AWS/SageMaker",
      MetricData: [{ MetricName: "ApproximateBacklogSize", Value: 1 }],
    });
    expect((await errorOf(own)).message).to.equal(
      "The value AWS/ for parameter Namespace is invalid.",
    );
  });

  it("gives an alarm back as it was written", async () => {
    const written = alarm({
      AlarmDescription: "Too deep.",
      TreatMissingData: "notBreaching",
      DatapointsToAlarm: 1,
      AlarmActions: [hosting.topicArn],
    });
    const { MetricAlarms: alarms = [] } = await hosting.atOneInstant(async () => {
      await hosting.cloudwatch.putMetricAlarm(written);
      return hosting.cloudwatch.describeAlarms({ AlarmNamePrefix: "de" });
    });
    expect(alarms[0]).to.deep.include({
      ...written,
      AlarmArn: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:deep`,
      ActionsEnabled: true,
      OKActions: [],
      InsufficientDataActions: [],
      StateValue: "INSUFFICIENT_DATA",
    });
  });

  it("goes to ALARM on data, tells the topic in CloudWatch's words, and keeps the history", async () => {
    await hosting.cloudwatch.putMetricAlarm(alarm({ AlarmActions: [hosting.topicArn] }));
    let message: Record<string, unknown> = {};
    await hosting.until("the notification", async () => {
      await put(50);
      const { Messages: messages = [] } = await hosting.sqs.receiveMessage({
        QueueUrl: hosting.queueUrl,
      });
      if (messages[0]?.Body === undefined) return false;
      message = JSON.parse(messages[0].Body) as Record<string, unknown>;
      return true;
    });
    expect(message).to.deep.include({
      AlarmName: "deep",
      AlarmDescription: null,
      AWSAccountId: ACCOUNT,
      NewStateValue: "ALARM",
      OldStateValue: "INSUFFICIENT_DATA",
      Region: "US East (N. Virginia)",
      AlarmActions: [hosting.topicArn],
    });
    expect(message.Trigger).to.deep.include({
      MetricName: "Depth",
      Statistic: "MAXIMUM",
      Dimensions: [{ value: "q", name: "Queue" }],
      Period: 60,
      Threshold: 10,
    });
    const { AlarmHistoryItems: history = [] } = await hosting.cloudwatch.describeAlarmHistory({
      AlarmName: "deep",
      ScanBy: "TimestampAscending",
    });
    const change = JSON.parse(history[1]?.HistoryData ?? "") as Record<string, object>;
    expect(change.oldState).to.deep.equal({
      stateValue: "INSUFFICIENT_DATA",
      stateReason: "Unchecked: Initial alarm creation",
    });
    expect(change.newState).to.have.nested.property("stateReasonData.recentDatapoints[0]", 50);
    expect(history.map(({ HistorySummary: summary }) => summary).slice(0, 3)).to.deep.equal([
      'Alarm "deep" created',
      "Alarm updated from INSUFFICIENT_DATA to ALARM",
      `Successfully executed action ${hosting.topicArn}`,
    ]);
  });

  it("takes a state that is set, and leaves actions alone that are disabled", async () => {
    await hosting.cloudwatch.putMetricAlarm(alarm({ AlarmActions: [hosting.topicArn] }));
    await hosting.cloudwatch.disableAlarmActions({ AlarmNames: ["deep"] });
    await hosting.atOneInstant(async () => {
      await hosting.cloudwatch.setAlarmState({
        AlarmName: "deep",
        StateValue: "ALARM",
        StateReason: "a drill",
        StateReasonData: '{"by":"hand"}',
      });
      const { MetricAlarms: alarms } = await hosting.cloudwatch.describeAlarms({
        StateValue: "ALARM",
      });
      expect(alarms?.[0]).to.include({
        StateReason: "a drill",
        StateReasonData: '{"by":"hand"}',
        ActionsEnabled: false,
      });
    });
    const { AlarmHistoryItems: actions } = await hosting.cloudwatch.describeAlarmHistory({
      HistoryItemType: "Action",
    });
    expect(actions).to.deep.equal([]);
  });

  it("refuses an alarm over more than a day", async () => {
    const put = hosting.cloudwatch.putMetricAlarm(alarm({ Period: 300, EvaluationPeriods: 289 }));
    expect((await errorOf(put)).message).to.equal(
      "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).",
    );
  });

  it("keeps dashboards, and refuses a body that is none", async () => {
    const body = JSON.stringify({ widgets: [{ type: "text", properties: { markdown: "x" } }] });
    await hosting.cloudwatch.putDashboard({ DashboardName: "board", DashboardBody: body });
    const board = await hosting.cloudwatch.getDashboard({ DashboardName: "board" });
    expect(board).to.include({
      DashboardArn: `arn:aws:cloudwatch::${ACCOUNT}:dashboard/board`,
      DashboardBody: body,
    });
    const invalid = hosting.cloudwatch.putDashboard({
      DashboardName: "board",
      DashboardBody: "{",
    });
    expect((await errorOf(invalid)).name).to.equal("DashboardInvalidInputError");
    await hosting.cloudwatch.deleteDashboards({ DashboardNames: ["board"] });
    const gone = hosting.cloudwatch.getDashboard({ DashboardName: "board" });
    expect(await errorOf(gone)).to.deep.equal({
      name: "ResourceNotFound",
      message: "Dashboard board does not exist",
    });
  });

  it("keeps tags of alarms", async () => {
    await hosting.cloudwatch.putMetricAlarm(alarm({ Tags: [{ Key: "team", Value: "a" }] }));
    const arn = `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:deep`;
    await hosting.cloudwatch.tagResource({
      ResourceARN: arn,
      Tags: [{ Key: "cost", Value: "1" }],
    });
    await hosting.cloudwatch.untagResource({ ResourceARN: arn, TagKeys: ["team"] });
    const { Tags: tags } = await hosting.cloudwatch.listTagsForResource({ ResourceARN: arn });
    expect(tags).to.deep.equal([{ Key: "cost", Value: "1" }]);
  });

  it("speaks CBOR as the Go SDK does", async () => {
    const client = new CloudWatch({
      endpoint: hosting.aws.endpoint,
      region: REGION,
      credentials: { accessKeyId: "any", secretAccessKey: "any" },
      protocol: AwsSmithyRpcV2CborProtocol,
    });
    await client.putMetricAlarm(alarm());
    const { MetricAlarms: alarms } = await client.describeAlarms({});
    expect(alarms?.[0]).to.deep.include({ AlarmName: "deep", Threshold: 10 });
    expect((await errorOf(client.getDashboard({ DashboardName: "none" }))).name).to.equal(
      "ResourceNotFound",
    );
    client.destroy();
  });
});

import { type PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { errorOf, Hosting } from "../hosting";

const metric = { Namespace: "Own", MetricName: "Wait" };

describe("CloudWatch's units and periods", () => {
  let hosting: Hosting;
  /** Epoch seconds of all data. */
  let putAt: number;

  before(async () => {
    hosting = await Hosting.start({ speed: 600 });
    putAt = hosting.aws.clock.now();
    const now = new Date(putAt * 1000);
    await hosting.cloudwatch.putMetricData({
      Namespace: metric.Namespace,
      MetricData: [
        { MetricName: metric.MetricName, Value: 3, Unit: "Seconds", Timestamp: now },
        { MetricName: metric.MetricName, Value: 4000, Unit: "Milliseconds", Timestamp: now },
        { MetricName: metric.MetricName, Value: 7, Timestamp: now },
      ],
    });
  });

  after(() => hosting.close());

  /** So many seconds, the data among the last of them. */
  function range(seconds: number): { StartTime: Date; EndTime: Date } {
    const end = putAt + 60;
    return { StartTime: new Date((end - seconds) * 1000), EndTime: new Date(end * 1000) };
  }

  it("gives the statistics of each unit apart, and of one alone when it is named", async () => {
    const asked = { ...metric, ...range(86_400), Period: 86_400, Statistics: ["Sum" as const] };
    const { Datapoints: all = [] } = await hosting.cloudwatch.getMetricStatistics(asked);
    expect(all.map(({ Sum: sum, Unit: unit }) => [sum, unit])).to.deep.equal([
      [3, "Seconds"],
      [4000, "Milliseconds"],
      [7, "None"],
    ]);
    const { Datapoints: seconds } = await hosting.cloudwatch.getMetricStatistics({
      ...asked,
      Unit: "Milliseconds",
    });
    expect(seconds?.map(({ Sum: sum }) => sum)).to.deep.equal([4000]);
    const { Datapoints: bytes } = await hosting.cloudwatch.getMetricStatistics({
      ...asked,
      Unit: "Bytes",
    });
    expect(bytes).to.deep.equal([]);
  });

  it("reads in a query what came in its unit", async () => {
    const { MetricDataResults: results } = await hosting.cloudwatch.getMetricData({
      ...range(86_400),
      MetricDataQueries: (["Seconds", "Bytes", undefined] as const).map((unit, index) => ({
        Id: `m${index}`,
        MetricStat: { Metric: metric, Period: 86_400, Stat: "Maximum", Unit: unit },
      })),
    });
    expect(results?.map(({ Values: values }) => values)).to.deep.equal([[3], [], [4000]]);
  });

  it("leaves an alarm on a unit that no data has in INSUFFICIENT_DATA, and gives the unit back", async () => {
    const alarm = (name: string, changes: Partial<PutMetricAlarmInput>): PutMetricAlarmInput => ({
      AlarmName: name,
      ...metric,
      Statistic: "Maximum",
      Period: 3600,
      EvaluationPeriods: 24,
      DatapointsToAlarm: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanThreshold",
      ...changes,
    });
    await hosting.cloudwatch.putMetricAlarm(alarm("right", { Unit: "Seconds" }));
    await hosting.cloudwatch.putMetricAlarm(alarm("wrong", { Unit: "Bytes" }));
    await hosting.until("the alarm", async () => {
      const { MetricAlarms: found } = await hosting.cloudwatch.describeAlarms({
        StateValue: "ALARM",
      });
      return found?.length === 1;
    });
    const { MetricAlarms: alarms } = await hosting.cloudwatch.describeAlarms({});
    const data = JSON.parse(alarms?.[0]?.StateReasonData ?? "") as Record<string, unknown>;
    const minute = new Date(Math.floor(putAt / 60) * 60_000).toISOString();
    expect(data).to.deep.include({
      version: "1.0",
      unit: "Seconds",
      statistic: "Maximum",
      period: 3600,
      recentDatapoints: [3],
      threshold: 1,
    });
    expect(String(data.startDate) <= minute).to.equal(true);
    expect(
      alarms?.map(({ AlarmName: name, StateValue: state, Unit: unit }) => [name, state, unit]),
    ).to.deep.equal([
      ["right", "ALARM", "Seconds"],
      ["wrong", "INSUFFICIENT_DATA", "Bytes"],
    ]);
  });

  it("gives the minutes of a day up to now, and refuses those of more, in AWS's words", async () => {
    const asked = { ...metric, Period: 60, Statistics: ["Sum" as const] };
    const { $metadata: metadata } = await hosting.cloudwatch.getMetricStatistics({
      ...asked,
      ...range(86_400),
    });
    expect(metadata.httpStatusCode).to.equal(200);
    const more = hosting.cloudwatch.getMetricStatistics({ ...asked, ...range(2 * 86_400) });
    expect((await errorOf(more)).message).to.equal(
      "You have requested up to 2,880 datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.",
    );
  });

  it("begins periods where the request does, as AWS's own examples show", async () => {
    const start = Math.floor(putAt / 3600) * 3600 - 4 * 3600 + 18 * 60 + 34;
    const asked = {
      StartTime: new Date(start * 1000),
      EndTime: new Date((start + 86_400) * 1000),
    };
    const begin = new Date((start - 34) * 1000);
    const { Datapoints: points = [] } = await hosting.cloudwatch.getMetricStatistics({
      ...metric,
      ...asked,
      Period: 86_400,
      Statistics: ["Sum"],
      Unit: "Seconds",
    });
    expect(points.map(({ Timestamp: at }) => at)).to.deep.equal([begin]);
    const { MetricDataResults: results = [] } = await hosting.cloudwatch.getMetricData({
      ...asked,
      MetricDataQueries: [
        { Id: "m", MetricStat: { Metric: metric, Period: 86_400, Stat: "Sum", Unit: "Seconds" } },
      ],
    });
    expect(results[0]?.Timestamps).to.deep.equal([begin]);
  });

  it("refuses a period that no data is kept for", async () => {
    for (const period of [45, 90]) {
      const statistics = hosting.cloudwatch.getMetricStatistics({
        ...metric,
        ...range(3600),
        Period: period,
        Statistics: ["Sum"],
      });
      expect((await errorOf(statistics)).message).to.equal(
        "The parameter Period must be a value in the set [1, 5, 10, 20, 30] or a multiple of 60.",
      );
      const data = hosting.cloudwatch.getMetricData({
        ...range(3600),
        MetricDataQueries: [
          { Id: "m", MetricStat: { Metric: metric, Period: period, Stat: "Sum" } },
        ],
      });
      expect((await errorOf(data)).message).to.equal(
        "The parameter Period must be a value in the set [1, 5, 10, 20, 30] or a multiple of 60.",
      );
    }
  });

  it("tells a statistic that CloudWatch lacks from one that this server lacks", async () => {
    for (const [stat, message] of [
      ["Mean", "The value Mean for parameter Stat is not supported."],
      ["TM(10%:90%)", /^The statistic TM\(10%:90%\) is not implemented; there are Average, /],
    ] as const) {
      const get = hosting.cloudwatch.getMetricData({
        ...range(3600),
        MetricDataQueries: [{ Id: "m", MetricStat: { Metric: metric, Period: 60, Stat: stat } }],
      });
      expect((await errorOf(get)).message).to.match(new RegExp(message));
    }
  });

  it("refuses values that are no numbers, and keeps none of the request", async () => {
    for (const value of [NaN, Infinity, 2 ** 361]) {
      const put = hosting.cloudwatch.putMetricData({
        Namespace: "Own",
        MetricData: [
          { MetricName: "Bad", Value: 1 },
          { MetricName: "Bad", Values: [1, value] },
        ],
      });
      expect((await errorOf(put)).message).to.equal(
        "The value of MetricData.member.2 must be a number from -2^360 to 2^360; NaN and infinity are not supported.",
      );
    }
    const { Metrics: found } = await hosting.cloudwatch.listMetrics({ MetricName: "Bad" });
    expect(found).to.deep.equal([]);
  });
});

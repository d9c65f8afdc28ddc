import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand as ListLogTagsCommand,
  ListTagsLogGroupCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  TagLogGroupCommand,
  TagResourceCommand as TagLogCommand,
  UntagLogGroupCommand,
  UntagResourceCommand as UntagLogCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  GetMetricWidgetImageCommand,
  ListDashboardsCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { type Session } from "../../session";

/** Alarms and logs, as people look after them. */
export function describeMonitoringUpkeep(open: () => Session): void {
  it("looks after an alarm, and one that is made of it", async () => {
    const { client, run } = open();
    const [AlarmName, composite] = [`${run}-upkeep`, `${run}-composite`];
    const metric = { Namespace: `Upkeep/${run}`, MetricName: "Quality" };
    await client.call(
      new PutMetricAlarmCommand({
        ...metric,
        AlarmName,
        Statistic: "Average",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "LessThanThreshold",
      }),
    );
    await client.call(
      new PutCompositeAlarmCommand({ AlarmName: composite, AlarmRule: `ALARM("${AlarmName}")` }),
    );
    await client.call(
      new SetAlarmStateCommand({ AlarmName, StateValue: "ALARM", StateReason: "for a try" }),
    );
    const { AlarmHistoryItems: history = [] } = await client.call(
      new DescribeAlarmHistoryCommand({ AlarmName, HistoryItemType: "StateUpdate" }),
    );
    // Where time is fast, the alarm may have looked at its metric again since then.
    expect(history.map(({ HistorySummary }) => HistorySummary).join()).to.match(/to ALARM\b/);
    const { MetricAlarms: watching } = await client.call(
      new DescribeAlarmsForMetricCommand(metric),
    );
    expect(watching?.map((alarm) => alarm.AlarmName)).to.deep.equal([AlarmName]);
    const { CompositeAlarms: made = [] } = await client.call(
      new DescribeAlarmsCommand({ AlarmNames: [composite], AlarmTypes: ["CompositeAlarm"] }),
    );
    expect(made[0]?.AlarmRule).to.equal(`ALARM("${AlarmName}")`);

    await client.call(new DisableAlarmActionsCommand({ AlarmNames: [AlarmName] }));
    await client.call(new EnableAlarmActionsCommand({ AlarmNames: [AlarmName] }));
    const { MetricAlarms: [alarm] = [] } = await client.call(
      new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }),
    );
    expect(alarm?.ActionsEnabled).to.equal(true);
    const ResourceARN = alarm?.AlarmArn;
    const tag = { Key: "purpose", Value: "upkeep" };
    await client.call(new TagResourceCommand({ ResourceARN, Tags: [tag] }));
    const { Tags: tags } = await client.call(new ListTagsForResourceCommand({ ResourceARN }));
    expect(tags).to.deep.equal([tag]);
    await client.call(new UntagResourceCommand({ ResourceARN, TagKeys: [tag.Key] }));
    await client.call(new DeleteAlarmsCommand({ AlarmNames: [composite] }));
    await client.call(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }));
  });

  it("draws a metric, and lists what shows it", async () => {
    const { client, endpointName } = open();
    const { MetricWidgetImage: image } = await client.call(
      new GetMetricWidgetImageCommand({
        MetricWidget: JSON.stringify({
          metrics: [["AWS/SageMaker", "ApproximateBacklogSize", "EndpointName", endpointName]],
        }),
      }),
    );
    // The aws CLI prints bytes as base64.
    const bytes = Buffer.from(image as unknown as string, "base64");
    expect(bytes.subarray(1, 4).toString()).to.equal("PNG");
    const { DashboardEntries: dashboards } = await client.call(new ListDashboardsCommand({}));
    expect(dashboards).to.be.an("array");
  });

  it("keeps a log of one's own", async () => {
    const { client, run, target, accountId } = open();
    const [logGroupName, logStreamName] = [`/upkeep/${run}`, "today"];
    const log = { logGroupName, logStreamName };
    await client.call(new CreateLogGroupCommand({ logGroupName }));
    await client.call(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }));
    await client.call(new DeleteRetentionPolicyCommand({ logGroupName }));
    await client.call(new CreateLogStreamCommand(log));
    await client.call(
      new PutLogEventsCommand({
        ...log,
        logEvents: [{ timestamp: target.now().getTime(), message: "a line" }],
      }),
    );
    await open().until("the line", async () => {
      const { events } = await client.call(
        new GetLogEventsCommand({ ...log, startFromHead: true }),
      );
      return events?.map(({ message }) => message).join() === "a line";
    });
    const { logStreams: streams } = await client.call(
      new DescribeLogStreamsCommand({ logGroupName }),
    );
    expect(streams?.map((stream) => stream.logStreamName)).to.deep.equal([logStreamName]);

    const { region } = target.connection;
    const resourceArn = `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}`;
    await client.call(new TagLogCommand({ resourceArn, tags: { purpose: "upkeep" } }));
    const { tags } = await client.call(new ListLogTagsCommand({ resourceArn }));
    expect(tags).to.deep.equal({ purpose: "upkeep" });
    await client.call(new UntagLogCommand({ resourceArn, tagKeys: ["purpose"] }));
    // What older programs do the same with.
    await client.call(new TagLogGroupCommand({ logGroupName, tags: { age: "old" } }));
    const old = await client.call(new ListTagsLogGroupCommand({ logGroupName }));
    expect(old.tags).to.deep.equal({ age: "old" });
    await client.call(new UntagLogGroupCommand({ logGroupName, tags: ["age"] }));
    await client.call(new DeleteLogStreamCommand(log));
    await client.call(new DeleteLogGroupCommand({ logGroupName }));
  });
}

import { KMS } from "@aws-sdk/client-kms";
import { expect } from "chai";
import { ACCOUNT, Hosting, REGION } from "../hosting";

describe("alarms that tell a topic", () => {
  let hosting: Hosting;
  let kms: KMS;

  before(async () => {
    hosting = await Hosting.start();
    kms = new KMS({
      endpoint: hosting.aws.endpoint,
      region: REGION,
      credentials: { accessKeyId: "any", secretAccessKey: "any" },
    });
  });

  after(async () => {
    kms.destroy();
    await hosting.close();
  });

  const allowing = (...statements: object[]): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const cloudWatch = { Effect: "Allow", Principal: { Service: "cloudwatch.amazonaws.com" } };
  const account = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } };
  const ownKey = { ...cloudWatch, Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Resource: "*" };

  async function newKey(...statements: object[]): Promise<string> {
    const Policy = allowing({ ...account, Action: "kms:*", Resource: "*" }, ...statements);
    return (await kms.createKey({ Policy })).KeyMetadata?.Arn ?? "";
  }

  /** What the history says of the action of an alarm on such a topic. */
  async function outcome(Name: string, Attributes: Record<string, string>): Promise<unknown> {
    const { TopicArn = "" } = await hosting.sns.createTopic({ Name, Attributes });
    await hosting.cloudwatch.putMetricAlarm({
      AlarmName: Name,
      Namespace: "Own",
      MetricName: "Depth",
      Statistic: "Maximum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanThreshold",
      AlarmActions: [TopicArn],
    });
    await hosting.cloudwatch.setAlarmState({
      AlarmName: Name,
      StateValue: "ALARM",
      StateReason: "a drill",
    });
    const { AlarmHistoryItems: items = [] } = await hosting.cloudwatch.describeAlarmHistory({
      AlarmName: Name,
      HistoryItemType: "Action",
    });
    return items[0]?.HistorySummary?.replace(TopicArn, "topic");
  }

  it("are heard where the policy of its key lets CloudWatch in", async () => {
    expect(await outcome("open", { KmsMasterKeyId: await newKey(ownKey) })).to.equal(
      "Successfully executed action topic",
    );
    expect(await outcome("plain", {})).to.equal("Successfully executed action topic");
  });

  it("are not heard over a key that lets in the account alone, or that AWS manages", async () => {
    for (const [name, KmsMasterKeyId] of [
      ["closed", await newKey()],
      ["managed", "alias/aws/sns"],
    ] as const) {
      expect(await outcome(name, { KmsMasterKeyId })).to.equal("Failed to execute action topic");
    }
  });

  it("are not heard where the topic's policy lets others in only", async () => {
    const statement = { Action: "sns:Publish", Resource: "*" };
    expect(await outcome("others", { Policy: allowing({ ...account, ...statement }) })).to.equal(
      "Failed to execute action topic",
    );
    expect(await outcome("let-in", { Policy: allowing({ ...cloudWatch, ...statement }) })).to.equal(
      "Successfully executed action topic",
    );
  });
});

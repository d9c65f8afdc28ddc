import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { expect } from "chai";
import { parseFilterPattern } from "../../../../simulator/aws/logs/filter-pattern";
import { logsIn } from "../../../../simulator/aws/logs/store";
import { errorOf, useServer } from "../local-server";

describe("CloudWatch Logs", () => {
  const server = useServer();
  const logs = (): CloudWatchLogs => server.client(CloudWatchLogs);

  it("keeps groups with retention and tags", async () => {
    const logGroupName = "/aws/sagemaker/Endpoints/kept";
    await logs().createLogGroup({ logGroupName, tags: { team: "research" } });
    await logs().putRetentionPolicy({ logGroupName, retentionInDays: 14 });
    const { logGroups } = await logs().describeLogGroups({ logGroupNamePrefix: logGroupName });
    expect(logGroups?.[0]).to.include({
      retentionInDays: 14,
      arn: `arn:aws:logs:us-east-1:123456789012:log-group:${logGroupName}:*`,
    });
    const resourceArn = logGroups?.[0]?.logGroupArn;
    expect((await logs().listTagsForResource({ resourceArn })).tags).to.deep.equal({
      team: "research",
    });
    await logs().deleteLogGroup({ logGroupName });
    expect((await errorOf(logs().deleteLogGroup({ logGroupName }))).name).to.equal(
      "ResourceNotFoundException",
    );
  });

  it("refuses a retention that AWS does not offer", async () => {
    await logs().createLogGroup({ logGroupName: "odd" });
    const error = await errorOf(
      logs().putRetentionPolicy({ logGroupName: "odd", retentionInDays: 2 }),
    );
    expect(error.name).to.equal("InvalidParameterException");
  });

  it("takes no lines that are too old or too far ahead, and says which", async () => {
    const where = { logGroupName: "ages", logStreamName: "stream" };
    await logs().createLogGroup({ logGroupName: where.logGroupName });
    await logs().createLogStream(where);
    const now = Math.round(server.aws.clock.now() * 1000);
    const put = async (...hours: number[]) =>
      (
        await logs().putLogEvents({
          ...where,
          logEvents: hours.map((each) => ({ timestamp: now + each * 3_600_000, message: "line" })),
        })
      ).rejectedLogEventsInfo;
    expect(await put(-15 * 24, -15 * 24 + 1)).to.deep.equal({ tooOldLogEventEndIndex: 2 });
    expect(await put(0, 12)).to.deep.equal({ tooNewLogEventStartIndex: 1 });
    const { events = [] } = await logs().getLogEvents(where);
    expect(events.map(({ timestamp }) => timestamp)).to.deep.equal([now]);
    const long = logs().putLogEvents({
      ...where,
      logEvents: [{ timestamp: now, message: "x".repeat(1_048_576) }],
    });
    expect((await errorOf(long)).message).to.equal(
      "Upload too large: 1048602 bytes exceeds limit of 1048576",
    );
  });

  it("refuses what cannot be asked together, and pages of no size that there is", async () => {
    await logs().createLogGroup({ logGroupName: "asked" });
    const byTime = logs().describeLogStreams({
      logGroupName: "asked",
      logStreamNamePrefix: "a",
      orderBy: "LastEventTime",
    });
    expect((await errorOf(byTime)).message).to.equal(
      "Cannot order by LastEventTime with a logStreamNamePrefix.",
    );
    const tooMany = logs().describeLogGroups({ limit: 51 });
    expect((await errorOf(tooMany)).message).to.equal(
      "1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
    );
  });

  it("finds lines that were sent, by time and by words", async () => {
    const logGroupName = "lines";
    const logStreamName = "stream";
    const now = Math.round(server.aws.clock.now() * 1000);
    await logs().createLogGroup({ logGroupName });
    await logs().createLogStream({ logGroupName, logStreamName });
    await logs().putLogEvents({
      logGroupName,
      logStreamName,
      logEvents: [
        { timestamp: now - 2000, message: "inference 1 started" },
        { timestamp: now - 1000, message: "inference 1 failed" },
      ],
    });
    const failed = await logs().filterLogEvents({
      logGroupName,
      filterPattern: "inference failed",
    });
    expect(failed.events?.map(({ message }) => message)).to.deep.equal(["inference 1 failed"]);
    const early = await logs().filterLogEvents({ logGroupName, endTime: now - 1500 });
    expect(early.events).to.have.length(1);
  });

  it("pages forward until the token stays the same", async () => {
    logsIn(server.aws, "us-east-1").write("paged", "s", ["1", "2", "3"], server.aws.clock.now());
    const request = { logGroupName: "paged", logStreamName: "s", limit: 2 };
    const first = await logs().getLogEvents({ ...request, startFromHead: true });
    expect(first.events?.map(({ message }) => message)).to.deep.equal(["1", "2"]);
    const second = await logs().getLogEvents({ ...request, nextToken: first.nextForwardToken });
    expect(second.events?.map(({ message }) => message)).to.deep.equal(["3"]);
    const third = await logs().getLogEvents({ ...request, nextToken: second.nextForwardToken });
    expect(third.events ?? []).to.deep.equal([]);
    expect(third.nextForwardToken).to.equal(second.nextForwardToken);
  });

  for (const [pattern, message, fits] of [
    ["", "anything", true],
    ["a b", "b then a", true],
    ["a b", "a", false],
    ['"a b"', "a then b", false],
    ["?a ?b", "b", true],
    ["a -b", "a b", false],
  ] as const) {
    it(`${fits ? "finds" : "does not find"} '${message}' by '${pattern}'`, () => {
      expect(parseFilterPattern(pattern)(message)).to.equal(fits);
    });
  }
});

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

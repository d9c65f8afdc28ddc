import { FilterLogEventsCommand, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  DeleteDashboardsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutDashboardCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { expectFailure, type Session } from "../session";

const HOUR_MS = 3600 * 1000;

/** Metrics of the invocations, metrics of one's own, a dashboard, and the log. */
export function describeMetrics(open: () => Session): void {
  it("gives the backlog, and arithmetic on it, as data", async () => {
    const session = open();
    const { client, endpointName } = session;
    await session.until("a backlog in the metrics", async () => {
      const { MetricDataResults: results = [] } = await client.call(
        new GetMetricDataCommand({
          ...timesOf(session),
          MetricDataQueries: [
            {
              Id: "backlog",
              ReturnData: true,
              MetricStat: {
                Metric: {
                  Namespace: "AWS/SageMaker",
                  MetricName: "ApproximateBacklogSize",
                  Dimensions: [{ Name: "EndpointName", Value: endpointName }],
                },
                Period: 60,
                Stat: "Maximum",
              },
            },
            { Id: "doubled", Expression: "backlog * 2", ReturnData: true },
          ],
        }),
      );
      const [backlog = 0, doubled = 0] = ["backlog", "doubled"].map((id) =>
        Math.max(0, ...(results.find(({ Id }) => Id === id)?.Values ?? [])),
      );
      expect(doubled).to.equal(2 * backlog);
      return backlog >= 1;
    });
  });

  it("gives failures and latencies as statistics", async () => {
    const session = open();
    await session.until("both failures in the metrics", async () => {
      const refused = await statisticsOf(session, "Invocation4XXErrors", { Statistics: ["Sum"] });
      const notFound = await statisticsOf(session, "RequestDownloadFailures", {
        Statistics: ["Sum"],
      });
      const sums = [refused, notFound].map((points) =>
        points.reduce((sum, { Sum: value = 0 }) => sum + value, 0),
      );
      return sums.join() === "1,1";
    });
    const latencies = await statisticsOf(session, "ModelLatency", { ExtendedStatistics: ["p90"] });
    const [latest] = latencies;
    expect(latest?.Unit).to.equal("Microseconds");
    expect(latest?.ExtendedStatistics?.["p90"]).to.be.greaterThan(0);
  });

  it("keeps metrics of one's own", async () => {
    const session = open();
    const { client, run, target } = session;
    await client.call(
      new PutMetricDataCommand({
        Namespace: run,
        MetricData: [{ MetricName: "answers", Value: 1.5, Unit: "Count", Timestamp: target.now() }],
      }),
    );
    await session.until("the metric in the list", async () => {
      const { Metrics: metrics = [] } = await client.call(
        new ListMetricsCommand({ Namespace: run }),
      );
      return metrics.some(({ MetricName: name }) => name === "answers");
    });
  });

  it("keeps a dashboard, and tells when there is none", async () => {
    const { client, run } = open();
    const body = JSON.stringify({
      widgets: [{ type: "text", x: 0, y: 0, width: 6, height: 3, properties: { markdown: "ü" } }],
    });
    const { DashboardValidationMessages: problems = [] } = await client.call(
      new PutDashboardCommand({ DashboardName: run, DashboardBody: body }),
    );
    expect(problems).to.be.empty;
    const dashboard = await client.call(new GetDashboardCommand({ DashboardName: run }));
    expect(JSON.parse(dashboard.DashboardBody ?? "")).to.deep.equal(JSON.parse(body));
    await client.call(new DeleteDashboardsCommand({ DashboardNames: [run] }));
    await expectFailure(
      client.call(new GetDashboardCommand({ DashboardName: run })),
      ["ResourceNotFound", "DashboardNotFoundError"],
      new RegExp(`^Dashboard ${run} does not exist`),
    );
  });

  it("logs each invocation with its inference id", async () => {
    const session = open();
    const { client, endpointName } = session;
    const group = `/aws/sagemaker/Endpoints/${endpointName}`;
    await session.until("the log", async () => {
      const { logGroups: groups = [] } = await client.call(
        new DescribeLogGroupsCommand({ logGroupNamePrefix: group }),
      );
      if (groups.length === 0) return false;
      const { events = [] } = await client.call(
        new FilterLogEventsCommand({ logGroupName: group, filterPattern: '"bad"' }),
      );
      return events.some(({ message = "" }) => message.includes("bad"));
    });
  });
}

/** From before the invocations to hours after them: at great speed a slow client sees the end of them much later. */
function timesOf({ sentAt }: Session): { StartTime: Date; EndTime: Date } {
  const start = Math.floor(sentAt.getTime() / 60_000) * 60_000;
  return { StartTime: new Date(start), EndTime: new Date(start + 6 * HOUR_MS) };
}

async function statisticsOf(
  session: Session,
  metric: string,
  wanted: { Statistics: ["Sum"] } | { ExtendedStatistics: ["p90"] },
): Promise<
  {
    readonly Sum?: number | undefined;
    readonly Unit?: string | undefined;
    readonly ExtendedStatistics?: Record<string, number> | undefined;
  }[]
> {
  const { Datapoints: points = [] } = await session.client.call(
    new GetMetricStatisticsCommand({
      ...timesOf(session),
      Namespace: "AWS/SageMaker",
      MetricName: metric,
      Dimensions: [
        { Name: "EndpointName", Value: session.endpointName },
        { Name: "VariantName", Value: session.variantName },
      ],
      Period: 60,
      ...wanted,
    }),
  );
  return points;
}

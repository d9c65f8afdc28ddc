import { type ListDashboardsInput, type ListDashboardsOutput } from "@aws-sdk/client-cloudwatch";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { dateOf } from "../simulated-date";
import { GLOBAL } from "../service-host";
import { DASHBOARDS } from "./store";

const PAGE = 1000;

export const listDashboards: Operation<ListDashboardsInput, ListDashboardsOutput> = (
  request,
  { aws },
) => {
  const found = [...aws.store(DASHBOARDS, GLOBAL).dashboards.values()]
    .filter(({ name }) => name.startsWith(request.DashboardNamePrefix ?? ""))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, nextToken } = pageOf(found, request.NextToken, PAGE);
  return {
    DashboardEntries: items.map((dashboard) => ({
      DashboardName: dashboard.name,
      DashboardArn: dashboard.arn,
      LastModified: dateOf(dashboard.modifiedAt),
      Size: Buffer.byteLength(dashboard.body),
    })),
    NextToken: nextToken,
  };
};

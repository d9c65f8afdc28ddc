import { type GetDashboardInput, type GetDashboardOutput } from "@aws-sdk/client-cloudwatch";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { GLOBAL } from "../service-host";
import { DASHBOARDS } from "./store";

export const getDashboard: Operation<GetDashboardInput, GetDashboardOutput> = (
  { DashboardName: name = "" },
  { aws },
) => {
  const dashboard = aws.store(DASHBOARDS, GLOBAL).dashboards.get(name);
  if (dashboard === undefined) {
    throw new AwsError("DashboardNotFoundError", `Dashboard ${name} does not exist`);
  }
  return {
    DashboardArn: dashboard.arn,
    DashboardBody: dashboard.body,
    DashboardName: dashboard.name,
  };
};

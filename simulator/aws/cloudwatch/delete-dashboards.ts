import {
  type DeleteDashboardsInput,
  type DeleteDashboardsOutput,
} from "@aws-sdk/client-cloudwatch";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { GLOBAL } from "../service-host";
import { DASHBOARDS } from "./store";

/** Deletes all of the dashboards, or none when one of them does not exist. */
export const deleteDashboards: Operation<DeleteDashboardsInput, DeleteDashboardsOutput> = (
  request,
  { aws },
) => {
  const { dashboards, tags } = aws.store(DASHBOARDS, GLOBAL);
  const names = request.DashboardNames ?? [];
  const missing = names.filter((name) => !dashboards.has(name));
  if (missing.length > 0) {
    throw new AwsError("DashboardNotFoundError", `Dashboard ${missing.join(", ")} does not exist`);
  }
  for (const name of names) {
    tags.drop(dashboards.get(name)?.arn ?? "");
    dashboards.delete(name);
  }
  return {};
};

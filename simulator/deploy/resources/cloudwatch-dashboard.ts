import {
  DeleteDashboardsCommand,
  GetDashboardCommand,
  PutDashboardCommand,
} from "@aws-sdk/client-cloudwatch";

import { DeployError } from "../errors";
import { jsonText, type Properties, text } from "../property-values";
import { only, type ResourceContext, type ResourceType } from "../resource-type";

/** aws.cloudwatch.Dashboard. */
export const dashboard: ResourceType = {
  tokens: ["aws:cloudwatch/dashboard:Dashboard"],
  name: { property: "dashboardName", maxLength: 255 },
  replacedBy: only("dashboardName", "region"),

  async create(inputs, context) {
    const { partition, accountId } = context;
    const name = await put(inputs, context);
    // A dashboard's ARN has no region.
    const dashboardArn = `arn:${partition}:cloudwatch::${accountId}:dashboard/${name}`;
    return { id: name, outputs: { dashboardArn } };
  },

  async update(_existing, inputs, context) {
    await put(inputs, context);
  },

  async delete({ id }, { clients }) {
    await clients.cloudWatch.send(new DeleteDashboardsCommand({ DashboardNames: [id] }));
  },

  async read({ id }, { clients }) {
    await clients.cloudWatch.send(new GetDashboardCommand({ DashboardName: id }));
  },
};

async function put(inputs: Properties, { clients }: ResourceContext): Promise<string> {
  const DashboardName = text(inputs, "dashboardName");
  const { DashboardValidationMessages: messages = [] } = await clients.cloudWatch.send(
    new PutDashboardCommand({ DashboardName, DashboardBody: jsonText(inputs, "dashboardBody") }),
  );
  const [first] = messages;
  // CloudWatch keeps such a dashboard, but draws it incompletely.
  if (first)
    throw new DeployError(`\`dashboardBody\`: ${first.DataPath ?? ""} ${first.Message ?? ""}`);
  return DashboardName;
}

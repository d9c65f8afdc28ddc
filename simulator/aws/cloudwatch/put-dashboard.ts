import { type PutDashboardInput, type PutDashboardOutput } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation, type RequestContext } from "../operation";
import { GLOBAL } from "../service-host";
import { DASHBOARDS } from "./store";

const input = z.object({
  DashboardName: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[A-Za-z0-9\-_]+$/),
});

const body = z.looseObject({
  widgets: z.array(
    z.looseObject({
      type: z.enum(["alarm", "custom", "explorer", "log", "metric", "text"]),
      properties: z.looseObject({}),
    }),
  ),
});

/** Creates a dashboard, or replaces its body. */
export const putDashboard: Operation<PutDashboardInput, PutDashboardOutput> = (
  request,
  context,
) => {
  checkConstraints(input, request, "InvalidParameterValueException");
  const { DashboardName: name = "", DashboardBody: text = "" } = request;
  checkBody(text);
  const store = context.aws.store(DASHBOARDS, GLOBAL);
  const arn = dashboardArn(name, context);
  const isNew = !store.dashboards.has(name);
  store.dashboards.set(name, { name, arn, body: text, modifiedAt: context.now });
  if (isNew) {
    store.tags.put(arn, request.Tags);
  }
  return { DashboardValidationMessages: [] };
};

function checkBody(text: string): void {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw invalidBody([{ DataPath: "/", Message: "Invalid JSON syntax" }]);
  }
  const result = body.safeParse(document);
  if (!result.success) {
    throw invalidBody(
      result.error.issues.map(({ path, message }) => ({
        DataPath: `/${path.map(String).join("/")}`,
        Message: message,
      })),
    );
  }
}

function invalidBody(messages: { DataPath: string; Message: string }[]): AwsError {
  return new AwsError(
    "DashboardInvalidInputError",
    `The dashboard body is invalid, there are ${messages.length} validation error(s): ${JSON.stringify(messages)}`,
    400,
    { dashboardValidationMessages: messages },
  );
}

function dashboardArn(name: string, { accountId }: RequestContext): string {
  return `arn:aws:cloudwatch::${accountId}:dashboard/${name}`;
}

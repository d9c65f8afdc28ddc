import { type DescribeAlarmsInput, type DescribeAlarmsOutput } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { alarmView } from "./alarm-view";
import { VALIDATION_ERROR } from "./metric-id";

const DEFAULT_PAGE = 50;

const input = z.object({
  AlarmNames: z.array(z.string().min(1).max(255)).max(100).optional(),
  AlarmNamePrefix: z.string().min(1).max(255).optional(),
  StateValue: z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]).optional(),
  MaxRecords: z.number().min(1).max(100).optional(),
});

export const describeAlarms: Operation<DescribeAlarmsInput, DescribeAlarmsOutput> = (
  request,
  context,
) => {
  checkConstraints(input, request, VALIDATION_ERROR);
  const { AlarmNames: names, AlarmNamePrefix: prefix, ActionPrefix: actionPrefix } = request;
  if (names !== undefined && prefix !== undefined) {
    throw new AwsError(
      "InvalidParameterCombinationException",
      "AlarmNames and AlarmNamePrefix cannot be given together.",
      400,
    );
  }
  const asksForMetricAlarms =
    request.AlarmTypes === undefined ||
    request.AlarmTypes.length === 0 ||
    request.AlarmTypes.includes("MetricAlarm");
  const found = (asksForMetricAlarms ? context.simulation.alarms.list() : []).filter(
    (alarm) =>
      (names === undefined || names.includes(alarm.name)) &&
      alarm.name.startsWith(prefix ?? "") &&
      (request.StateValue ?? alarm.state) === alarm.state &&
      (actionPrefix === undefined ||
        [...alarm.alarmActions, ...alarm.okActions, ...alarm.insufficientDataActions].some(
          (action) => action.startsWith(actionPrefix),
        )),
  );
  found.sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, nextToken } = pageOf(found, request.NextToken, request.MaxRecords ?? DEFAULT_PAGE);
  return {
    MetricAlarms: items.map((alarm) => alarmView(alarm, context.aws, context.region)),
    CompositeAlarms: [],
    NextToken: nextToken,
  };
};

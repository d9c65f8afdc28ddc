import { type SetAlarmStateInput } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { VALIDATION_ERROR } from "./metric-id";

const input = z.object({
  AlarmName: z.string().min(1).max(255),
  StateValue: z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]),
  StateReason: z.string().max(1023),
});

/** Sets an alarm's state until its next evaluation. */
export const setAlarmState: Operation<SetAlarmStateInput, void> = (request, context) => {
  checkConstraints(input, request, VALIDATION_ERROR);
  const { alarms } = context.simulation;
  const name = request.AlarmName ?? "";
  if (alarms.get(name) === undefined) {
    throw new AwsError("ResourceNotFound", `Unknown alarm: ${name}`);
  }
  alarms.setState(name, request.StateValue ?? "OK", request.StateReason ?? "");
};

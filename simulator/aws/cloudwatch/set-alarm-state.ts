import { type SetAlarmStateInput } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { VALIDATION_ERROR } from "./metric-id";
import { CLOUDWATCH } from "./store";

const input = z.object({
  AlarmName: z.string().min(1).max(255),
  StateValue: z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]),
  StateReason: z.string().max(1023),
  StateReasonData: z.string().max(4000).optional(),
});

/** Sets an alarm's state until its next evaluation. */
export const setAlarmState: Operation<SetAlarmStateInput, void> = (request, context) => {
  checkConstraints(input, request, VALIDATION_ERROR);
  const { alarms, compositeAlarms } = context.simulation;
  const { AlarmName: name = "", StateValue: state = "OK", StateReason: reason = "" } = request;
  if (alarms.get(name) === undefined && compositeAlarms.get(name) === undefined) {
    throw new AwsError("ResourceNotFound", `Unknown alarm: ${name}`);
  }
  const { givenReasonData } = context.aws.store(CLOUDWATCH, context.region);
  givenReasonData.delete(name);
  if (request.StateReasonData !== undefined) {
    requireJson(request.StateReasonData);
    givenReasonData.set(name, request.StateReasonData);
  }
  if (alarms.get(name) !== undefined) {
    alarms.setState(name, state, reason);
  } else {
    compositeAlarms.setState(name, state, reason);
  }
};

function requireJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new AwsError("InvalidFormatFault", "The parameter StateReasonData is not valid JSON.");
  }
}

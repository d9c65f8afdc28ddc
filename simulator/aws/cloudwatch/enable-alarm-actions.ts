import { type EnableAlarmActionsInput } from "@aws-sdk/client-cloudwatch";
import { type Operation } from "../operation";
import { switchAlarmActions } from "./alarm-actions-switch";

export const enableAlarmActions: Operation<EnableAlarmActionsInput, void> = (request, context) =>
  switchAlarmActions(request.AlarmNames ?? [], true, context);

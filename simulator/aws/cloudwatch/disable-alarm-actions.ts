import { type DisableAlarmActionsInput } from "@aws-sdk/client-cloudwatch";
import { type Operation } from "../operation";
import { switchAlarmActions } from "./alarm-actions-switch";

export const disableAlarmActions: Operation<DisableAlarmActionsInput, void> = (request, context) =>
  switchAlarmActions(request.AlarmNames ?? [], false, context);

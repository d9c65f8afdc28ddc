import { arn } from "../account";
import { type RequestContext } from "../operation";

/** The CloudWatch alarms that call a policy: those made for target tracking, or the user's own for a step policy. */
export function policyAlarms(
  { simulation, region }: RequestContext,
  policyArn: string,
): { AlarmName: string; AlarmARN: string }[] {
  const isCall = (action: string): boolean =>
    action === policyArn || action.startsWith(`${policyArn}:`);
  return simulation.alarms
    .list()
    .filter((alarm) =>
      [alarm.alarmActions, alarm.okActions, alarm.insufficientDataActions].some((actions) =>
        actions.some(isCall),
      ),
    )
    .map(({ name }) => ({
      AlarmName: name,
      AlarmARN: arn("cloudwatch", region, `alarm:${name}`),
    }));
}

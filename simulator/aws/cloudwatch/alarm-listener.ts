import { type Alarm } from "../../engine/alarm-evaluator";
import { type LocalAws } from "../local-aws";
import { publishToTopic } from "../publish-to-topic";
import { alarmNotification } from "./alarm-notification";
import { alarmView } from "./alarm-view";
import { CLOUDWATCH } from "./store";

/**
 * Keeps the history of a region's alarms and publishes their notifications. Actions that call scaling policies are the
 * engine's; here they are only written down.
 */
export function listenToAlarms(aws: LocalAws, region: string): void {
  const { alarms } = aws.simulation(region);
  const store = aws.store(CLOUDWATCH, region);

  alarms.onTransition = (alarm, from, to, reason, atSeconds) => {
    store.previousStates.set(alarm.name, from);
    store.addHistory(
      alarm.name,
      "StateUpdate",
      `Alarm updated from ${from} to ${to}`,
      { oldState: { stateValue: from }, newState: { stateValue: to, stateReason: reason } },
      atSeconds,
    );
  };

  alarms.onAction = (alarm, action, atSeconds) => {
    const published = /^arn:[^:]+:sns:/.test(action) ? publish(alarm, action) : true;
    store.addHistory(
      alarm.name,
      "Action",
      `${published ? "Successfully executed" : "Failed to execute"} action ${action}`,
      { actionState: published ? "Succeeded" : "Failed", notificationResource: action },
      atSeconds,
    );
  };

  const publish = (alarm: Alarm, topicArn: string): boolean => {
    const previous = store.previousStates.get(alarm.name) ?? "INSUFFICIENT_DATA";
    const { subject, message } = alarmNotification(alarmView(alarm, aws, region), previous, region);
    return publishToTopic(aws, topicArn, message, alarm.stateUpdatedAt, subject);
  };
}

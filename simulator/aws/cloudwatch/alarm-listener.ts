import { type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { type Alarm } from "../../engine/alarm-evaluator";
import { initialAlarmReason } from "../../engine/alarm-reason";
import { type CompositeAlarm } from "../../engine/composite-alarms";
import { type AlarmState } from "../../engine/types";
import { type ServiceHost } from "../service-host";
import { publishToTopic } from "../publish-to-topic";
import {
  alarmNotification,
  type AlarmMessage,
  compositeAlarmNotification,
} from "./alarm-notification";
import { alarmArn, alarmView, compositeAlarmView } from "./alarm-view";
import { dateOf } from "../simulated-date";
import { type AlarmKind, CLOUDWATCH, type StateRecord } from "./store";

/**
 * Keeps the history of a region's alarms and publishes their notifications. Actions that call scaling policies are the
 * engine's; here they are only written down.
 */
export function listenToAlarms(aws: ServiceHost, region: string): void {
  const { alarms, compositeAlarms } = aws.simulation(region);
  const store = aws.store(CLOUDWATCH, region);

  const recordTransition = (
    name: string,
    kind: AlarmKind,
    from: AlarmState,
    to: AlarmState,
    view: Pick<MetricAlarm, "StateReason" | "StateReasonData">,
    atSeconds: number,
  ): void => {
    const { StateReason: stateReason, StateReasonData: data } = view;
    const stateReasonData = data === undefined ? undefined : (JSON.parse(data) as unknown);
    const newState: StateRecord = { stateValue: to, stateReason, stateReasonData };
    const oldState = store.presentStates.get(name) ?? {
      stateValue: from,
      stateReason: initialAlarmReason,
    };
    store.previousStates.set(name, from);
    store.presentStates.set(name, newState);
    store.addHistory(
      name,
      "StateUpdate",
      `Alarm updated from ${from} to ${to}`,
      { oldState, newState },
      atSeconds,
      kind,
    );
  };

  const act = (
    name: string,
    kind: AlarmKind,
    action: string,
    message: (previous: AlarmState) => AlarmMessage,
    atSeconds: number,
  ): void => {
    let isDone = true;
    if (/^arn:[^:]+:sns:/.test(action)) {
      const previous = store.previousStates.get(name) ?? "INSUFFICIENT_DATA";
      const { subject, message: text } = message(previous);
      const service = {
        principal: "cloudwatch.amazonaws.com",
        sourceArn: alarmArn(name, region),
      };
      isDone = publishToTopic(aws, action, text, atSeconds, { subject, service });
    }
    store.addHistory(
      name,
      "Action",
      `${isDone ? "Successfully executed" : "Failed to execute"} action ${action}`,
      { actionState: isDone ? "Succeeded" : "Failed", notificationResource: action },
      atSeconds,
      kind,
    );
  };

  alarms.onTransition = (alarm, from, to, _reason, atSeconds) => {
    const view = alarmView(alarm, aws, region);
    recordTransition(alarm.name, "MetricAlarm", from, to, view, atSeconds);
  };
  alarms.onAction = (alarm: Alarm, action, atSeconds) => {
    const message = (previous: AlarmState): AlarmMessage =>
      alarmNotification(alarmView(alarm, aws, region), previous, region);
    act(alarm.name, "MetricAlarm", action, message, atSeconds);
  };
  compositeAlarms.onTransition = (alarm, from, to, atSeconds) => {
    const view = compositeAlarmView(alarm, aws, region);
    recordTransition(alarm.name, "CompositeAlarm", from, to, view, atSeconds);
  };
  compositeAlarms.onAction = (alarm, action, atSeconds) => {
    const message = (previous: AlarmState): AlarmMessage =>
      compositeAlarmNotification(
        compositeAlarmView(alarm, aws, region),
        previous,
        region,
        triggering(alarm, region),
      );
    act(alarm.name, "CompositeAlarm", action, message, atSeconds);
  };
}

function triggering({ trigger }: CompositeAlarm, region: string) {
  return (
    trigger && {
      arn: alarmArn(trigger.alarmName, region),
      state: trigger.state,
      at: dateOf(trigger.atSeconds),
    }
  );
}

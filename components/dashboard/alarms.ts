import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";

import { queueDimensions, queueMetrics } from "../../sagemaker/metrics";
import { alarmPeriodSeconds } from "../../sagemaker/minute-alarms";
import { AlarmSeverity, anyAlarm, monitoringAlarms } from "../../sagemaker/monitoring-alarms";
import { createMinuteAlarm } from "../minute-alarm";
import { type CheckedArgs } from "./checked-args";

/** An alarm by how urgent it is. */
export interface RatedAlarm {
  readonly severity: AlarmSeverity;
  readonly resource: cloudwatch.MetricAlarm;
}

/** The alarms of an endpoint, each on one thing that can go wrong. They tell nobody by themselves. */
export function createAlarms(
  name: string,
  inputs: CheckedArgs,
  parent: pulumi.Resource,
): RatedAlarm[] {
  const thresholds = pulumi.output({
    oldestRequestAlarmSeconds: inputs.oldestRequestAlarmSeconds,
    coldStartAlarmSeconds: inputs.coldStartAlarmSeconds,
    pinnedAlarmSeconds: inputs.pinnedAlarmSeconds,
    maxCapacity: inputs.maxCapacity,
    targetBacklogPerInstance: inputs.targetBacklogPerInstance,
  });
  const ofTheEndpoint = monitoringAlarms(inputs.maxCapacity !== undefined).map(
    ({ suffix, severity, description, alarm }): RatedAlarm => ({
      severity,
      resource: createMinuteAlarm(
        `${name}-${suffix}-alarm`,
        { ...inputs, description, alarm: thresholds.apply(alarm) },
        parent,
      ),
    }),
  );
  const ofTheQueues = Object.entries(inputs.deadLetterQueueNames ?? {}).map(
    ([which, queueName]): RatedAlarm => ({
      severity: AlarmSeverity.Warning,
      resource: createQueueAlarm(`${name}-${which}-dead-letters-alarm`, queueName, inputs, parent),
    }),
  );
  return [...ofTheEndpoint, ...ofTheQueues];
}

/** A message that no reader could handle stays until somebody has looked at it, and so does the alarm. */
function createQueueAlarm(
  name: string,
  queueName: pulumi.Input<string>,
  { tags }: CheckedArgs,
  parent: pulumi.Resource,
): cloudwatch.MetricAlarm {
  const metric = queueMetrics.approximateNumberOfMessagesVisible;
  return new cloudwatch.MetricAlarm(
    name,
    {
      alarmDescription:
        "Notifications that no reader could handle lie in a dead-letter queue. Mend the reader, then move them back.",
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: queueDimensions(queueName),
      statistic: metric.statistic,
      period: alarmPeriodSeconds,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      threshold: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
      tags,
    },
    { parent },
  );
}

/** Makes the alarms that tell people. */
export interface CompositeAlarms {
  readonly incident: cloudwatch.CompositeAlarm;
  readonly warning: cloudwatch.CompositeAlarm;
  readonly maintenance: cloudwatch.CompositeAlarm;
}

/** Seconds that an alarm waits for what silences it, as both may come in the same minute. */
const waitPeriod = 60;

/** Seconds that it stays silent afterwards: metrics are up to three minutes late, and an alarm is evaluated every minute. */
const extensionPeriod = 300;

/**
 * Makes the alarms that tell people: one message an incident, whatever number of alarms belong to it.
 *
 * The incident is silent during maintenance, and warnings are silent during both. An alarm that is silenced is told of
 * when the silence ends, if it is still on.
 */
export function createCompositeAlarms(
  name: string,
  inputs: CheckedArgs,
  alarms: readonly RatedAlarm[],
  actions: {
    readonly arns?: pulumi.Input<pulumi.Input<string>[]>;
    readonly after: pulumi.Resource[];
  },
  parent: pulumi.Resource,
): CompositeAlarms {
  const { endpointName, maintenance: isMaintained, tags } = inputs;
  const anyOf = (severity: AlarmSeverity): pulumi.Output<string> =>
    // The id of an alarm is its name.
    pulumi
      .all(alarms.filter((each) => each.severity === severity).map(({ resource }) => resource.id))
      .apply(anyAlarm);
  const composite = (
    suffix: string,
    args: Omit<cloudwatch.CompositeAlarmArgs, "alarmName">,
  ): cloudwatch.CompositeAlarm =>
    new cloudwatch.CompositeAlarm(
      `${name}-${suffix}-alarm`,
      { alarmName: pulumi.interpolate`${endpointName}-${suffix}`, ...args, tags },
      { parent, dependsOn: actions.after },
    );
  const told = { alarmActions: actions.arns, okActions: actions.arns };

  const maintenance = composite("maintenance", {
    alarmDescription:
      "A switch, not a fault: while it is in ALARM, the endpoint's other alarms tell nobody. Set it by the `maintenance` of the stack, or by `aws cloudwatch set-alarm-state`.",
    alarmRule: pulumi.output(isMaintained).apply((isOn) => (isOn ? "TRUE" : "FALSE")),
  });
  const incident = composite("incident", {
    alarmDescription:
      "The endpoint does not serve its requests, or loses them. The alarms in ALARM, and the dashboard from the top, say why.",
    alarmRule: anyOf(AlarmSeverity.Incident),
    actionsSuppressor: { alarm: maintenance.alarmName, waitPeriod, extensionPeriod },
    ...told,
  });
  const warning = composite("warning", {
    alarmDescription:
      "Single requests fail, or the endpoint is going to be in trouble. It can wait for the morning.",
    alarmRule: pulumi.interpolate`(${anyOf(AlarmSeverity.Warning)}) AND NOT ALARM("${maintenance.alarmName}")`,
    actionsSuppressor: { alarm: incident.alarmName, waitPeriod, extensionPeriod },
    ...told,
  });
  return { incident, warning, maintenance };
}

import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";

import { createAlarmTopic } from "./dashboard/alarm-topic";
import { createAlarms, createCompositeAlarms } from "./dashboard/alarms";
import { dashboardBody } from "./dashboard/body";
import { type CheckedArgs, checkedArgs } from "./dashboard/checked-args";
import { deploymentPlace } from "./endpoint/deployment-place";
import { type MonitoringDashboardArgs } from "./monitoring-dashboard-args";

/**
 * A CloudWatch dashboard of one asynchronous endpoint, and the alarms that tell when to look at it.
 *
 * There is an alarm for each thing that can go wrong, and two that tell people: one of incidents, which need somebody at
 * once, and one of warnings, which can wait. Each is told of once, over an encrypted topic. A third is a switch that
 * keeps both silent during maintenance.
 *
 * Every metric is one that an asynchronous endpoint publishes, with the dimensions it is published under.
 */
export class MonitoringDashboard extends pulumi.ComponentResource {
  /** Name of the dashboard. */
  public readonly dashboardName: pulumi.Output<string>;
  /** Names of the alarms on single faults. */
  public readonly alarmNames: pulumi.Output<string[]>;
  /** Name of the alarm that tells of incidents. */
  public readonly incidentAlarmName: pulumi.Output<string>;
  /** Name of the alarm that tells of warnings. */
  public readonly warningAlarmName: pulumi.Output<string>;
  /** Name of the switch that keeps both silent while it is in ALARM. */
  public readonly maintenanceAlarmName: pulumi.Output<string>;
  /** Topic that alarms are told over; none unless `createAlarmTopic`. */
  public readonly alarmTopicArn?: pulumi.Output<string>;

  /**
   * @param name Name of the component; its children's names start with it.
   * @throws InputPropertiesError naming every argument that is out of its range, before anything is created.
   */
  constructor(name: string, args: MonitoringDashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sagemaker-async-inference:index:MonitoringDashboard", name, {}, opts);
    const inputs = checkedArgs(name, args);
    const place = deploymentPlace(this);

    const topic = inputs.createAlarmTopic
      ? createAlarmTopic(`${name}-alarm`, { ...inputs, place }, this)
      : undefined;
    const alarms = createAlarms(name, inputs, this);
    const actionArns = [
      ...(topic === undefined ? [] : [topic.arn]),
      ...(inputs.alarmActionArns ?? []),
    ];
    const { incident, warning, maintenance } = createCompositeAlarms(
      name,
      inputs,
      alarms,
      { arns: actionArns, after: topic?.safeguards ?? [] },
      this,
    );
    const alarmArns = [incident, warning, maintenance, ...alarms.map(({ resource }) => resource)];
    const dashboard = createDashboard(
      name,
      { ...inputs, region: place.region, alarmArns: alarmArns.map(({ arn }) => arn) },
      this,
    );

    this.dashboardName = dashboard.dashboardName;
    this.alarmNames = pulumi.all(alarms.map(({ resource }) => resource.name));
    this.incidentAlarmName = incident.alarmName;
    this.warningAlarmName = warning.alarmName;
    this.maintenanceAlarmName = maintenance.alarmName;
    this.alarmTopicArn = topic?.arn;
    this.registerOutputs({
      dashboardName: this.dashboardName,
      alarmNames: this.alarmNames,
      incidentAlarmName: this.incidentAlarmName,
      warningAlarmName: this.warningAlarmName,
      maintenanceAlarmName: this.maintenanceAlarmName,
      alarmTopicArn: this.alarmTopicArn,
    });
  }
}

interface Shown extends CheckedArgs {
  readonly region: pulumi.Output<string>;
  readonly alarmArns: pulumi.Output<string>[];
}

function createDashboard(
  name: string,
  inputs: Shown,
  parent: pulumi.Resource,
): cloudwatch.Dashboard {
  const { endpointName, variantName, targetBacklogPerInstance, maxCapacity } = inputs;
  const { instanceType, oldestRequestAlarmSeconds, deadLetterQueueNames } = inputs;
  const { region, alarmArns } = inputs;
  return new cloudwatch.Dashboard(
    `${name}-dashboard`,
    {
      dashboardName: inputs.dashboardName ?? endpointName,
      dashboardBody: pulumi
        .output({
          ...{ endpointName, variantName, targetBacklogPerInstance, maxCapacity },
          ...{ instanceType, oldestRequestAlarmSeconds, deadLetterQueueNames },
          ...{ region, alarmArns },
        })
        .apply(dashboardBody),
    },
    { parent },
  );
}

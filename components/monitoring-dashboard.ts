import * as cloudwatch from "@pulumi/aws/cloudwatch";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";

import { named, positiveNumber, wholeNumberIn } from "../sagemaker/checks";
import { limits, sageMakerName } from "../sagemaker/limits";
import { metricDimensions } from "../sagemaker/metrics";
import { alarmRules } from "./dashboard/alarms";
import { dashboardBody } from "./dashboard/body";
import { checkedInputs, withDefaults } from "./validation";

/** Arguments of {@link MonitoringDashboard}. */
export interface MonitoringDashboardArgs {
  /** Name of the endpoint to watch. */
  readonly endpointName: pulumi.Input<string>;

  /** Name of the endpoint's production variant. */
  readonly variantName: pulumi.Input<string>;

  /** Backlog of each instance that scaling aims at, drawn as a line. No line is drawn when omitted. */
  readonly targetBacklogPerInstance?: pulumi.Input<number>;

  /** Most instances that scaling may reach, drawn as a line. No line is drawn when omitted. */
  readonly maxCapacity?: pulumi.Input<number>;

  /**
   * Age of the oldest waiting request at which an alarm goes off, in seconds. Defaults to 10800, half of the six hours
   * after which a request expires unless its caller says otherwise.
   */
  readonly oldestRequestAlarmSeconds?: pulumi.Input<number>;

  /** ARNs of what each alarm notifies, such as SNS topics. Nothing is notified when omitted. */
  readonly alarmActionArns?: pulumi.Input<pulumi.Input<string>[]>;

  /** Name of the dashboard, unique in its account and region. Defaults to the endpoint's name. */
  readonly dashboardName?: pulumi.Input<string>;

  /** Tags of the alarms; a dashboard takes none. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

const defaults = { oldestRequestAlarmSeconds: limits.requestTtlSeconds.default / 2 };

/**
 * A CloudWatch dashboard of one asynchronous endpoint, and the alarms that tell when to look at it.
 *
 * Every metric on it is one that an asynchronous endpoint publishes, with the dimensions it is published under.
 */
export class MonitoringDashboard extends pulumi.ComponentResource {
  /** Name of the dashboard. */
  public readonly dashboardName: pulumi.Output<string>;
  /** Names of the alarms. */
  public readonly alarmNames: pulumi.Output<string[]>;

  /**
   * @param name Name of the component; its children's names start with it.
   * @throws InputPropertiesError naming every argument that is out of its range, before anything is created.
   */
  constructor(name: string, args: MonitoringDashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sagemaker-async-inference:index:MonitoringDashboard", name, {}, opts);
    const inputs = checkedArgs(name, args);

    const dashboard = createDashboard(name, inputs, this);
    const alarms = createAlarms(name, inputs, this);

    this.dashboardName = dashboard.dashboardName;
    this.alarmNames = pulumi.all(alarms.map((alarm) => alarm.name));
    this.registerOutputs({ dashboardName: this.dashboardName, alarmNames: this.alarmNames });
  }
}

type CheckedArgs = ReturnType<typeof checkedArgs>;

function checkedArgs(name: string, args: MonitoringDashboardArgs) {
  return checkedInputs(`MonitoringDashboard "${name}"`, withDefaults(defaults, args), {
    variantName: named(sageMakerName),
    targetBacklogPerInstance: positiveNumber("requests"),
    maxCapacity: wholeNumberIn(limits.maxCapacity),
    oldestRequestAlarmSeconds: wholeNumberIn(limits.requestTtlSeconds),
    dashboardName: named(dashboardNameRule),
  });
}

const dashboardNameRule = {
  pattern: /^[\w-]+$/,
  maxLength: 255,
  description: "letters, digits, hyphens and underscores",
  source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html",
};

function createDashboard(
  name: string,
  { tags: _tags, alarmActionArns: _alarmActionArns, dashboardName, ...shown }: CheckedArgs,
  parent: pulumi.Resource,
): cloudwatch.Dashboard {
  const region = getRegionOutput({}, { parent }).region;
  return new cloudwatch.Dashboard(
    `${name}-dashboard`,
    {
      dashboardName: dashboardName ?? shown.endpointName,
      dashboardBody: pulumi.output({ ...shown, region }).apply(dashboardBody),
    },
    { parent },
  );
}

function createAlarms(
  name: string,
  inputs: CheckedArgs,
  parent: pulumi.Resource,
): cloudwatch.MetricAlarm[] {
  const { endpointName, variantName, alarmActionArns, tags } = inputs;
  return alarmRules(inputs.oldestRequestAlarmSeconds).map(
    ({ suffix, description, metric, statistic, threshold, minutes }) =>
      new cloudwatch.MetricAlarm(
        `${name}-${suffix}-alarm`,
        {
          alarmDescription: description,
          namespace: metric.namespace,
          metricName: metric.name,
          dimensions: metricDimensions(metric, endpointName, variantName),
          statistic,
          period: 60,
          evaluationPeriods: minutes,
          datapointsToAlarm: minutes,
          threshold,
          comparisonOperator: "GreaterThanOrEqualToThreshold",
          treatMissingData: "notBreaching",
          alarmActions: alarmActionArns,
          tags,
        },
        { parent },
      ),
  );
}

import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";

import {
  AsyncInferenceEndpoint,
  AutoscalingPolicy,
  MonitoringDashboard,
  PrivateNetwork,
} from "./components";
import { readSettings } from "./settings";
import {
  endpointArguments,
  monitoringArguments,
  networkArguments,
  scalingArguments,
} from "./settings/component-arguments";

const settings = readSettings();
const tags = {
  project: pulumi.getProject(),
  team: settings.team,
  environment: settings.environment,
};

const network = settings.createNetwork
  ? new PrivateNetwork("network", { ...networkArguments(settings), tags })
  : undefined;

const inference = new AsyncInferenceEndpoint(
  "inference",
  {
    ...endpointArguments(settings),
    ...(network && { subnetIds: network.subnetIds, securityGroupIds: network.securityGroupIds }),
    endpointName: settings.endpointName,
    tags,
  },
  { protect: settings.protect },
);
for (const roleName of settings.callerRoleNames ?? []) {
  inference.grantInvoke(`inference-caller-${roleName}`, roleName);
}

const autoscaling = settings.autoscaling
  ? new AutoscalingPolicy("autoscaling", {
      endpointName: inference.endpointName,
      variantName: inference.variantName,
      ...scalingArguments(settings),
      tags,
    })
  : undefined;

const monitoring = new MonitoringDashboard("monitoring", {
  endpointName: inference.endpointName,
  variantName: inference.variantName,
  ...monitoringArguments(settings),
  kmsKeyArn: inference.kmsKeyArn,
  deadLetterQueueNames: {
    ...(inference.successDeadLetterQueueName && { success: inference.successDeadLetterQueueName }),
    ...(inference.errorDeadLetterQueueName && { error: inference.errorDeadLetterQueueName }),
    ...(inference.resultsDeadLetterQueueName && { results: inference.resultsDeadLetterQueueName }),
  },
  tags,
});

export const region = getRegionOutput().region;
export const instanceType = settings.instanceType;
export const endpointName = inference.endpointName;
export const variantName = inference.variantName;
export const scalingResourceId = autoscaling?.resourceId;
export const bucketName = inference.bucketName;
export const inputPrefix = inference.inputPrefix;
export const outputPath = inference.outputPath;
export const failurePath = inference.failurePath;
export const successTopicArn = inference.successTopicArn;
export const errorTopicArn = inference.errorTopicArn;
export const successQueueUrl = inference.successQueueUrl;
export const errorQueueUrl = inference.errorQueueUrl;
export const successDeadLetterQueueName = inference.successDeadLetterQueueName;
export const errorDeadLetterQueueName = inference.errorDeadLetterQueueName;
export const kmsKeyArn = inference.kmsKeyArn;
export const resultsTableName = inference.resultsTableName;
export const callerPolicy = inference.callerPolicy;
export const dashboardName = monitoring.dashboardName;
export const alarmTopicArn = monitoring.alarmTopicArn;
export const incidentAlarmName = monitoring.incidentAlarmName;
export const warningAlarmName = monitoring.warningAlarmName;
export const maintenanceAlarmName = monitoring.maintenanceAlarmName;
export const vpcId = network?.vpcId;

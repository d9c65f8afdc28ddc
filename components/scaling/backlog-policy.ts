import * as appautoscaling from "@pulumi/aws/appautoscaling";
import type * as pulumi from "@pulumi/pulumi";

import { asyncMetrics, metricDimensions } from "../../sagemaker/metrics";
import { type CheckedArgs } from "./checked-args";
import { scaledBy } from "./scalable-target";

/** Target tracking of the backlog of each instance. */
export function createBacklogPolicy(
  name: string,
  inputs: CheckedArgs,
  target: appautoscaling.Target,
  parent: pulumi.Resource,
): appautoscaling.Policy {
  const metric = asyncMetrics.approximateBacklogSizePerInstance;
  const dimensions = metricDimensions(metric, inputs.endpointName, inputs.variantName);
  return new appautoscaling.Policy(
    `${name}-backlog-policy`,
    {
      ...scaledBy(target),
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        targetValue: inputs.targetBacklogPerInstance,
        scaleOutCooldown: inputs.scaleOutCooldownSeconds,
        scaleInCooldown: inputs.scaleInCooldownSeconds,
        disableScaleIn: !inputs.scaleInOnBacklog,
        customizedMetricSpecification: {
          namespace: metric.namespace,
          metricName: metric.name,
          statistic: metric.statistic,
          dimensions: Object.entries(dimensions).map(([key, value]) => ({ name: key, value })),
        },
      },
    },
    { parent },
  );
}

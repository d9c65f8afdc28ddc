import * as appautoscaling from "@pulumi/aws/appautoscaling";
import * as pulumi from "@pulumi/pulumi";

import { type CheckedArgs } from "./checked-args";

/** Registers the variant with Application Auto Scaling. */
export function createScalableTarget(
  name: string,
  { endpointName, variantName, minCapacity, maxCapacity, schedules, tags }: CheckedArgs,
  parent: pulumi.Resource,
): appautoscaling.Target {
  return new appautoscaling.Target(
    `${name}-target`,
    {
      serviceNamespace: "sagemaker",
      scalableDimension: "sagemaker:variant:DesiredInstanceCount",
      resourceId: pulumi.interpolate`endpoint/${endpointName}/variant/${variantName}`,
      minCapacity,
      maxCapacity,
      tags,
    },
    {
      parent,
      // A scheduled action writes its capacities into the target: an update that put these back would undo it.
      ignoreChanges: schedules.length === 0 ? [] : ["minCapacity", "maxCapacity"],
    },
  );
}

/** What a policy or a scheduled action is put on. */
export function scaledBy(target: appautoscaling.Target) {
  return {
    serviceNamespace: target.serviceNamespace,
    scalableDimension: target.scalableDimension,
    resourceId: target.id,
  };
}

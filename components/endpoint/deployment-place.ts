import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import type * as pulumi from "@pulumi/pulumi";

/** Where a component's resources come to stand: what ARNs and image addresses are made of. */
export interface DeploymentPlace {
  /** `aws`, `aws-cn`, `aws-us-gov` … */
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
}

/** Asks the provider that `parent` uses for its children. */
export function deploymentPlace(parent: pulumi.Resource): DeploymentPlace {
  return {
    partition: getPartitionOutput({}, { parent }).partition,
    region: getRegionOutput({}, { parent }).region,
    accountId: getCallerIdentityOutput({}, { parent }).accountId,
  };
}

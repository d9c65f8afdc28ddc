import type * as pulumi from "@pulumi/pulumi";

/** Arguments of {@link PrivateNetwork}. */
export interface PrivateNetworkArgs {
  /** Range of IPv4 addresses, of /16 to /24. Defaults to 10.0.0.0/16. */
  readonly cidrBlock?: string;

  /** Availability zones with a subnet each, 1 to 6. Defaults to 2: instances are spread over them. */
  readonly zoneCount?: number;

  /**
   * Whether a NAT gateway leads to the internet, which a model of the Hub needs when it is fetched. AWS bills it by the
   * hour and by what goes through it. Defaults to false.
   */
  readonly natGateway?: boolean;

  /**
   * Services reached by interfaces of their own, each as the name of its VPC endpoint ends. AWS bills each by the hour and
   * zone. Defaults to those that an isolated endpoint and its callers may need: `sagemaker.runtime`, `ecr.api`, `ecr.dkr`,
   * `logs`, `monitoring`, `sts`, `kms`, `secretsmanager`, `sns` and `sqs`. S3 and DynamoDB are reached in any case.
   */
  readonly interfaceServices?: string[];

  /** Tags of everything that the component makes and that takes tags. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

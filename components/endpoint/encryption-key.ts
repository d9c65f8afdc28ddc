import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";

import { type PolicyStatement, policyDocument } from "../policy-document";
import { type DeploymentPlace } from "./deployment-place";

/** The key behind everything that an endpoint stores. */
export interface EncryptionKeyArgs {
  /** ARN of an existing key; without it a key is made, unless `createKey` is false. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  readonly createKey?: boolean;
  readonly place: DeploymentPlace;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Makes a key, takes the one that is given, or does without: then `undefined`. */
export function createEncryptionKey(
  name: string,
  args: EncryptionKeyArgs,
  parent: pulumi.Resource,
): pulumi.Output<string> | undefined {
  if (args.kmsKeyArn !== undefined) return pulumi.output(args.kmsKeyArn);
  if (args.createKey === false) return undefined;
  const key = new kms.Key(
    `${name}-key`,
    {
      description: pulumi.interpolate`Payloads, notifications and logs of the asynchronous endpoint ${name} (stack ${pulumi.getStack()})`,
      enableKeyRotation: true,
      policy: policyDocument([accountStatement(args.place), ...serviceStatements(args.place)]),
      tags: args.tags,
    },
    { parent },
  );
  return key.arn;
}

/** Leaves it to the account's IAM policies who uses and manages the key; without this nobody could manage it. */
export function accountStatement({ partition, accountId }: DeploymentPlace): PolicyStatement {
  return {
    Sid: "AccountDecides",
    Effect: "Allow",
    Principal: { AWS: pulumi.interpolate`arn:${partition}:iam::${accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}

/**
 * Lets what acts by itself and not as a role use the key: SNS delivers into encrypted queues, CloudWatch's alarms publish
 * to encrypted topics.
 *
 * Source: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function deliveryStatement({ accountId }: DeploymentPlace): PolicyStatement {
  return {
    Sid: "TopicsAndAlarmsDeliver",
    Effect: "Allow",
    Principal: { Service: ["sns.amazonaws.com", "cloudwatch.amazonaws.com"] },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": accountId } },
  };
}

/**
 * The services that act by themselves: besides the above, CloudWatch Logs encrypts groups.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
function serviceStatements(place: DeploymentPlace): PolicyStatement[] {
  const { partition, region, accountId } = place;
  return [
    deliveryStatement(place),
    {
      Sid: "LogsEncrypt",
      Effect: "Allow",
      Principal: { Service: pulumi.interpolate`logs.${region}.amazonaws.com` },
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey*",
        "kms:ReEncrypt*",
      ],
      Resource: "*",
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:*`,
        },
      },
    },
  ];
}

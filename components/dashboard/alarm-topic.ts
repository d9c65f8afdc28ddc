import * as kms from "@pulumi/aws/kms";
import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";

import { type DeploymentPlace } from "../endpoint/deployment-place";
import { accountStatement, deliveryStatement } from "../endpoint/encryption-key";
import { type PolicyStatement, policyDocument } from "../policy-document";
import { createSubscriptions, denyPlainPublishing } from "../subscriptions";

/** The topic that alarms publish to. */
export interface AlarmTopicArgs {
  /** ARN of an existing key, which CloudWatch must be allowed to use; without it one is made, unless `createKey` is false. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  readonly createKey: boolean;
  readonly alarmEmails?: string[];
  readonly alarmUrls?: string[];
  readonly place: DeploymentPlace;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A topic, and what must stand before an alarm can be heard over it. */
export interface AlarmTopic {
  readonly arn: pulumi.Output<string>;
  readonly safeguards: pulumi.Resource[];
}

/**
 * Makes an encrypted topic that CloudWatch may publish to, and subscribes who is to hear of it.
 *
 * SNS's own key (`alias/aws/sns`) is not for it: its policy, which nobody can change, does not let CloudWatch in, and
 * alarms would be silent (https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger).
 */
export function createAlarmTopic(
  name: string,
  args: AlarmTopicArgs,
  parent: pulumi.Resource,
): AlarmTopic {
  const { place, tags } = args;
  const topic = new sns.Topic(
    `${name}-topic`,
    { kmsMasterKeyId: createKey(name, args, parent), tags },
    { parent },
  );
  const policy = new sns.TopicPolicy(
    `${name}-topic-policy`,
    {
      arn: topic.arn,
      policy: policyDocument([alarmsPublish(topic.arn, place), denyPlainPublishing(topic.arn)]),
    },
    { parent },
  );
  const { alarmEmails: emails, alarmUrls: urls } = args;
  createSubscriptions(name, { topicArn: topic.arn, emails, urls }, parent);
  return { arn: topic.arn, safeguards: [policy] };
}

function createKey(
  name: string,
  { kmsKeyArn, createKey: isMade, place, tags }: AlarmTopicArgs,
  parent: pulumi.Resource,
): pulumi.Input<string> | undefined {
  if (kmsKeyArn !== undefined || !isMade) return kmsKeyArn;
  const key = new kms.Key(
    `${name}-key`,
    {
      description: pulumi.interpolate`Alarms of ${name} (stack ${pulumi.getStack()})`,
      enableKeyRotation: true,
      policy: policyDocument([accountStatement(place), deliveryStatement(place)]),
      tags,
    },
    { parent },
  );
  return key.arn;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
function alarmsPublish(
  topicArn: pulumi.Output<string>,
  { partition, region, accountId }: DeploymentPlace,
): PolicyStatement {
  return {
    Sid: "AlarmsPublish",
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: "sns:Publish",
    Resource: topicArn,
    Condition: {
      ArnLike: {
        "aws:SourceArn": pulumi.interpolate`arn:${partition}:cloudwatch:${region}:${accountId}:alarm:*`,
      },
      StringEquals: { "aws:SourceAccount": accountId },
    },
  };
}

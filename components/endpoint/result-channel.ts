import * as sns from "@pulumi/aws/sns";
import * as sqs from "@pulumi/aws/sqs";
import type * as pulumi from "@pulumi/pulumi";

import { policyDocument } from "../policy-document";

/** How long a notification waits for its reader, seconds: the longest that SQS keeps a message. */
const messageRetentionSeconds = 14 * 24 * 3600;

/** How long a reader has to handle a notification before another reader sees it, seconds. */
const visibilityTimeoutSeconds = 60;

/** The longest that a poll of an empty queue lasts, seconds: fewer empty answers, none of them later. */
const receiveWaitTimeSeconds = 20;

/** One way on which an endpoint reports: a topic, and a queue that keeps what was said until it is read. */
export interface ResultChannel {
  readonly topicArn: pulumi.Output<string>;
  readonly queueUrl: pulumi.Output<string>;
  readonly queueArn: pulumi.Output<string>;
  /** What carries notifications from the topic into the queue: it must stand before the first one is sent. */
  readonly subscription: pulumi.Resource;
}

/**
 * Makes a topic and a queue that is subscribed to it.
 *
 * Messages arrive in the topic's envelope (no raw delivery): it names the topic, so that one reader of both channels
 * can tell results from failures, and it is what every SNS tool expects.
 */
export function createResultChannel(
  name: string,
  tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined,
  parent: pulumi.Resource,
): ResultChannel {
  const topic = new sns.Topic(`${name}-topic`, { tags }, { parent });
  const queue = new sqs.Queue(
    `${name}-queue`,
    {
      messageRetentionSeconds,
      visibilityTimeoutSeconds,
      receiveWaitTimeSeconds,
      sqsManagedSseEnabled: true,
      tags,
    },
    { parent },
  );
  const queuePolicy = createQueuePolicy(name, queue, topic, parent);
  const subscription = new sns.TopicSubscription(
    `${name}-subscription`,
    { topic: topic.arn, protocol: "sqs", endpoint: queue.arn },
    // A notification that the queue's policy does not let in yet is lost.
    { parent, dependsOn: [queuePolicy] },
  );
  return { topicArn: topic.arn, queueUrl: queue.url, queueArn: queue.arn, subscription };
}

function createQueuePolicy(
  name: string,
  queue: sqs.Queue,
  topic: sns.Topic,
  parent: pulumi.Resource,
): sqs.QueuePolicy {
  return new sqs.QueuePolicy(
    `${name}-queue-policy`,
    {
      queueUrl: queue.url,
      policy: policyDocument([
        {
          Sid: "TopicDelivers",
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue.arn,
          Condition: { ArnEquals: { "aws:SourceArn": topic.arn } },
        },
        {
          Sid: "DenyPlainHttp",
          Effect: "Deny",
          Principal: "*",
          Action: "sqs:*",
          Resource: queue.arn,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
    },
    { parent },
  );
}

import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";

import { policyDocument } from "../policy-document";
import { createSubscriptions, denyPlainPublishing } from "../subscriptions";
import { createResultQueue, type ResultQueue } from "./result-queue";

/** One way on which an endpoint reports. */
export interface ResultChannelArgs {
  /** ARN of an existing topic; without it a topic is made, unless `createTopics` is false. */
  readonly topicArn?: pulumi.Input<string>;
  readonly createTopics: boolean;
  readonly createQueues?: boolean;
  readonly emails?: string[];
  readonly urls?: string[];
  /** Key that topic and queue encrypt with. */
  readonly keyArn: pulumi.Output<string> | undefined;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A topic, and what listens to it. */
export interface ResultChannel {
  readonly topicArn: pulumi.Output<string>;
  /** Absent when no queue is wanted. */
  readonly queue?: ResultQueue;
  /** What must stand before the first notification is sent. */
  readonly safeguards: pulumi.Resource[];
}

/** Makes a topic, or takes the one that is given, and what is subscribed to it; `undefined` for an endpoint that reports nothing. */
export function createResultChannel(
  name: string,
  args: ResultChannelArgs,
  parent: pulumi.Resource,
): ResultChannel | undefined {
  const topic = createTopic(name, args, parent);
  if (topic === undefined) return undefined;
  const queue =
    args.createQueues === true
      ? createResultQueue(name, { ...args, topicArn: topic.arn }, parent)
      : undefined;
  createSubscriptions(name, { ...args, topicArn: topic.arn }, parent);
  return {
    topicArn: topic.arn,
    queue,
    safeguards: [...topic.safeguards, ...(queue === undefined ? [] : [queue.subscription])],
  };
}

interface Topic {
  readonly arn: pulumi.Output<string>;
  readonly safeguards: pulumi.Resource[];
}

function createTopic(
  name: string,
  { topicArn, createTopics, keyArn, tags }: ResultChannelArgs,
  parent: pulumi.Resource,
): Topic | undefined {
  if (topicArn !== undefined) return { arn: pulumi.output(topicArn), safeguards: [] };
  if (!createTopics) return undefined;
  const topic = new sns.Topic(`${name}-topic`, { kmsMasterKeyId: keyArn, tags }, { parent });
  const policy = new sns.TopicPolicy(
    `${name}-topic-policy`,
    {
      arn: topic.arn,
      policy: policyDocument([denyPlainPublishing(topic.arn)]),
    },
    { parent },
  );
  return { arn: topic.arn, safeguards: [policy] };
}

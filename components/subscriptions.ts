import * as sns from "@pulumi/aws/sns";
import type * as pulumi from "@pulumi/pulumi";

import { type PolicyStatement } from "./policy-document";

/** People and programs that a topic tells. */
export interface SubscriptionsArgs {
  readonly topicArn: pulumi.Input<string>;
  readonly emails?: string[];
  readonly urls?: string[];
}

/** Subscribes addresses to a topic; each has to confirm before anything is sent to it. */
export function createSubscriptions(
  name: string,
  { topicArn, emails = [], urls = [] }: SubscriptionsArgs,
  parent: pulumi.Resource,
): void {
  for (const [protocol, endpoints] of [
    ["email", emails],
    ["https", urls],
  ] as const) {
    for (const endpoint of endpoints) {
      new sns.TopicSubscription(
        // Named after its address, so that the others stay when one goes.
        `${name}-${protocol}-${endpoint.replace(/[^a-zA-Z0-9]+/g, "-")}`,
        { topic: topicArn, protocol, endpoint },
        { parent },
      );
    }
  }
}

/** Lets nothing be published over plain HTTP. */
export function denyPlainPublishing(topicArn: pulumi.Output<string>): PolicyStatement {
  return {
    Sid: "DenyPlainHttp",
    Effect: "Deny",
    Principal: "*",
    Action: "sns:Publish",
    Resource: topicArn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

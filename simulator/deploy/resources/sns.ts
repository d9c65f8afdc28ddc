import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sns";

import { messageOf } from "../errors";
import { isRecord, jsonText, type Properties, tagList, text, textMap } from "../property-values";
import { allBut, only, type ResourceType } from "../resource-type";

/** aws.sns.Topic. */
export const topic: ResourceType = {
  tokens: ["aws:sns/topic:Topic"],
  name: {
    property: "name",
    maxLength: 256,
    endsWith: ({ fifoTopic }) => (fifoTopic === true ? ".fifo" : ""),
  },
  replacedBy: only("name", "namePrefix", "fifoTopic", "region"),

  async create(inputs, { clients: { sns }, accountId }) {
    const name = text(inputs, "name");
    const { TopicArn: arn = "" } = await sns.send(
      new CreateTopicCommand({
        Name: name,
        Attributes: topicAttributes(inputs),
        Tags: tagList(inputs),
      }),
    );
    return { id: arn, outputs: { arn, owner: accountId } };
  },

  async update({ id, inputs: before }, inputs, { clients: { sns } }) {
    const attributes = topicAttributes(inputs);
    const old = topicAttributes(before);
    for (const AttributeName of new Set([...Object.keys(old), ...Object.keys(attributes)])) {
      const AttributeValue = attributes[AttributeName] ?? "";
      if (AttributeValue === old[AttributeName]) continue;
      await sns.send(
        new SetTopicAttributesCommand({ TopicArn: id, AttributeName, AttributeValue }),
      );
    }
    const TagKeys = Object.keys(textMap(before, "tags")).filter(
      (key) => !(key in textMap(inputs, "tags")),
    );
    if (TagKeys.length > 0) await sns.send(new UntagResourceCommand({ ResourceArn: id, TagKeys }));
    const Tags = tagList(inputs);
    if (Tags) await sns.send(new TagResourceCommand({ ResourceArn: id, Tags }));
  },

  async delete({ id }, { clients: { sns } }) {
    await sns.send(new DeleteTopicCommand({ TopicArn: id }));
  },

  async read({ id }, { clients: { sns } }) {
    await sns.send(new GetTopicAttributesCommand({ TopicArn: id }));
  },
};

/** aws.sns.TopicPolicy. A topic always has a policy: deleting it puts the owner's default one back. */
export const topicPolicy: ResourceType = {
  tokens: ["aws:sns/topicPolicy:TopicPolicy"],
  replacedBy: only("arn"),

  async create(inputs, { clients: { sns }, accountId }) {
    const arn = text(inputs, "arn");
    await sns.send(setPolicy(arn, jsonText(inputs, "policy")));
    return { id: arn, outputs: { owner: accountId } };
  },

  async update({ id }, inputs, { clients: { sns } }) {
    await sns.send(setPolicy(id, jsonText(inputs, "policy")));
  },

  async delete({ id }, { clients: { sns }, accountId }) {
    await sns.send(setPolicy(id, ownersPolicy(id, accountId)));
  },
};

/** aws.sns.TopicSubscription. */
export const topicSubscription: ResourceType = {
  tokens: ["aws:sns/topicSubscription:TopicSubscription"],
  replacedBy: allBut(
    "rawMessageDelivery",
    "filterPolicy",
    "filterPolicyScope",
    "redrivePolicy",
    "deliveryPolicy",
    "subscriptionRoleArn",
    // How the provider waits for a confirmation; no server has a part in it.
    "endpointAutoConfirms",
    "confirmationTimeoutInMinutes",
  ),

  async create(inputs, { clients: { sns }, accountId }) {
    const { SubscriptionArn: arn = "" } = await sns.send(
      new SubscribeCommand({
        TopicArn: text(inputs, "topic"),
        Protocol: text(inputs, "protocol"),
        Endpoint: text(inputs, "endpoint"),
        Attributes: subscriptionAttributes(inputs),
        ReturnSubscriptionArn: true,
      }),
    );
    return { id: arn, outputs: { arn, ownerId: accountId, pendingConfirmation: false } };
  },

  async update({ id, inputs: before }, inputs, { clients: { sns } }) {
    const attributes = subscriptionAttributes(inputs);
    const old = subscriptionAttributes(before);
    for (const AttributeName of new Set([...Object.keys(old), ...Object.keys(attributes)])) {
      const AttributeValue = attributes[AttributeName] ?? "";
      if (AttributeValue === old[AttributeName]) continue;
      await sns.send(
        new SetSubscriptionAttributesCommand({
          SubscriptionArn: id,
          AttributeName,
          AttributeValue,
        }),
      );
    }
  },

  async delete({ id }, { clients: { sns } }) {
    try {
      await sns.send(new UnsubscribeCommand({ SubscriptionArn: id }));
    } catch (error) {
      // What nobody has confirmed goes with its topic, and no sooner.
      if (!/pending confirmation/.test(messageOf(error))) throw error;
    }
  },

  async read({ id }, { clients: { sns } }) {
    await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: id }));
  },
};

const TOPIC_PLACE = ["name", "namePrefix", "tags", "region"];
const SUBSCRIPTION_PLACE = [
  "topic",
  "protocol",
  "endpoint",
  "region",
  "endpointAutoConfirms",
  "confirmationTimeoutInMinutes",
];

function topicAttributes(inputs: Properties): Record<string, string> {
  return attributesBut(inputs, TOPIC_PLACE);
}

function subscriptionAttributes(inputs: Properties): Record<string, string> {
  return attributesBut(inputs, SUBSCRIPTION_PLACE);
}

/** SNS's attributes have the provider's names with a capital first letter; HTTP is all capitals. */
function attributesBut(inputs: Properties, place: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([key]) => !place.includes(key))
      .map(([key, value]) => [
        key.replace(/^http(?=[A-Z])/, "HTTP").replace(/^[a-z]/, (first) => first.toUpperCase()),
        isRecord(value) ? JSON.stringify(value) : String(value),
      ]),
  );
}

function setPolicy(TopicArn: string, AttributeValue: string): SetTopicAttributesCommand {
  return new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue });
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html */
function ownersPolicy(arn: string, accountId: string): string {
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: [
          "SNS:GetTopicAttributes",
          "SNS:SetTopicAttributes",
          "SNS:AddPermission",
          "SNS:RemovePermission",
          "SNS:DeleteTopic",
          "SNS:Subscribe",
          "SNS:ListSubscriptionsByTopic",
          "SNS:Publish",
        ],
        Resource: arn,
        Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
      },
    ],
  });
}

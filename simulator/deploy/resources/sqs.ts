import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  type QueueAttributeName,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";

import { DeployError } from "../errors";
import { isRecord, jsonText, type Properties, text, textMap } from "../property-values";
import { only, type ResourceType } from "../resource-type";

// SQS's attributes bear names of their own; the empty value is what each is reset to.
const ATTRIBUTES: Readonly<Record<string, { name: QueueAttributeName; reset: string }>> = {
  contentBasedDeduplication: { name: "ContentBasedDeduplication", reset: "false" },
  deduplicationScope: { name: "DeduplicationScope", reset: "queue" },
  delaySeconds: { name: "DelaySeconds", reset: "0" },
  fifoQueue: { name: "FifoQueue", reset: "false" },
  fifoThroughputLimit: { name: "FifoThroughputLimit", reset: "perQueue" },
  kmsDataKeyReusePeriodSeconds: { name: "KmsDataKeyReusePeriodSeconds", reset: "300" },
  kmsMasterKeyId: { name: "KmsMasterKeyId", reset: "" },
  maxMessageSize: { name: "MaximumMessageSize", reset: "262144" },
  messageRetentionSeconds: { name: "MessageRetentionPeriod", reset: "345600" },
  policy: { name: "Policy", reset: "" },
  receiveWaitTimeSeconds: { name: "ReceiveMessageWaitTimeSeconds", reset: "0" },
  redriveAllowPolicy: { name: "RedriveAllowPolicy", reset: "" },
  redrivePolicy: { name: "RedrivePolicy", reset: "" },
  sqsManagedSseEnabled: { name: "SqsManagedSseEnabled", reset: "true" },
  visibilityTimeoutSeconds: { name: "VisibilityTimeout", reset: "30" },
};
const NOT_ATTRIBUTES = ["name", "namePrefix", "tags", "region"];

/** aws.sqs.Queue. Its id is the queue's URL. */
export const queue: ResourceType = {
  tokens: ["aws:sqs/queue:Queue"],
  name: {
    property: "name",
    maxLength: 80,
    endsWith: ({ fifoQueue }) => (fifoQueue === true ? ".fifo" : ""),
  },
  replacedBy: only("name", "namePrefix", "fifoQueue", "region"),

  async create(inputs, { clients: { sqs }, partition, region, accountId }) {
    const QueueName = text(inputs, "name");
    const { QueueUrl: url = "" } = await sqs.send(
      new CreateQueueCommand({
        QueueName,
        Attributes: attributesOf(inputs),
        tags: textMap(inputs, "tags"),
      }),
    );
    return {
      id: url,
      outputs: { url, arn: `arn:${partition}:sqs:${region}:${accountId}:${QueueName}` },
    };
  },

  async update({ id: QueueUrl, inputs: before }, inputs, { clients: { sqs } }) {
    const wanted = attributesOf(inputs);
    const Attributes = Object.fromEntries(
      Object.values(ATTRIBUTES)
        .filter(({ name }) => attributesOf(before)[name] !== wanted[name])
        .map(({ name, reset }) => [name, wanted[name] ?? reset]),
    );
    if (Object.keys(Attributes).length > 0) {
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    }
    const Tags = textMap(inputs, "tags");
    const TagKeys = Object.keys(textMap(before, "tags")).filter((key) => !(key in Tags));
    if (TagKeys.length > 0) await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys }));
    if (Object.keys(Tags).length > 0) await sqs.send(new TagQueueCommand({ QueueUrl, Tags }));
  },

  async delete({ id: QueueUrl }, { clients: { sqs } }) {
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  },

  async read({ id: QueueUrl }, { clients: { sqs } }) {
    await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  },
};

/** aws.sqs.QueuePolicy. */
export const queuePolicy: ResourceType = {
  tokens: ["aws:sqs/queuePolicy:QueuePolicy"],
  replacedBy: only("queueUrl"),

  async create(inputs, { clients: { sqs } }) {
    const QueueUrl = text(inputs, "queueUrl");
    await sqs.send(setPolicy(QueueUrl, jsonText(inputs, "policy")));
    return { id: QueueUrl };
  },

  async update({ id }, inputs, { clients: { sqs } }) {
    await sqs.send(setPolicy(id, jsonText(inputs, "policy")));
  },

  async delete({ id }, { clients: { sqs } }) {
    await sqs.send(setPolicy(id, ""));
  },
};

function setPolicy(QueueUrl: string, Policy: string): SetQueueAttributesCommand {
  return new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } });
}

function attributesOf(inputs: Properties): Partial<Record<QueueAttributeName, string>> {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([key]) => !NOT_ATTRIBUTES.includes(key))
      .map(([key, value]) => {
        const attribute = ATTRIBUTES[key];
        if (!attribute) throw new DeployError(`\`${key}\` is not an attribute of an SQS queue`);
        return [attribute.name, isRecord(value) ? JSON.stringify(value) : String(value)];
      }),
  );
}

import { type CreateQueueRequest, type CreateQueueResult } from "@aws-sdk/client-sqs";
import { arn } from "../account";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { queuesOf, queueUrl } from "./queue-of";
import { defaultAttributes, withAttributes } from "./queue-attributes";
import { checkRedrive } from "./redrive";

export const createQueue: Operation<CreateQueueRequest, CreateQueueResult> = (input, context) => {
  const name = input.QueueName as string;
  checkName(name, input.Attributes ?? {});
  const store = queuesOf(context);
  const attributes = withAttributes(defaultAttributes(), input.Attributes ?? {});
  const existing = store.find(name);
  if (existing !== undefined) {
    for (const attribute of Object.keys(input.Attributes ?? {})) {
      if (existing.attributes[attribute] !== attributes[attribute]) {
        throw new AwsError(
          "QueueNameExists",
          `A queue already exists with the same name and a different value for attribute ${attribute}`,
        );
      }
    }
    return { QueueUrl: queueUrl(existing, context) };
  }
  checkRedrive(store, arn("sqs", context.region, name), attributes);
  const queue = store.create(name);
  queue.attributes = attributes;
  queue.tags = new Map(Object.entries(input.tags ?? {}));
  return { QueueUrl: queueUrl(queue, context) };
};

function checkName(name: string, attributes: Readonly<Record<string, string | undefined>>): void {
  if (name.endsWith(".fifo") || attributes.FifoQueue === "true") {
    throw new AwsError(
      "UnsupportedOperation",
      "FIFO queues are not offered by this local AWS; leave out FifoQueue and the suffix .fifo.",
    );
  }
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) {
    throw new AwsError(
      "InvalidParameterValue",
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    );
  }
}

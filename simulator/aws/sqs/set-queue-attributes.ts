import { type SetQueueAttributesRequest } from "@aws-sdk/client-sqs";
import { type Operation } from "../operation";
import { queueOf, queuesOf } from "./queue-of";
import { withAttributes } from "./queue-attributes";
import { checkRedrive } from "./redrive";

export const setQueueAttributes: Operation<SetQueueAttributesRequest, void> = (input, context) => {
  const queue = queueOf(input, context);
  const attributes = withAttributes(queue.attributes, input.Attributes ?? {});
  if (input.Attributes?.RedrivePolicy !== undefined) {
    checkRedrive(queuesOf(context), queue.arn, attributes);
  }
  queue.attributes = attributes;
  queue.modifiedAt = context.now;
};

import { type SetQueueAttributesRequest } from "@aws-sdk/client-sqs";
import { type Operation } from "../operation";
import { queueOf } from "./queue-of";
import { withAttributes } from "./queue-attributes";

export const setQueueAttributes: Operation<SetQueueAttributesRequest, void> = (input, context) => {
  const queue = queueOf(input, context);
  queue.attributes = withAttributes(queue.attributes, input.Attributes ?? {});
  queue.modifiedAt = context.now;
};

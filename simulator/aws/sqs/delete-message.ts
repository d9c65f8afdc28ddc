import { type DeleteMessageRequest } from "@aws-sdk/client-sqs";
import { type Operation } from "../operation";
import { queueOf } from "./queue-of";

export const deleteMessage: Operation<DeleteMessageRequest, void> = (input, context) => {
  queueOf(input, context).delete(input.ReceiptHandle as string);
};

import { type DeleteQueueRequest } from "@aws-sdk/client-sqs";
import { type Operation } from "../operation";
import { queueOf, queuesOf } from "./queue-of";

export const deleteQueue: Operation<DeleteQueueRequest, void> = (input, context) => {
  queuesOf(context).delete(queueOf(input, context));
};

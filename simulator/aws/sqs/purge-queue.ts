import { type PurgeQueueRequest } from "@aws-sdk/client-sqs";
import { type Operation } from "../operation";
import { queueOf } from "./queue-of";

export const purgeQueue: Operation<PurgeQueueRequest, void> = (input, context) => {
  queueOf(input, context).purge();
};

import * as schemas from "@aws-sdk/client-sqs";
import { type ServiceDefinition } from "../service";
import { changeMessageVisibility, changeMessageVisibilityBatch } from "./change-message-visibility";
import { createQueue } from "./create-queue";
import { deleteMessage } from "./delete-message";
import { deleteMessageBatch } from "./delete-message-batch";
import { deleteQueue } from "./delete-queue";
import { getQueueAttributes } from "./get-queue-attributes";
import { getQueueUrl } from "./get-queue-url";
import { listDeadLetterSourceQueues } from "./list-dead-letter-source-queues";
import { listQueues } from "./list-queues";
import { cancelMessageMoveTask, listMessageMoveTasks, startMessageMoveTask } from "./message-moves";
import { purgeQueue } from "./purge-queue";
import { publishQueueDepths } from "./queue-metrics";
import { addPermission, removePermission } from "./queue-permissions";
import { listQueueTags, tagQueue, untagQueue } from "./queue-tags";
import { receiveMessage } from "./receive-message";
import { sendMessage } from "./send-message";
import { sendMessageBatch } from "./send-message-batch";
import { setQueueAttributes } from "./set-queue-attributes";

/** Amazon SQS, JSON and query: standard queues with long polling, visibility, dead letters. */
export const sqs: ServiceDefinition = {
  name: "sqs",
  signingName: "sqs",
  schemas,
  protocols: ["json-1.0", "query"],
  targetPrefix: "AmazonSQS",
  queryVersion: "2012-11-05",
  xmlNamespace: "http://queue.amazonaws.com/doc/2012-11-05/",
  queryCompatible: true,
  startRegion: publishQueueDepths,
  operations: {
    AddPermission: addPermission,
    CancelMessageMoveTask: cancelMessageMoveTask,
    ChangeMessageVisibility: changeMessageVisibility,
    ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
    CreateQueue: createQueue,
    DeleteMessage: deleteMessage,
    DeleteMessageBatch: deleteMessageBatch,
    DeleteQueue: deleteQueue,
    GetQueueAttributes: getQueueAttributes,
    GetQueueUrl: getQueueUrl,
    ListDeadLetterSourceQueues: listDeadLetterSourceQueues,
    ListMessageMoveTasks: listMessageMoveTasks,
    ListQueues: listQueues,
    ListQueueTags: listQueueTags,
    PurgeQueue: purgeQueue,
    ReceiveMessage: receiveMessage,
    RemovePermission: removePermission,
    SendMessage: sendMessage,
    SendMessageBatch: sendMessageBatch,
    SetQueueAttributes: setQueueAttributes,
    StartMessageMoveTask: startMessageMoveTask,
    TagQueue: tagQueue,
    UntagQueue: untagQueue,
  },
};

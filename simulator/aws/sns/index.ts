import * as schemas from "@aws-sdk/client-sns";
import { type ServiceDefinition } from "../service";
import { confirmSubscription } from "./confirm-subscription";
import { createTopic } from "./create-topic";
import { deleteTopic } from "./delete-topic";
import { listSubscriptions, listSubscriptionsByTopic } from "./list-subscriptions";
import { listTopics } from "./list-topics";
import { publish } from "./publish";
import { publishBatch } from "./publish-batch";
import { subscribe } from "./subscribe";
import { getSubscriptionAttributes, setSubscriptionAttributes } from "./subscription-attributes";
import { getTopicAttributes, setTopicAttributes } from "./topic-attributes";
import { addPermission, removePermission } from "./topic-permissions";
import { listTagsForResource, tagResource, untagResource } from "./topic-tags";
import { unsubscribe } from "./unsubscribe";

/** Amazon SNS, query: standard topics that deliver to queues and to this machine by HTTP, in AWS's envelope or raw, filtered where asked. */
export const sns: ServiceDefinition = {
  name: "sns",
  signingName: "sns",
  schemas,
  protocols: ["query"],
  queryVersion: "2010-03-31",
  xmlNamespace: "http://sns.amazonaws.com/doc/2010-03-31/",
  operations: {
    AddPermission: addPermission,
    ConfirmSubscription: confirmSubscription,
    CreateTopic: createTopic,
    DeleteTopic: deleteTopic,
    GetSubscriptionAttributes: getSubscriptionAttributes,
    GetTopicAttributes: getTopicAttributes,
    ListSubscriptions: listSubscriptions,
    ListSubscriptionsByTopic: listSubscriptionsByTopic,
    ListTagsForResource: listTagsForResource,
    ListTopics: listTopics,
    Publish: publish,
    PublishBatch: publishBatch,
    RemovePermission: removePermission,
    SetSubscriptionAttributes: setSubscriptionAttributes,
    SetTopicAttributes: setTopicAttributes,
    Subscribe: subscribe,
    TagResource: tagResource,
    Unsubscribe: unsubscribe,
    UntagResource: untagResource,
  },
};

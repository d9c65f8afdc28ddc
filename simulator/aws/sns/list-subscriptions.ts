import {
  type ListSubscriptionsByTopicInput,
  type ListSubscriptionsByTopicResponse,
  type ListSubscriptionsInput,
  type ListSubscriptionsResponse,
  type Subscription as SubscriptionOutput,
} from "@aws-sdk/client-sns";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { type Subscription } from "./topic";
import { topicsOf } from "./topics-of";

/** Subscriptions in one answer. */
const PAGE = 100;

export const listSubscriptions: Operation<ListSubscriptionsInput, ListSubscriptionsResponse> = (
  input,
  context,
) => {
  const all = topicsOf(context).listSubscriptions();
  return answer(all, input.NextToken, context.accountId);
};

export const listSubscriptionsByTopic: Operation<
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse
> = (input, context) => {
  const { subscriptions } = topicsOf(context).topic(input.TopicArn);
  return answer([...subscriptions.values()], input.NextToken, context.accountId);
};

function answer(
  all: readonly Subscription[],
  token: string | undefined,
  owner: string,
): { Subscriptions: SubscriptionOutput[]; NextToken: string | undefined } {
  const page = pageOf(all, token, PAGE);
  return {
    Subscriptions: page.items.map(({ arn, topicArn, protocol, endpoint, isPending }) => ({
      SubscriptionArn: isPending ? "PendingConfirmation" : arn,
      TopicArn: topicArn,
      Protocol: protocol,
      Endpoint: endpoint,
      Owner: owner,
    })),
    NextToken: page.nextToken,
  };
}

import { type UnsubscribeInput } from "@aws-sdk/client-sns";
import { type Operation } from "../operation";
import { topicsOf } from "./topics-of";

/** Ending what has ended already is a success. */
export const unsubscribe: Operation<UnsubscribeInput, void> = (input, context) => {
  const topics = topicsOf(context);
  const subscription = topics.listSubscriptions().find(({ arn }) => arn === input.SubscriptionArn);
  if (subscription !== undefined) {
    topics.unsubscribe(subscription);
  }
};

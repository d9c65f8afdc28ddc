import { type UnsubscribeInput } from "@aws-sdk/client-sns";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { topicsOf } from "./topics-of";

/** Ending what has ended already is a success; what is yet to be confirmed ends by itself, or with its topic. */
export const unsubscribe: Operation<UnsubscribeInput, void> = (input, context) => {
  const topics = topicsOf(context);
  const subscription = topics.listSubscriptions().find(({ arn }) => arn === input.SubscriptionArn);
  if (subscription?.isPending) {
    throw new AwsError(
      "InvalidParameterException",
      "Invalid parameter: SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation",
    );
  }
  if (subscription !== undefined) {
    topics.unsubscribe(subscription);
  }
};

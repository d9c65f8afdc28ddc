import { snsOf } from "./store";
import {
  type ConfirmSubscriptionInput,
  type ConfirmSubscriptionResponse,
} from "@aws-sdk/client-sns";
import { AwsError } from "../errors";
import { type Operation } from "../operation";

/** The token's address is opened without a signature, so the topic alone says in which region it is. */
export const confirmSubscription: Operation<
  ConfirmSubscriptionInput,
  ConfirmSubscriptionResponse
> = (input, { aws, region }) => {
  const topic = snsOf(aws, input.TopicArn?.split(":")[3] || region).topic(input.TopicArn);
  const subscription = [...topic.subscriptions.values()].find(
    ({ token }) => token !== undefined && token === input.Token,
  );
  if (subscription === undefined) {
    throw new AwsError("InvalidParameterException", "Invalid parameter: Token");
  }
  subscription.isPending = false;
  return { SubscriptionArn: subscription.arn };
};

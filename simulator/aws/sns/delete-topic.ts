import { type DeleteTopicInput } from "@aws-sdk/client-sns";
import { type Operation } from "../operation";
import { topicsOf } from "./topics-of";

export const deleteTopic: Operation<DeleteTopicInput, void> = (input, context) => {
  topicsOf(context).deleteTopic(input.TopicArn as string);
};

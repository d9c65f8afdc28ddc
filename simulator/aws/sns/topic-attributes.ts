import {
  type GetTopicAttributesInput,
  type GetTopicAttributesResponse,
  type SetTopicAttributesInput,
} from "@aws-sdk/client-sns";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { Topic } from "./topic";
import { topicsOf } from "./topics-of";

export const getTopicAttributes: Operation<GetTopicAttributesInput, GetTopicAttributesResponse> = (
  input,
  context,
) => ({ Attributes: topicsOf(context).topic(input.TopicArn).attributes() });

export const setTopicAttributes: Operation<SetTopicAttributesInput, void> = (input, context) => {
  const topic = topicsOf(context).topic(input.TopicArn);
  const name = input.AttributeName as string;
  const value = input.AttributeValue ?? "";
  checkAttribute(name, value);
  topic.set(name, value);
};

/** @throws AwsError `InvalidParameterException` */
export function checkAttribute(name: string, value: string): void {
  if (!Topic.isSettable(name)) {
    throw new AwsError("InvalidParameterException", "Invalid parameter: AttributeName");
  }
  if ((name === "Policy" || name === "DeliveryPolicy") && value !== "") {
    try {
      JSON.parse(value);
    } catch {
      throw new AwsError("InvalidParameterException", `Invalid parameter: ${name} Error: null`);
    }
  }
}

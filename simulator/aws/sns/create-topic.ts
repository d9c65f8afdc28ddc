import { type CreateTopicInput, type CreateTopicResponse } from "@aws-sdk/client-sns";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { checkAttribute } from "./topic-attributes";
import { topicsOf } from "./topics-of";

export const createTopic: Operation<CreateTopicInput, CreateTopicResponse> = (input, context) => {
  const name = input.Name as string;
  const attributes = Object.entries(input.Attributes ?? {});
  if (name.endsWith(".fifo") || input.Attributes?.FifoTopic === "true") {
    throw new AwsError(
      "InvalidParameterException",
      "Invalid parameter: FIFO topics are not offered by this local AWS; leave out FifoTopic and the suffix .fifo",
    );
  }
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) {
    throw new AwsError("InvalidParameterException", "Invalid parameter: Topic Name");
  }
  attributes.forEach(([attribute, value]) => checkAttribute(attribute, value));
  const topics = topicsOf(context);
  const existing = topics.findTopic(name);
  if (existing !== undefined) {
    const differs = attributes.some(
      ([attribute, value]) => (existing.attributes()[attribute] ?? "") !== value,
    );
    if (differs) {
      throw new AwsError(
        "InvalidParameterException",
        "Invalid parameter: Attributes Reason: Topic already exists with different attributes",
      );
    }
    return { TopicArn: existing.arn };
  }
  const topic = topics.createTopic(name);
  attributes.forEach(([attribute, value]) => topic.set(attribute, value));
  topics.tags.put(topic.arn, input.Tags);
  return { TopicArn: topic.arn };
};

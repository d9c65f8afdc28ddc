import { type LocalAws } from "../local-aws";

/**
 * Publishes a message of SageMaker to a topic, in the topic's own region.
 *
 * @returns false when there is no such topic
 */
export function publishTo(aws: LocalAws, topicArn: string, message: string): boolean {
  const region = topicArn.split(":")[3] ?? "";
  return aws.sns(region).publish({ topicArn, message });
}

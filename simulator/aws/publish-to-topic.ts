import { keyProblem } from "./kms/key-problem";
import { snsOf } from "./sns/store";
import { type ServiceHost } from "./service-host";

/**
 * Publishes on behalf of another service, in the topic's own region.
 *
 * @param atSeconds simulated epoch seconds
 * @returns false when there is no such topic, or one whose key cannot be used
 */
export function publishToTopic(
  aws: ServiceHost,
  topicArn: string,
  message: string,
  atSeconds: number,
  subject?: string,
): boolean {
  const region = topicArn.split(":")[3] ?? "";
  const topics = snsOf(aws, region);
  const topic = topics.findTopic(topicArn.split(":")[5] ?? "");
  if (topic === undefined || keyProblem(aws, region, topic.get("KmsMasterKeyId")) !== undefined) {
    return false;
  }
  topics.publish(topicArn, message, atSeconds, { subject });
  return true;
}

import { snsOf } from "./sns/store";
import { type ServiceHost } from "./service-host";

/**
 * Publishes on behalf of another service, in the topic's own region.
 *
 * @param atSeconds simulated epoch seconds
 * @returns false when there is no such topic
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
  if (topics.findTopic(topicArn.split(":")[5] ?? "") === undefined) {
    return false;
  }
  topics.publish(topicArn, message, atSeconds, { subject });
  return true;
}

import { type ServiceHost } from "../service-host";
import { publishToTopic } from "../publish-to-topic";
import { type AsyncSettings } from "./async-settings";

const message = JSON.stringify({
  eventVersion: "1.0",
  eventSource: "aws:sagemaker",
  eventName: "TestNotification",
});

/**
 * Publishes what SageMaker sends to both topics whenever an endpoint is created or changed, by auto scaling too.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-endpoint.html
 */
export function publishTestNotifications(
  aws: ServiceHost,
  settings: AsyncSettings,
  atSeconds: number,
): void {
  for (const topic of new Set([settings.successTopic, settings.errorTopic])) {
    if (topic !== undefined) {
      publishToTopic(aws, topic, message, atSeconds);
    }
  }
}

import { ACCOUNT_ID } from "./account";
import { resourceAllows } from "./iam/resource-policy";
import { keyNamed, keyProblem } from "./kms/key-problem";
import { type ServiceHost } from "./service-host";
import { snsOf } from "./sns/store";

/** A service that publishes as itself, not as a role. */
export interface PublishingService {
  /** Such as `cloudwatch.amazonaws.com`. */
  readonly principal: string;
  /** ARN of what it publishes for. */
  readonly sourceArn: string;
}

/**
 * Publishes on behalf of another service, in the topic's own region.
 *
 * @param atSeconds simulated epoch seconds
 * @param service who publishes, where it is not a role
 * @returns false when there is no such topic, or one whose policy or key does not let the service in
 */
export function publishToTopic(
  aws: ServiceHost,
  topicArn: string,
  message: string,
  atSeconds: number,
  { subject, service }: { readonly subject?: string; readonly service?: PublishingService } = {},
): boolean {
  const region = topicArn.split(":")[3] ?? "";
  const topics = snsOf(aws, region);
  const topic = topics.findTopic(topicArn.split(":")[5] ?? "");
  if (topic === undefined || !keyLetsIn(aws, region, topic.get("KmsMasterKeyId"), service)) {
    return false;
  }
  const policy = topic.get("Policy");
  if (service !== undefined && policy !== undefined) {
    const call = { ...service, action: "sns:Publish", resource: topicArn };
    if (!resourceAllows(policy, { ...call, sourceAccount: ACCOUNT_ID })) {
      return false;
    }
  }
  topics.publish(topicArn, message, atSeconds, { subject });
  return true;
}

/**
 * Whether a topic's key can be used. A service needs its policy, which of a key that AWS manages nobody can change.
 *
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
function keyLetsIn(
  aws: ServiceHost,
  region: string,
  keyId: string | undefined,
  service: PublishingService | undefined,
): boolean {
  if (keyProblem(aws, region, keyId) !== undefined) {
    return false;
  }
  if (keyId === undefined || keyId === "" || service === undefined) {
    return true;
  }
  const { arn, manager, policy } = keyNamed(aws, region, keyId);
  const call = { ...service, resource: arn, sourceAccount: ACCOUNT_ID };
  return (
    manager === "CUSTOMER" &&
    ["kms:GenerateDataKey", "kms:Decrypt"].every((action) =>
      resourceAllows(policy, { ...call, action }),
    )
  );
}

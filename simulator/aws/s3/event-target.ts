import { ACCOUNT_ID } from "../account";
import { resourceAllows } from "../iam/resource-policy";
import { publishToTopic } from "../publish-to-topic";
import { type ServiceHost } from "../service-host";
import { snsOf } from "../sns/store";
import { SQS } from "../sqs/store";
import { type Bucket } from "./bucket";
import { bucketArn } from "./event-record";

/** Where events of objects go. */
export interface Target {
  readonly kind: "sqs" | "sns" | "lambda";
  readonly arn: string;
}

/** Whether a queue or topic exists, and its policy lets S3 in on behalf of the bucket. */
export function canReach(aws: ServiceHost, bucket: Bucket, target: Target): boolean {
  const { kind, arn } = target;
  const region = arn.split(":")[3] ?? "";
  switch (kind) {
    case "sqs": {
      const queue = aws.store(SQS, region).byArn(arn);
      return letsIn(queue?.attributes.Policy, "sqs:SendMessage", bucket, target);
    }
    case "sns": {
      const topic = snsOf(aws, region).findTopic(arn.split(":")[5] ?? "");
      return letsIn(topic?.get("Policy"), "sns:Publish", bucket, target);
    }
    case "lambda":
      // Functions are outside this machine.
      return false;
    default:
      return kind satisfies never;
  }
}

/** Sends a message to a target that can be reached; to one that cannot it is lost, as on AWS. */
export function send(
  aws: ServiceHost,
  bucket: Bucket,
  target: Target,
  message: string,
  atSeconds: number,
): void {
  if (!canReach(aws, bucket, target)) {
    return;
  }
  const { kind, arn } = target;
  if (kind === "sns") {
    const service = { principal: "s3.amazonaws.com", sourceArn: bucketArn(bucket) };
    publishToTopic(aws, arn, message, atSeconds, { subject: "Amazon S3 Notification", service });
  } else {
    const region = arn.split(":")[3] ?? "";
    aws.store(SQS, region).byArn(arn)?.send(message);
  }
}

/** A topic's own policy, which it has until it is given another, lets no service in. */
function letsIn(
  policy: string | undefined,
  action: string,
  bucket: Bucket,
  { arn }: Target,
): boolean {
  return resourceAllows(policy, {
    principal: "s3.amazonaws.com",
    action,
    resource: arn,
    sourceArn: bucketArn(bucket),
    sourceAccount: ACCOUNT_ID,
  });
}

import { randomUUID } from "node:crypto";
import { type PutBucketNotificationConfigurationRequest } from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { invalidArgument } from "./errors";
import { testMessage } from "./event-record";
import { canReach, send } from "./event-target";
import {
  covers,
  NOTIFICATION,
  type NotificationConfiguration,
  type NotificationRule,
  rulesOf,
} from "./object-events";
import { s3Of } from "./store";
import { storedSetting } from "./stored-setting";

const setting = storedSetting({
  name: NOTIFICATION,
  within: "NotificationConfiguration",
  members: [
    "TopicConfigurations",
    "QueueConfigurations",
    "LambdaFunctionConfigurations",
    "EventBridgeConfiguration",
  ],
  unset: {},
});

export const getBucketNotificationConfiguration = setting.get;

/**
 * Says who is told of events. Queues and topics must exist and let S3 in, and get a test message; functions and EventBridge
 * are outside this machine: what is said of them is kept and given back.
 */
export const putBucketNotificationConfiguration: Operation<
  PutBucketNotificationConfigurationRequest,
  void
> = (input, context) => {
  const { aws, now, requestId } = context;
  const bucket = s3Of(aws).bucket(input.Bucket as string);
  const configuration = withIds(input.NotificationConfiguration ?? {});
  const rules = rulesOf(configuration);
  refuseOverlap(rules);
  const targets = rules.map(({ target }) => target).filter(({ kind }) => kind !== "lambda");
  if (input.SkipDestinationValidation !== true) {
    const wrong = targets.find((target) => !canReach(aws, bucket, target));
    if (wrong !== undefined) {
      throw invalidArgument(
        "Unable to validate the following destination configurations",
        wrong.arn,
        "Permissions on the destination do not allow S3 to publish notifications from this bucket, or the destination does not exist",
      );
    }
  }
  const kept = { ...input, NotificationConfiguration: configuration };
  setting.put(kept, context);
  for (const target of targets) {
    send(aws, bucket, target, testMessage(bucket, now, requestId), now);
  }
};

/** S3 gives an id to what has none. */
function withIds(configuration: NotificationConfiguration): NotificationConfiguration {
  const named = <Item extends { Id?: string | undefined }>(items: Item[] | undefined) =>
    items?.map((item) => ({ ...item, Id: item.Id ?? randomUUID() }));
  return {
    ...configuration,
    QueueConfigurations: named(configuration.QueueConfigurations),
    TopicConfigurations: named(configuration.TopicConfigurations),
    LambdaFunctionConfigurations: named(configuration.LambdaFunctionConfigurations),
  };
}

/**
 * No event may be told of by two rules.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 *
 * @throws AwsError `InvalidArgument`
 */
function refuseOverlap(rules: readonly NotificationRule[]): void {
  for (const [index, one] of rules.entries()) {
    for (const other of rules.slice(index + 1)) {
      const shared = one.events.flatMap((event) =>
        other.events.filter((another) => covers(event, another) || covers(another, event)),
      );
      const isOverlap =
        shared.length > 0 &&
        (one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix)) &&
        (one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix));
      if (!isOverlap) continue;
      const isFiltered = [one.prefix, one.suffix, other.prefix, other.suffix].some(Boolean);
      throw invalidArgument(
        isFiltered
          ? "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type."
          : "Configurations overlap. Configurations on the same bucket cannot share a common event type.",
        "Event",
        shared.join(", "),
      );
    }
  }
}

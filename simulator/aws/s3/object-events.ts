import {
  type NotificationConfigurationFilter,
  type PutBucketNotificationConfigurationRequest,
} from "@aws-sdk/client-s3";
import { type ServiceHost } from "../service-host";
import { type Bucket } from "./bucket";
import { eventMessage, type ObjectChange } from "./event-record";
import { send, type Target } from "./event-target";

/** Under which name a bucket's settings have its configuration of notifications. */
export const NOTIFICATION = "notification";

/** Which events of which objects go where. */
export interface NotificationRule {
  readonly id: string;
  readonly target: Target;
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

/** A bucket's configuration of notifications. */
export type NotificationConfiguration = NonNullable<
  PutBucketNotificationConfigurationRequest["NotificationConfiguration"]
>;

/** Tells of an event those who are to be told. */
export function tellOfChange(aws: ServiceHost, bucket: Bucket, change: ObjectChange): void {
  const configuration = bucket.settings.others.get(NOTIFICATION) as
    NotificationConfiguration | undefined;
  if (configuration === undefined) {
    return;
  }
  const { key } = change.version;
  for (const { id, target, events, prefix, suffix } of rulesOf(configuration)) {
    const isMeant = events.some((event) => covers(event, `s3:${change.event}`));
    if (isMeant && key.startsWith(prefix) && key.endsWith(suffix)) {
      const message = eventMessage(bucket, id, change, bucket.newSequencer());
      send(aws, bucket, target, message, change.at);
    }
  }
}

/** The rules of a configuration. */
export function rulesOf({
  QueueConfigurations: queues = [],
  TopicConfigurations: topics = [],
  LambdaFunctionConfigurations: functions = [],
}: NotificationConfiguration): NotificationRule[] {
  const rule = (
    kind: Target["kind"],
    arn: string | undefined,
    { Id: id = "", Events: events = [], Filter: filter }: RuleItem,
  ): NotificationRule => ({
    id,
    target: { kind, arn: arn ?? "" },
    events,
    prefix: filterOf(filter, "prefix"),
    suffix: filterOf(filter, "suffix"),
  });
  return [
    ...queues.map((item) => rule("sqs", item.QueueArn, item)),
    ...topics.map((item) => rule("sns", item.TopicArn, item)),
    ...functions.map((item) => rule("lambda", item.LambdaFunctionArn, item)),
  ];
}

/** What the three kinds have in common. */
type RuleItem = Pick<
  NonNullable<NotificationConfiguration["QueueConfigurations"]>[number],
  "Id" | "Events" | "Filter"
>;

function filterOf(
  filter: NotificationConfigurationFilter | undefined,
  name: "prefix" | "suffix",
): string {
  const rules = filter?.Key?.FilterRules ?? [];
  return rules.find((rule) => rule.Name?.toLowerCase() === name)?.Value ?? "";
}

/** Whether an event's name, which may end in a star, covers another. */
export function covers(wide: string, event: string): boolean {
  return wide.endsWith("*") ? event.startsWith(wide.slice(0, -1)) : wide === event;
}

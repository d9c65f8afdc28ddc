import { createHash, randomUUID } from "node:crypto";
import { type MessageAttributeValue } from "@aws-sdk/client-sns";

/** A message on its way to subscribers. */
export interface Notification {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly message: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  /** Simulated epoch seconds. */
  readonly at: number;
}

/** Bytes of an RSA signature with the service's 2048-bit keys. */
const SIGNATURE_BYTES = 256;

/** A message with an id of its own. */
export function notification(parts: Omit<Notification, "messageId">): Notification {
  return { messageId: randomUUID(), ...parts };
}

/**
 * The JSON in which subscribers without raw delivery get a message, in AWS's own layout. The signature has the right form but
 * verifies against nothing: the service's certificate and key are AWS's.
 */
export function envelope(message: Notification, region: string, subscriptionArn: string): string {
  const host = `https://sns.${region}.amazonaws.com`;
  const fields: [string, unknown][] = [
    ["Type", "Notification"],
    ["MessageId", message.messageId],
    ["TopicArn", message.topicArn],
    ...(message.subject === undefined
      ? []
      : ([["Subject", message.subject]] as [string, unknown][])),
    ["Message", message.message],
    ["Timestamp", new Date(Math.round(message.at * 1000)).toISOString()],
    ["SignatureVersion", "1"],
    ["Signature", signature(message)],
    ["SigningCertURL", `${host}/SimpleNotificationService-0000000000000000000000.pem`],
    ["UnsubscribeURL", `${host}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`],
  ];
  const attributes = Object.entries(message.attributes);
  if (attributes.length > 0) {
    fields.push(["MessageAttributes", Object.fromEntries(attributes.map(attributeField))]);
  }
  const lines = fields.map(([name, value]) => `  "${name}" : ${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}`;
}

function attributeField([name, { DataType, StringValue, BinaryValue }]: [
  string,
  MessageAttributeValue,
]): [string, { Type: string | undefined; Value: string | undefined }] {
  const value =
    BinaryValue === undefined ? StringValue : Buffer.from(BinaryValue).toString("base64");
  return [name, { Type: DataType, Value: value }];
}

function signature(message: Notification): string {
  const digest = createHash("sha512").update(message.messageId).update(message.message).digest();
  return Buffer.alloc(SIGNATURE_BYTES, digest).toString("base64");
}

import { createHash } from "node:crypto";
import { type MessageAttributeValue } from "@aws-sdk/client-sqs";

/** Attributes that the sender gave a message, by name. */
export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

/** A message in a queue. */
export interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: MessageAttributes;
  readonly md5OfAttributes: string | undefined;
  /** Simulated epoch seconds, for `SentTimestamp`. */
  readonly sentAt: number;
  /** Wall epoch seconds after which the queue forgets it. */
  readonly expiresAtWall: number;
  /** ARN of the queue from which it came as a dead letter. */
  readonly deadLetterSource?: string;
  receiveCount: number;
  /** Simulated epoch seconds of the first receipt. */
  firstReceivedAt: number | undefined;
  /** Wall epoch seconds until which no one receives it. */
  hiddenUntilWall: number;
  /** Of the latest receipt; only this one deletes it. */
  receiptHandle: string | undefined;
}

/** MD5 in hexadecimal, which senders and receivers compare. */
export function md5(data: string | Uint8Array): string {
  return createHash("md5").update(data).digest("hex");
}

/**
 * Digest of message attributes: name, type and value of each, with their lengths, in order of the names.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 *
 * @returns undefined when there are none
 */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) {
    return undefined;
  }
  const digest = createHash("md5");
  const add = (bytes: Uint8Array): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.byteLength);
    digest.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType = "", StringValue, BinaryValue } = attributes[name] as MessageAttributeValue;
    add(Buffer.from(name));
    add(Buffer.from(DataType));
    const isBinary = DataType.startsWith("Binary");
    digest.update(Buffer.of(isBinary ? 2 : 1));
    add(isBinary ? (BinaryValue ?? new Uint8Array()) : Buffer.from(StringValue ?? ""));
  }
  return digest.digest("hex");
}

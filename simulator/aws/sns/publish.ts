import {
  type MessageAttributeValue,
  type PublishInput,
  type PublishResponse,
} from "@aws-sdk/client-sns";
import { AwsError } from "../errors";
import { keyProblem } from "../kms/key-problem";
import { type Operation, type RequestContext } from "../operation";
import { topicsOf } from "./topics-of";

/** Longest message in bytes. */
const LONGEST_MESSAGE_BYTES = 262_144;

/** What a message is made of, alone or in a batch. */
export interface MessageInput {
  readonly Message?: string | undefined;
  readonly Subject?: string | undefined;
  readonly MessageStructure?: string | undefined;
  readonly MessageAttributes?: Record<string, MessageAttributeValue> | undefined;
}

export const publish: Operation<PublishInput, PublishResponse> = (input, context) => {
  const topicArn = input.TopicArn ?? input.TargetArn;
  if (topicArn === undefined) {
    throw invalid("TopicArn or TargetArn Reason: no value for required parameter");
  }
  return { MessageId: publishMessage(topicArn, input, context) };
};

/** Checks and publishes one message; returns its id. */
export function publishMessage(
  topicArn: string,
  input: MessageInput,
  context: RequestContext,
): string {
  const message = input.Message ?? "";
  if (message === "") {
    throw invalid("Empty message");
  }
  if (Buffer.byteLength(message) > LONGEST_MESSAGE_BYTES) {
    throw invalid("Message too long");
  }
  if (input.Subject !== undefined && !/^[\x20-\x7e]{1,99}$/.test(input.Subject)) {
    throw invalid("Subject");
  }
  requireUsableKey(topicArn, context);
  const byProtocol = input.MessageStructure === "json" ? parseStructure(message) : undefined;
  return topicsOf(context).publish(topicArn, byProtocol?.default ?? message, context.now, {
    subject: input.Subject,
    attributes: input.MessageAttributes,
    byProtocol,
  });
}

const keyCodes = {
  NotFound: "KMSNotFoundException",
  Disabled: "KMSDisabledException",
  InvalidState: "KMSInvalidStateException",
} as const;

/** A topic that is encrypted takes nothing without its key. */
function requireUsableKey(topicArn: string, context: RequestContext): void {
  const keyId = topicsOf(context).topic(topicArn).get("KmsMasterKeyId");
  const problem = keyProblem(context.aws, context.region, keyId);
  if (problem !== undefined) {
    throw new AwsError(keyCodes[problem.kind], problem.message, 400);
  }
}

function parseStructure(message: string): Record<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(message);
  } catch {
    throw invalid("Message Structure - JSON message body failed to parse");
  }
  if (typeof parsed !== "object" || parsed === null || !("default" in parsed)) {
    throw invalid("Message Structure - No default entry in JSON message body");
  }
  const texts = Object.entries(parsed).filter(([, text]) => typeof text === "string");
  return Object.fromEntries(texts) as Record<string, string>;
}

function invalid(reason: string): AwsError {
  return new AwsError("InvalidParameterException", `Invalid parameter: ${reason}`);
}

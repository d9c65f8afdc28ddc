import { z } from "zod";

import { type NotifiedResult } from "../journal/journal-event";

/** What a message of a result queue says. */
export type QueueMessage =
  | { readonly kind: "result"; readonly inferenceId: string; readonly result: NotifiedResult }
  /** Sent by SageMaker at every change of the endpoint, scaling included; it is about no request. */
  | { readonly kind: "test" }
  /** Not from an asynchronous endpoint. */
  | { readonly kind: "unknown" };

/** What SNS puts around a message, unless the subscription asks for raw delivery. */
const envelopeSchema = z.object({ Type: z.literal("Notification"), Message: z.string() });

const testSchema = z.object({ eventName: z.literal("TestNotification") });

const epochSeconds = z.iso.datetime().transform((text) => Date.parse(text) / 1000);

/**
 * SageMaker's message. The place of the failure location is not documented: users report the top level, the API's
 * shape suggests `responseParameters`, so both are read.
 *
 * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-check-predictions.html
 */
const resultSchema = z.object({
  inferenceId: z.string(),
  invocationStatus: z.enum(["Completed", "Failed"]),
  receivedTime: epochSeconds,
  eventTime: epochSeconds,
  failureReason: z.string().optional(),
  failureLocation: z.string().optional(),
  responseParameters: z
    .object({ outputLocation: z.string().optional(), failureLocation: z.string().optional() })
    .optional(),
});

/** Reads the body of a message of a result queue, with SNS's envelope or without. */
export function parseQueueMessage(body: string): QueueMessage {
  const outer = parseJson(body);
  const envelope = envelopeSchema.safeParse(outer);
  const message = envelope.success ? parseJson(envelope.data.Message) : outer;
  const parsed = resultSchema.safeParse(message);
  if (!parsed.success) {
    return { kind: testSchema.safeParse(message).success ? "test" : "unknown" };
  }
  const { inferenceId, invocationStatus, receivedTime, eventTime, responseParameters } =
    parsed.data;
  return {
    kind: "result",
    inferenceId,
    result: {
      status: invocationStatus,
      receivedSeconds: receivedTime,
      endedSeconds: eventTime,
      outputLocation: responseParameters?.outputLocation ?? null,
      failureLocation: responseParameters?.failureLocation ?? parsed.data.failureLocation ?? null,
      failureReason: parsed.data.failureReason ?? null,
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { setTimeout as delay } from "node:timers/promises";

import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";

import { fatalAdvice } from "../service/back-off";
import { type ServiceClock } from "../service/clock";
import { indexOfInferenceId } from "../sending/inference-id";
import { loadError, LoadError } from "../load-error";
import { parseQueueMessage } from "./notification";
import { type ResultFollower } from "./result-follower";
import { type Recorder } from "../journal/recorder";

/** What the collector needs. */
export interface CollectorOptions {
  readonly sqs: SQSClient;
  readonly clock: ServiceClock;
  readonly run: string;
  /** Requests of the run: their indices are below this. */
  readonly requests: number;
  readonly record: Recorder;
  readonly successQueueUrl: string;
  readonly errorQueueUrl: string;
}

/** Long polls at a time on the success queue; the error queue has one. */
const successPolls = 3;

/** SQS's limits: messages a call, seconds a long poll. */
const batchSize = 10;
const longPollSeconds = 20;

/**
 * Pause after a batch that was not full. A long poll ends at the first message, so that without the pause most calls
 * would carry a message or two; with it they carry ten, at a tenth of the cost.
 */
const pauseMilliseconds = 250;

/** SQS's own default, where the queue's attributes may not be read. */
const defaultVisibilityTimeoutSeconds = 30;

/** How long a message that was received and not deleted stays out of sight, in seconds of the wall's clock. */
export async function visibilityTimeoutSeconds(sqs: SQSClient, queueUrl: string): Promise<number> {
  try {
    const { Attributes: attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["VisibilityTimeout"] }),
    );
    return Number(attributes?.VisibilityTimeout ?? defaultVisibilityTimeoutSeconds);
  } catch {
    return defaultVisibilityTimeoutSeconds;
  }
}

/** Pause after a call that failed. */
const retryMilliseconds = 1000;

/**
 * Collects results from the queues that are subscribed to an endpoint's topics.
 *
 * A message is deleted once it is in the journal. Test notifications are deleted unread. Messages about requests of
 * another run are not ours: they are counted, and left for whoever waits for them.
 */
export class ResultCollector implements ResultFollower {
  /** Messages that were met and left in their queue; one that comes back counts again. */
  foreignMessages = 0;
  /** Service time of the last message about this run; -Infinity before the first. */
  lastResultSeconds = -Infinity;

  constructor(private readonly options: CollectorOptions) {}

  /**
   * Polls until the signal aborts.
   *
   * @throws {LoadError} When a queue cannot be read at all: it does not exist, or the permission is missing.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { successQueueUrl, errorQueueUrl } = this.options;
    const queues = [...Array.from({ length: successPolls }, () => successQueueUrl), errorQueueUrl];
    const failure = new AbortController();
    const ended = AbortSignal.any([signal, failure.signal]);
    await Promise.all(
      queues.map((queueUrl) =>
        this.pollQueue(queueUrl, ended).catch((error: unknown) => failure.abort(error)),
      ),
    );
    failure.signal.throwIfAborted();
  }

  private async pollQueue(queueUrl: string, signal: AbortSignal): Promise<void> {
    const receive = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: batchSize,
      WaitTimeSeconds: longPollSeconds,
    });
    const deletions = new Set<Promise<void>>();
    while (!signal.aborted) {
      let pause: number;
      try {
        const { Messages: messages = [] } = await this.options.sqs.send(receive, {
          abortSignal: signal,
        });
        const handles = this.take(messages);
        if (handles.length > 0) {
          const deletion = this.delete(queueUrl, handles).finally(() => deletions.delete(deletion));
          deletions.add(deletion);
        }
        pause = messages.length < batchSize ? pauseMilliseconds : 0;
      } catch (error) {
        if (error instanceof LoadError) {
          throw error;
        }
        if (!signal.aborted && error instanceof Error && fatalAdvice(error) !== undefined) {
          throw loadError(`Receiving from ${queueUrl}`, error);
        }
        pause = retryMilliseconds;
      }
      if (pause > 0) {
        await delay(pause, undefined, { signal }).catch(() => undefined);
      }
    }
    await Promise.all(deletions);
  }

  /** Records what the messages say; returns the receipt handles of those that may be deleted. */
  private take(messages: readonly Message[]): string[] {
    const handles: string[] = [];
    for (const { Body: body = "", ReceiptHandle: handle = "" } of messages) {
      if (this.isTaken(body)) {
        handles.push(handle);
      } else {
        this.foreignMessages += 1;
      }
    }
    return handles;
  }

  private isTaken(body: string): boolean {
    const { run, requests, record, clock } = this.options;
    const message = parseQueueMessage(body);
    switch (message.kind) {
      case "test":
        return true;
      case "unknown":
        return false;
      case "result": {
        const index = indexOfInferenceId(run, message.inferenceId);
        // Of what a shard has sent a result may be here before the shard's word.
        if (index === undefined || index >= requests) {
          return false;
        }
        this.lastResultSeconds = clock.now();
        record({ event: "notified", index, atSeconds: this.lastResultSeconds, ...message.result });
        return true;
      }
      default:
        return message satisfies never;
    }
  }

  /** A message whose deletion fails comes back and is counted as a duplicate, so a failure needs no care here. */
  private async delete(queueUrl: string, handles: readonly string[]): Promise<void> {
    const command = new DeleteMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: handles.map((handle, index) => ({ Id: String(index), ReceiptHandle: handle })),
    });
    await this.options.sqs.send(command).catch(() => undefined);
  }
}

import { buffer } from "node:stream/consumers";

import {
  InvokeEndpointAsyncCommand,
  type InvokeEndpointAsyncCommandOutput,
  type SageMakerRuntimeClient,
} from "@aws-sdk/client-sagemaker-runtime";

import { type ArticleInput } from "../corpus/article-source";
import { loadSockets } from "../service/aws-clients";
import {
  type Answer,
  CallFailed,
  callWithBackOff,
  fatalAdvice,
  isAnswerLost,
} from "../service/back-off";
import { type ServiceClock } from "../service/clock";
import { type ClosedLoop } from "./closed-loop";
import { Slots } from "./concurrency";
import { type RequestLimits } from "../following/failure-class";
import { inferenceId } from "./inference-id";
import { outputPlace } from "./output-place";
import { loadError } from "../load-error";
import { EventBatch } from "../journal/event-batch";
import { type Recorder } from "../journal/recorder";

/** A request that is planned: which, when, on what. */
export interface PlannedRequest {
  /** From 0; with the run's name it makes the inference id. */
  readonly index: number;
  /** Epoch seconds of the service. */
  readonly plannedSeconds: number;
  readonly input: ArticleInput;
  /** Where the input is in S3; null: it is sent in the request itself. */
  readonly inputLocation: string | null;
  /** It was sent before, and was not accepted then. */
  readonly again?: boolean;
}

/** How far the service's time may go beyond the planned time of a request that it has not yet accepted. */
const leashSlackSeconds = 5;

/** What the sender needs besides the requests. */
export interface SenderOptions {
  readonly runtime: SageMakerRuntimeClient;
  readonly clock: ServiceClock;
  readonly run: string;
  readonly endpointName: string;
  readonly limits: RequestLimits;
  readonly record: Recorder;
  /** Whether requests name the place of their outputs themselves. */
  readonly placesOutputs: boolean;
}

/**
 * Sends requests open-loop: each at its planned time, whatever has become of those before it.
 *
 * At most one request a socket is under way. When all are busy the next one leaves late, and because every latency of
 * the run counts from the planned time, being late makes the measured latency longer instead of hiding it. Where the
 * service's time can wait, it is kept within a few seconds of the earliest request that is still to be accepted: what a
 * busy machine lengthens then is the run, not the latencies.
 *
 * @param requests In the order of their planned times; taken one by one, so that it may be a generator.
 * @param signal Stops the sending; what is under way is still waited for.
 * @throws {LoadError} When the service says something that holds for every request: no such endpoint, no permission.
 */
export function sendOpenLoop(
  options: SenderOptions,
  requests: Iterable<PlannedRequest>,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = options;
  return sendEach(options, requests, signal, async (request, ended, hold) => {
    hold(request);
    if (clock.now() < request.plannedSeconds) {
      await clock.sleepUntil(request.plannedSeconds, ended);
    }
    return request;
  });
}

/**
 * Sends requests closed-loop: each as soon as the loop has a place for it, which is what it counts as planned for. What a
 * slow service keeps from being sent is in no latency.
 *
 * @param requests Taken one by one; their planned times mean nothing.
 * @param signal Stops the sending; what is under way is still waited for.
 * @throws {LoadError} As {@link sendOpenLoop} does.
 */
export function sendClosedLoop(
  options: SenderOptions,
  requests: Iterable<PlannedRequest>,
  loop: ClosedLoop,
  signal: AbortSignal,
): Promise<void> {
  return sendEach(options, requests, signal, async (request, ended, hold) => {
    // Time has to go on until there is a place, wherever it stands.
    hold(undefined);
    const plannedSeconds = await loop.take(request.index, ended);
    const placed = { ...request, plannedSeconds };
    hold(placed);
    return placed;
  });
}

/**
 * Waits until a request is to leave, and gives it back with the time that it counts as planned for. Rejects when the
 * sending has ended.
 *
 * @param hold Keeps the service's time near a request until it is accepted; of none, near those that are under way alone.
 */
type Pace = (
  request: PlannedRequest,
  ended: AbortSignal,
  hold: (request: PlannedRequest | undefined) => void,
) => Promise<PlannedRequest>;

async function sendEach(
  options: SenderOptions,
  requests: Iterable<PlannedRequest>,
  signal: AbortSignal,
  pace: Pace,
): Promise<void> {
  const slots = new Slots(loadSockets);
  const underWay = new Set<Promise<void>>();
  const unanswered = new Set<PlannedRequest>();
  const moveLeash = (): void => {
    const [earliest] = unanswered;
    options.clock.leash(earliest ? earliest.plannedSeconds + leashSlackSeconds : Infinity);
  };
  const batch = new EventBatch(options.record);
  const failure = new AbortController();
  const ended = AbortSignal.any([signal, failure.signal]);

  const hold = (request: PlannedRequest | undefined): void => {
    if (request !== undefined) unanswered.add(request);
    moveLeash();
  };

  for (const next of requests) {
    let request: PlannedRequest;
    try {
      request = await pace(next, ended, hold);
      await slots.take();
    } catch {
      break;
    }
    if (ended.aborted) {
      break;
    }
    const sending = send(options, batch, request, ended, () => slots.release())
      .catch((error: unknown) => failure.abort(error))
      .finally(() => {
        underWay.delete(sending);
        unanswered.delete(request);
        moveLeash();
      });
    underWay.add(sending);
  }

  await Promise.all(underWay);
  options.clock.leash(Infinity);
  failure.signal.throwIfAborted();
}

/** @param onAnswered Told when the request no longer holds its socket. */
async function send(
  options: SenderOptions,
  batch: EventBatch,
  request: PlannedRequest,
  ended: AbortSignal,
  onAnswered: () => void,
): Promise<void> {
  let answer;
  try {
    answer = await invoke(options, batch, request, ended);
  } finally {
    onAnswered();
  }
  if (answer === undefined) {
    return;
  }
  const { value, attempts } = answer;
  await batch.add({
    event: "accepted",
    index: request.index,
    atSeconds: options.clock.now(),
    attempts,
    outputLocation: value.OutputLocation ?? "",
    failureLocation: value.FailureLocation ?? null,
  });
}

/** Records the request, and sends it; `undefined` when it was not accepted. */
async function invoke(
  options: SenderOptions,
  batch: EventBatch,
  request: PlannedRequest,
  ended: AbortSignal,
): Promise<Answer<InvokeEndpointAsyncCommandOutput> | undefined> {
  const { clock } = options;
  const { index, plannedSeconds, input, inputLocation } = request;
  const body = inputLocation === null ? await readInput(input) : undefined;
  const command = new InvokeEndpointAsyncCommand({
    EndpointName: options.endpointName,
    InferenceId: inferenceId(options.run, index),
    ...(inputLocation === null ? { Body: body } : { InputLocation: inputLocation }),
    ContentType: input.contentType,
    ...(options.placesOutputs ? outputPlace(options.run, index) : {}),
    RequestTTLSeconds: options.limits.requestTtlSeconds,
    InvocationTimeoutSeconds: options.limits.invocationTimeoutSeconds,
  });
  const atSeconds = clock.now();
  await batch.add(
    request.again === true
      ? { event: "resent", index, plannedSeconds, atSeconds }
      : {
          ...{ event: "sent", index, plannedSeconds, atSeconds, inputLocation },
          inlineBytes: body?.byteLength,
        },
  );
  try {
    // What may have been accepted is not sent once more before its inference id had the time to be heard of.
    return await callWithBackOff(() => options.runtime.send(command), {
      signal: ended,
      isFinal: isAnswerLost,
    });
  } catch (error) {
    await recordFailure(options, batch, index, ended, error);
    return undefined;
  }
}

/** Before the request counts as sent: what cannot be read never left. */
async function readInput(input: ArticleInput): Promise<Uint8Array> {
  try {
    const { body } = await input.open();
    return body instanceof Uint8Array ? body : await buffer(body);
  } catch (error) {
    throw loadError(`Reading input ${input.name}`, error);
  }
}

async function recordFailure(
  { clock, endpointName }: SenderOptions,
  batch: EventBatch,
  index: number,
  ended: AbortSignal,
  error: unknown,
): Promise<void> {
  const atSeconds = clock.now();
  if (!(error instanceof CallFailed) && ended.aborted) {
    await batch.add({ event: "withdrawn", index, atSeconds, reason: "the run was stopped" });
    return;
  }
  const failed = error instanceof CallFailed ? error : new CallFailed(1, toError(error));
  const { attempts, message, cause } = failed;
  if (fatalAdvice(cause) !== undefined) {
    await batch.add({ event: "withdrawn", index, atSeconds, reason: message });
    throw loadError(`Invoking endpoint ${endpointName}`, failed);
  }
  const event = isAnswerLost(cause) ? "answerLost" : "rejected";
  await batch.add({ event, index, atSeconds, attempts, error: message });
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

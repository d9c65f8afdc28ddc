import { setTimeout as delay } from "node:timers/promises";

import { isServerError, isThrottlingError, isTransientError } from "@smithy/core/retry";
import { type SdkError } from "@smithy/types";

/** A call's answer, and how many times it was made. */
export interface Answer<T> {
  readonly value: T;
  readonly attempts: number;
}

/** A call that was given up. */
export class CallFailed extends Error {
  constructor(
    readonly attempts: number,
    override readonly cause: Error,
  ) {
    super(`${cause.name}: ${cause.message}`);
    this.name = "CallFailed";
  }
}

/** Together with the waits below: up to about a minute and a half of trying. */
const mostAttempts = 10;

const firstWaitMilliseconds = 100;
const longestWaitMilliseconds = 20_000;

/** How {@link callWithBackOff} makes a call. */
export interface BackOffOptions {
  readonly signal?: AbortSignal | undefined;
  /** Errors that are not to be tried again; by default those that trying cannot mend. */
  readonly isFinal?: ((error: Error) => boolean) | undefined;
}

/**
 * Makes a call until it is answered, waiting longer each time while the service throttles, fails or cannot be reached.
 *
 * The waits are exponential with full jitter, which lets many callers back off without meeting again:
 * https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 *
 * @throws {CallFailed} At an error that trying again cannot mend, or when the attempts ran out.
 * @throws The signal's reason, when it ends a wait.
 */
export async function callWithBackOff<T>(
  call: () => Promise<T>,
  { signal, isFinal = () => false }: BackOffOptions = {},
): Promise<Answer<T>> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return { value: await call(), attempts };
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      if (attempts >= mostAttempts || isFinal(cause) || !isWorthAnotherTry(cause)) {
        throw new CallFailed(attempts, cause);
      }
    }
    const longest = Math.min(longestWaitMilliseconds, firstWaitMilliseconds * 2 ** attempts);
    await delay(Math.random() * longest, undefined, signal ? { signal } : {});
  }
}

function isWorthAnotherTry(error: Error): boolean {
  const sdkError = error as SdkError;
  return isThrottlingError(sdkError) || isTransientError(sdkError) || isServerError(sdkError);
}

/** Connections that were never made. */
const neverLeft = new Set([
  ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"],
]);

/** What a proxy answers when it has waited for an answer for too long. */
const gatewayTimeout = 504;

/** Says whether a call may have been taken although it failed: it left, and its answer did not come. */
export function isAnswerLost(error: Error): boolean {
  const { $metadata: metadata, code = "" } = error as SdkError & { code?: string };
  return metadata?.httpStatusCode === undefined
    ? isTransientError(error as SdkError) && !neverLeft.has(code)
    : metadata.httpStatusCode === gatewayTimeout;
}

/**
 * Says whether an error ends the whole run: what it tells of is as true for every other call, and needs the user.
 *
 * @returns What to do about it, or `undefined` when it concerns the one call only.
 */
export function fatalAdvice(error: Error): string | undefined {
  switch (error.name) {
    case "ExpiredToken":
    case "ExpiredTokenException":
      return "the credentials have expired: sign in again";
    case "AccessDenied":
    case "AccessDeniedException":
      return "the caller lacks a permission: grant it to the role that runs the load";
    case "CredentialsProviderError":
    case "InvalidClientTokenId":
    case "InvalidSignatureException":
    case "SignatureDoesNotMatch":
    case "UnrecognizedClientException":
      return "the credentials are not accepted: check the profile, the region and this machine's clock";
    case "NoSuchBucket":
      return "the bucket does not exist: check the stack's outputs, or deploy it again";
    case "QueueDoesNotExist":
      return "the result queue does not exist: check the stack's outputs, or deploy it again";
    default:
      return /^(Endpoint .* not found|Could not find endpoint )/.test(error.message)
        ? "the endpoint does not exist: check the stack's outputs, or deploy it again"
        : undefined;
  }
}

import { type S3Client } from "@aws-sdk/client-s3";

import { type RequestOutcome } from "../../simulator/scenario/result";

import { loadSockets } from "../service/aws-clients";
import { forEachConcurrently } from "../sending/concurrency";
import { classifyFailure, type RequestLimits } from "./failure-class";
import { type RequestLedger, type RequestRecord } from "../journal/ledger";
import { type Recorder } from "../journal/recorder";
import { findObjects, readObjectStart } from "../service/s3-objects";

/** What S3 holds of a request. */
export interface Evidence {
  readonly outputExists: boolean;
  /** Content of the failure object; null when there is none, or when it was not needed. */
  readonly failureText: string | null;
}

/** The end of a request, and why it was not a success. */
export interface Verdict {
  readonly outcome: RequestOutcome;
  readonly reason: string | null;
}

/**
 * Decides how a request ended.
 *
 * S3 is the last word: a result that was announced and is not there is lost, one that is there without word is a
 * success. A request of which nothing is known is lost when the run went to its end, unfinished when it was cut off.
 */
export function decideOutcome(
  record: RequestRecord,
  evidence: Evidence,
  limits: RequestLimits,
  wentToItsEnd: boolean,
): Verdict {
  const { result } = record;
  if (evidence.outputExists) {
    return { outcome: "succeeded", reason: null };
  }
  if (result?.status === "Completed") {
    return { outcome: "lost", reason: "announced as completed, but no result is in S3" };
  }
  const reason = result?.failureReason ?? evidence.failureText;
  if (result !== null) {
    const elapsedSeconds = result.endedSeconds - result.receivedSeconds;
    const outcome = classifyFailure(reason ?? "", elapsedSeconds, limits);
    return { outcome, reason: reason ?? "announced as failed without a reason" };
  }
  if (reason !== null) {
    return { outcome: classifyFailure(reason, Number.NaN, limits), reason };
  }
  if (record.acceptedSeconds === null && record.error !== null) {
    return { outcome: "failed", reason: `not accepted: ${record.error}` };
  }
  return wentToItsEnd
    ? {
        outcome: "lost",
        reason:
          record.acceptedSeconds === null
            ? "sent without an answer, and never heard of"
            : "accepted, and never heard of again",
      }
    : { outcome: "unfinished", reason: "the run ended first" };
}

/**
 * Looks into S3 for every request and records the outcome of each.
 *
 * @param wentToItsEnd False when the run was cut off, so that silence says nothing yet.
 */
export async function reconcile(
  s3: S3Client,
  ledger: RequestLedger,
  limits: RequestLimits,
  wentToItsEnd: boolean,
  record: Recorder,
): Promise<void> {
  const requests = [...ledger.requests()];
  const outputs = await findObjects(s3, requests.flatMap(outputLocationsOf));
  const failures = await readFailures(s3, requests.filter(needsFailureObject), outputs);
  for (const request of requests) {
    const evidence: Evidence = {
      outputExists: outputLocationsOf(request).some((location) => outputs.has(location)),
      failureText: failures.get(request.index) ?? null,
    };
    const verdict = decideOutcome(request, evidence, limits, wentToItsEnd);
    record({ event: "reconciled", index: request.index, ...verdict });
  }
}

function outputLocationsOf(request: RequestRecord): string[] {
  const locations = [request.outputLocation, request.result?.outputLocation];
  return [...new Set(locations.filter((location) => typeof location === "string"))].filter(
    (location) => location !== "",
  );
}

function failureLocationOf(request: RequestRecord): string | null {
  return request.result?.failureLocation ?? request.failureLocation;
}

function needsFailureObject(request: RequestRecord): boolean {
  const { result } = request;
  return result === null || (result.status === "Failed" && result.failureReason === null);
}

async function readFailures(
  s3: S3Client,
  requests: readonly RequestRecord[],
  outputs: ReadonlyMap<string, number>,
): Promise<Map<number, string>> {
  const located = requests.flatMap((request) => {
    const location = failureLocationOf(request);
    const hasOutput = outputLocationsOf(request).some((output) => outputs.has(output));
    return location === null || hasOutput ? [] : [{ index: request.index, location }];
  });
  const texts = new Map<number, string>();
  await forEachConcurrently(located, loadSockets, async ({ index, location }) => {
    const text = await readObjectStart(s3, location);
    if (text !== null) {
      texts.set(index, text);
    }
  });
  return texts;
}

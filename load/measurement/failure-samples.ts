import { type S3Client } from "@aws-sdk/client-s3";

import {
  type ResultFailure,
  type ResultFailureSample,
  requestOutcomes,
} from "../../simulator/scenario/result";
import { type RequestLedger, type RequestRecord } from "../journal/ledger";
import { inferenceId } from "../sending/inference-id";
import { readObjectStart } from "../service/s3-objects";

/** Reasons of one outcome that are told apart; the rarest stand together. */
const mostReasons = 5;

/** Requests that stand for all that ended for one reason. */
const mostSamples = 3;

/** What a page can bear of a text, in characters. */
const longestText = 300;

interface FailureGroup {
  readonly outcome: ResultFailure["outcome"];
  readonly reason: string | null;
  count: number;
  readonly first: RequestRecord[];
}

/**
 * Puts the requests that got no result together by how and why they ended, and shows the first few of each, with what
 * S3 holds of their failure. Outcomes stand in the order of the contract, their reasons by how often they were given.
 */
export async function sampleFailures(
  s3: S3Client,
  ledger: RequestLedger,
  run: string,
): Promise<ResultFailure[]> {
  const failures: ResultFailure[] = [];
  for (const { outcome, reason, count, first } of groupFailures(ledger.requests())) {
    const samples: ResultFailureSample[] = [];
    for (const request of first) samples.push(await sampleOf(s3, request, run));
    failures.push({ outcome, reason: reason === null ? null : cut(reason), count, samples });
  }
  return failures;
}

function groupFailures(requests: Iterable<RequestRecord>): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const request of requests) {
    const outcome = request.outcome ?? "unfinished";
    if (outcome === "succeeded") continue;
    const reason = firstLine(request.reason ?? "");
    const key = `${outcome} ${reason}`;
    const group = groups.get(key) ?? { outcome, reason, count: 0, first: [] };
    group.count += 1;
    if (group.first.length < mostSamples) group.first.push(request);
    groups.set(key, group);
  }
  return requestOutcomes.flatMap((outcome) => {
    const alike = [...groups.values()]
      .filter((group) => group.outcome === outcome)
      .sort((one, other) => other.count - one.count);
    const rest = alike.slice(mostReasons);
    return rest.length === 0 ? alike : [...alike.slice(0, mostReasons), together(rest)];
  });
}

function together(groups: readonly FailureGroup[]): FailureGroup {
  const [{ outcome }] = groups as readonly [FailureGroup];
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const first = groups.flatMap((group) => group.first.slice(0, 1)).slice(0, mostSamples);
  return { outcome, reason: null, count, first };
}

async function sampleOf(
  s3: S3Client,
  request: RequestRecord,
  run: string,
): Promise<ResultFailureSample> {
  const { index, result } = request;
  const location = result?.failureLocation ?? request.failureLocation;
  const reason = firstLine(request.reason ?? "");
  const sample = { index, inferenceId: inferenceId(run, index), reason: cut(reason) };
  if (location === null) return { ...sample, failureLocation: null, excerpt: null };
  try {
    const text = await readObjectStart(s3, location);
    return {
      ...sample,
      failureLocation: text === null ? null : location,
      excerpt: text === null ? null : beyond(reason, text),
    };
  } catch {
    // A text that cannot be read is no reason to lose the measurement.
    return { ...sample, failureLocation: location, excerpt: null };
  }
}

/** A failure object says in its first line what the notification says, and more below. */
function firstLine(text: string): string {
  return text.split("\n", 1)[0]?.trim() ?? "";
}

/** What a text says besides the reason; null where that is nothing. */
function beyond(reason: string, text: string): string | null {
  const rest = text.startsWith(reason) ? text.slice(reason.length).trim() : text;
  return rest === "" ? null : cut(rest);
}

function cut(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

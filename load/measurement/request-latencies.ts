import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from "hdr-histogram-js";

import {
  type LatencySummary,
  type ResultHistograms,
  type ResultShard,
} from "../../simulator/scenario/result";
import { type RequestLedger, type RequestRecord } from "../journal/ledger";
import { isOfShard } from "../shards/shard-plan";

import { summarizeSeconds } from "./statistics";

/** What the client itself saw of its requests. */
export interface RequestLatencies {
  /** From the planned sending to the answer that the request is accepted; of every accepted request. */
  readonly submit: LatencySummary;
  /** From the end of a request to the moment at which its notification was read; of every request that was told. */
  readonly delivery: LatencySummary;
  /** From the planned sending to the end that the notification tells; of the requests that succeeded. */
  readonly total: LatencySummary;
  readonly histograms: ResultHistograms;
}

/** What the client saw of a run that several processes sent. */
export interface ShardedLatencies extends RequestLatencies {
  readonly shards: ResultShard[];
}

const microsecondsPerSecond = 1e6;

/** Measures what the journal tells of each request. */
export function measureRequests(ledger: RequestLedger): RequestLatencies {
  const durations = durationsOf(ledger.requests());
  return { ...summarize(durations), histograms: histogramsOf(durations) };
}

/** Measures each shard's requests, and all together; the histograms of the whole are the sum of the shards'. */
export function measureShards(ledger: RequestLedger, shards: number): ShardedLatencies {
  const requests = [...ledger.requests()];
  const each = Array.from({ length: shards }, (_, shard): ResultShard => {
    const own = requests.filter(({ index }) => isOfShard(index, shard, shards));
    const durations = durationsOf(own);
    return {
      ...{ shard, submitted: own.length },
      latencySeconds: summarize(durations),
      histograms: histogramsOf(durations),
    };
  });
  return {
    ...summarize(durationsOf(requests)),
    histograms: mergeHistograms(each.map(({ histograms }) => histograms)),
    shards: each,
  };
}

/** Adds histograms up to what one that had recorded everything would hold. */
function mergeHistograms(parts: readonly ResultHistograms[]): ResultHistograms {
  const merged = (name: "submit" | "delivery" | "total"): string => {
    const sum = emptyHistogram();
    for (const part of parts) sum.add(decodeFromCompressedBase64(part[name]));
    return encodeIntoCompressedBase64(sum);
  };
  return {
    unit: "microseconds",
    submit: merged("submit"),
    delivery: merged("delivery"),
    total: merged("total"),
  };
}

/** Seconds, a value for each request that has one. */
type Durations = Record<"submit" | "delivery" | "total", number[]>;

function durationsOf(requests: Iterable<RequestRecord>): Durations {
  const durations: Durations = { submit: [], delivery: [], total: [] };
  for (const request of requests) {
    const { acceptedSeconds, heardSeconds, outcome, plannedSeconds, result } = request;
    if (acceptedSeconds !== null) {
      durations.submit.push(acceptedSeconds - plannedSeconds);
    }
    if (result !== null && heardSeconds !== null) {
      durations.delivery.push(heardSeconds - result.endedSeconds);
    }
    if (result !== null && outcome === "succeeded") {
      durations.total.push(result.endedSeconds - plannedSeconds);
    }
  }
  return durations;
}

function summarize({
  submit,
  delivery,
  total,
}: Durations): Record<keyof Durations, LatencySummary> {
  return {
    submit: summarizeSeconds(submit),
    delivery: summarizeSeconds(delivery),
    total: summarizeSeconds(total),
  };
}

function histogramsOf({ submit, delivery, total }: Durations): ResultHistograms {
  return {
    unit: "microseconds",
    submit: encoded(submit),
    delivery: encoded(delivery),
    total: encoded(total),
  };
}

function emptyHistogram(): Histogram {
  return build({ bitBucketSize: 64, numberOfSignificantValueDigits: 3 });
}

/** HdrHistogram's V2 format, compressed, in base64: what other tools read, and histograms of several runs add up in. */
function encoded(durations: readonly number[]): string {
  const histogram = emptyHistogram();
  for (const duration of durations) {
    histogram.recordValue(Math.max(0, Math.round(duration * microsecondsPerSecond)));
  }
  return encodeIntoCompressedBase64(histogram);
}

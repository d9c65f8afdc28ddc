import { build, encodeIntoCompressedBase64, type Histogram } from "hdr-histogram-js";

import { type LatencySummary, type ResultHistograms } from "../../simulator/scenario/result";
import { type RequestLedger } from "../journal/ledger";

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

const microsecondsPerSecond = 1e6;

/** Measures what the journal tells of each request. */
export function measureRequests(ledger: RequestLedger): RequestLatencies {
  const submit: number[] = [];
  const delivery: number[] = [];
  const total: number[] = [];
  for (const request of ledger.requests()) {
    const { acceptedSeconds, heardSeconds, outcome, plannedSeconds, result } = request;
    if (acceptedSeconds !== null) {
      submit.push(acceptedSeconds - plannedSeconds);
    }
    if (result !== null && heardSeconds !== null) {
      delivery.push(heardSeconds - result.endedSeconds);
    }
    if (result !== null && outcome === "succeeded") {
      total.push(result.endedSeconds - plannedSeconds);
    }
  }
  return {
    submit: summarizeSeconds(submit),
    delivery: summarizeSeconds(delivery),
    total: summarizeSeconds(total),
    histograms: {
      unit: "microseconds",
      submit: encoded(submit),
      delivery: encoded(delivery),
      total: encoded(total),
    },
  };
}

/** HdrHistogram's V2 format, compressed, in base64: what other tools read, and histograms of several runs add up in. */
function encoded(durations: readonly number[]): string {
  const histogram: Histogram = build({ bitBucketSize: 64, numberOfSignificantValueDigits: 3 });
  for (const duration of durations) {
    histogram.recordValue(Math.max(0, Math.round(duration * microsecondsPerSecond)));
  }
  return encodeIntoCompressedBase64(histogram);
}

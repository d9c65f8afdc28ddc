import { build, encodeIntoCompressedBase64 } from "hdr-histogram-js";

import { type LatencyRecorder } from "./latency-recorder";

/** What was recorded in HdrHistogram's V2 format, compressed, in base64: what other tools read and add up. */
export function encodeHistogram(recorder: LatencyRecorder): string {
  const histogram = build({ bitBucketSize: 64, numberOfSignificantValueDigits: 3 });
  for (const { microseconds, count } of recorder.entries()) {
    histogram.recordValueWithCount(microseconds, count);
  }
  return encodeIntoCompressedBase64(histogram);
}

import { decodeFromCompressedBase64, JsHistogram } from "hdr-histogram-js";

import { type RunResult } from "../../simulator/scenario/result";
import { latencyStageLooks, type LatencyStageLook } from "./latency-stages";

/** Requests by how long one stage took them. */
export interface StageBins {
  readonly stage: LatencyStageLook;
  /** On a logarithmic scale each bin is as wide as the one before times a factor. */
  readonly scale: "linear" | "log";
  /** Side by side, from the shortest; seconds. */
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[];
}

const microsecondsPerSecond = 1e6;

/** What is quicker stands in the first bin: a logarithmic axis has no zero. */
const shortestSeconds = 0.001;

/** As many as a telephone has room for. */
const binCount = 40;

/** The longest is so many times the shortest before a linear axis hides the short ones. */
const logarithmicFrom = 20;

/** The latencies of a run in bins, for each stage that its histograms tell; none without any. */
export function latencyBins({ histograms }: RunResult): StageBins[] {
  const encoded: Readonly<Record<string, string | undefined>> = { ...histograms };
  return latencyStageLooks.flatMap((stage) => {
    const recorded = [...recordedValues(encoded[stage.key])];
    return recorded.length === 0 ? [] : [stageBins(stage, recorded)];
  });
}

interface Recorded {
  readonly seconds: number;
  readonly count: number;
}

function stageBins(stage: LatencyStageLook, recorded: readonly Recorded[]): StageBins {
  const shortest = recorded.reduce((least, { seconds }) => Math.min(least, seconds), Infinity);
  const longest = recorded.reduce((most, { seconds }) => Math.max(most, seconds), 0);
  const scale = longest / shortest < logarithmicFrom ? "linear" : "log";
  // Durations that are all alike need room around them to be seen.
  const room = longest / shortest < 1.01 ? 1.25 : 1.001;
  const [low, high] = [shortest / room, longest * room];
  const edge = (place: number): number =>
    scale === "log" ? low * (high / low) ** place : low + (high - low) * place;
  const place = (seconds: number): number =>
    scale === "log"
      ? Math.log(seconds / low) / Math.log(high / low)
      : (seconds - low) / (high - low);
  const counts = Array.from({ length: binCount }, () => 0);
  for (const { seconds, count } of recorded) {
    const bin = Math.floor(place(seconds) * binCount);
    counts[bin] = (counts[bin] ?? 0) + count;
  }
  return {
    ...{ stage, scale },
    bins: counts.map((count, bin) => ({
      ...{ from: edge(bin / binCount), to: edge((bin + 1) / binCount), count },
    })),
  };
}

/** What an HdrHistogram in its V2 format (compressed, base64) has recorded. */
function* recordedValues(text: string | undefined): Generator<Recorded> {
  const histogram = text === undefined ? undefined : decodeFromCompressedBase64(text);
  if (!(histogram instanceof JsHistogram)) return;
  const { recordedValuesIterator } = histogram;
  recordedValuesIterator.reset();
  while (recordedValuesIterator.hasNext()) {
    const { valueIteratedTo, countAtValueIteratedTo: count } = recordedValuesIterator.next();
    yield { seconds: Math.max(shortestSeconds, valueIteratedTo / microsecondsPerSecond), count };
  }
}

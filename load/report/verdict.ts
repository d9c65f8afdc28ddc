import { type RequestOutcome, type RunResult, fleetSeries } from "../../simulator/scenario/result";
import { formatCount, formatCounted, formatList, formatUsd } from "./format-quantity";
import { readScenarioFacts } from "./scenario-facts";
import { knownValue, secondWhere } from "./timeline-series";

/**
 * How a run went. `good`: every request succeeded, the fleet is back at its minimum, no warning. `bad`: a request was
 * lost, or fewer than half succeeded. `caution`: anything between.
 */
export type VerdictTone = "good" | "caution" | "bad";

/** A run in one line. */
export interface Verdict {
  readonly tone: VerdictTone;
  /** `10,000 of 10,000 requests succeeded` */
  readonly headline: string;
  /** What became of the rest, the fleet's way and the cost, a sentence each. */
  readonly details: readonly string[];
}

/** The outcomes other than success, each with the words a sentence needs. */
const outcomeWords: Readonly<Record<RequestOutcome, string>> = {
  succeeded: "succeeded",
  failed: "failed",
  expired: "expired in the queue",
  timedOut: "timed out in processing",
  lost: "were lost",
  unfinished: "were cut off by the end of the run",
};

/** Sums a run up in one line, from its totals, its fleet and its cost. */
export function verdictOf(result: RunResult): Verdict {
  const { totals } = result;
  return {
    tone: toneOf(result),
    headline: `${formatCount(totals.succeeded)} of ${formatCounted(totals.submitted, "request")} succeeded`,
    details: [restSentence(result), fleetSentence(result), costSentence(result)],
  };
}

/** The fleet's size at the start, at its peak and at the end; the first and the last may be unknown. */
export function fleetWay(result: RunResult): {
  initial: number | null;
  peak: number;
  final: number | null;
} {
  const { timeline } = result;
  return {
    initial: knownValue(timeline, fleetSeries.currentInstances, "first"),
    peak: result.instances.peak,
    final: knownValue(timeline, fleetSeries.currentInstances, "last"),
  };
}

/** The fleet's way as a row of figures: `0 → 5 → 0`. */
export function formatFleetWay(result: RunResult): string {
  const { initial, peak, final } = fleetWay(result);
  return [initial, peak, final]
    .map((size) => (size === null ? "?" : formatCount(size)))
    .join(" → ");
}

/** When the fleet was back at its last size after its last change, in seconds; null when it never changed. */
export function fleetSettledAt(result: RunResult): number | null {
  const { final } = fleetWay(result);
  const lastOther = secondWhere(
    result.timeline,
    fleetSeries.currentInstances,
    (size) => size !== final,
    "last",
  );
  return lastOther === null ? null : lastOther + result.timeline.periodSeconds;
}

function toneOf(result: RunResult): VerdictTone {
  const { totals, warnings } = result;
  const { minCapacity } = readScenarioFacts(result.scenario);
  const { final } = fleetWay(result);
  const stillUp = final !== null && minCapacity !== null && final > minCapacity;
  if (totals.succeeded === totals.submitted && warnings.length === 0 && !stillUp) {
    return "good";
  }
  return totals.lost > 0 || totals.succeeded < totals.submitted / 2 ? "bad" : "caution";
}

function restSentence({ totals }: RunResult): string {
  const outcomes = ["failed", "expired", "timedOut", "lost", "unfinished"] as const;
  const present = outcomes.filter((outcome) => totals[outcome] > 0);
  if (present.length === 0) {
    return "None failed, expired, timed out or was lost.";
  }
  const parts = present.map((outcome) => {
    const words = outcomeWords[outcome];
    return `${formatCount(totals[outcome])} ${totals[outcome] === 1 ? words.replace(/^were/, "was") : words}`;
  });
  return `${formatList(parts)}.`;
}

function fleetSentence(result: RunResult): string {
  const { initial, peak, final } = fleetWay(result);
  if (initial === null || final === null) {
    return `The fleet peaked at ${formatCounted(peak, "instance")}.`;
  }
  return `The fleet went ${formatFleetWay(result)} instances.`;
}

function costSentence({ cost }: RunResult): string {
  if (cost.total === null) {
    return "Its cost is unknown: no price is known for the instance type.";
  }
  const perThousand =
    cost.perThousandSucceeded === null
      ? ""
      : `, ${formatUsd(cost.perThousandSucceeded)} per thousand succeeded`;
  return `It cost ${formatUsd(cost.total)}${perThousand}.`;
}

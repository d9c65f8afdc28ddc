/** How a request can end. Every submitted request ends in exactly one of these. */
export const requestOutcomes = [
  "succeeded",
  "failed",
  "expired",
  "timedOut",
  "lost",
  "unfinished",
] as const;

export type RequestOutcome = (typeof requestOutcomes)[number];

/** Counts of a run: the outcomes count requests and add up to `submitted`; the last three count events. */
export interface ResultTotals extends Record<RequestOutcome, number> {
  submitted: number;
  /** Times that a running request was cut off by the removal of its instance. */
  interrupted: number;
  /** Times that an interrupted request was put back in the queue. */
  redelivered: number;
  /** Results delivered again for a request that already had one. */
  duplicated: number;
}

/** Percentiles, maximum and mean of a duration, in seconds; all null when nothing was measured. */
export interface LatencySummary {
  p50: number | null;
  p90: number | null;
  p95: number | null;
  p99: number | null;
  max: number | null;
  mean: number | null;
}

/** The names of the timeline's own series, besides the metric names of `sagemaker/metrics.ts`. */
export const fleetSeries = {
  currentInstances: "CurrentInstanceCount",
  desiredInstances: "DesiredInstanceCount",
} as const;

/**
 * Series over the run. `seconds` holds the start of each period. A gauge stands as it is at that instant, a counter
 * over the period that begins there; null where AWS publishes nothing.
 */
export type ResultTimeline = { periodSeconds: number; seconds: number[] } & Record<
  string,
  number | (number | null)[]
>;

/** A change of the fleet, as Application Auto Scaling lists it. */
export interface ResultScalingActivity {
  startSeconds: number;
  /** Null while it is under way. */
  endSeconds: number | null;
  from: number | null;
  to: number | null;
  cause: string;
  /** `Pending`, `InProgress`, `Successful`, `Overridden`, `Unfulfilled` or `Failed`. */
  status: string;
}

/** Something the reader should know, and what to do about it. */
export interface ResultWarning {
  /** Stable, kebab-case. */
  code: string;
  message: string;
  advice: string;
}

/** Where a measured run took place. Absent from a modelled one. */
export interface ResultMeasurement {
  /** `local` is the local server, `aws` a deployed stack, `url` any other endpoint. */
  target: "local" | "aws" | "url";
  endpointName: string;
  /** Seconds of the service's time that passed in a second of the client's clock. */
  speed: number;
  startedAt: string;
  finishedAt: string;
}

/** What a run gives, modelled or measured: the JSON of `--json` (DESIGN 5.3). */
export interface RunResult {
  /** Every value as used, defaults filled in. */
  scenario: Record<string, unknown>;
  seed: number;
  totals: ResultTotals;
  /**
   * Of the requests that succeeded: `queue` until the last start, `service` from there to the result, `total` from the
   * planned sending. In a measured run `queue` and `service` are CloudWatch's, which tells failures in the same breath.
   */
  latencySeconds: { queue: LatencySummary; service: LatencySummary; total: LatencySummary };
  instances: { peak: number; instanceSeconds: number };
  cost: { currency: "USD"; total: number | null; perThousandSucceeded: number | null };
  timeline: ResultTimeline;
  scalingActivities: ResultScalingActivity[];
  warnings: ResultWarning[];
  measurement?: ResultMeasurement;
}

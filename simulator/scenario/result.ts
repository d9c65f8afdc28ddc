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
  environment?: ResultEnvironment;
}

/** What the client of a measured run ran on. */
export interface ResultEnvironment {
  /** Of this project. */
  version: string;
  /** Of the AWS SDK for JavaScript. */
  sdkVersion: string;
  node: string;
  /** Operating system, its release, and the architecture. */
  platform: string;
  /** How many, and of which model. */
  processors: string;
  memoryGiB: number;
}

/** Latencies of a measured run in HdrHistogram's V2 format (compressed, base64), which adds up across runs. */
export interface ResultHistograms {
  unit: "microseconds";
  submit: string;
  delivery: string;
  total: string;
}

/** Latencies of a modelled run, in the same format. */
export interface ModelledHistograms {
  unit: "microseconds";
  queue: string;
  service: string;
  total: string;
}

/** What one of several processes sent. */
export interface ResultShard {
  /** From 0: requests whose index leaves this rest when divided by the number of shards. */
  shard: number;
  submitted: number;
  latencySeconds: Record<"submit" | "delivery" | "total", LatencySummary>;
  histograms: ResultHistograms;
}

/** A request that got no result. */
export interface ResultFailureSample {
  index: number;
  inferenceId: string;
  /** The first line of it. */
  reason: string;
  /** Where in S3 its failure is told; null where nothing is. */
  failureLocation: string | null;
  /** The beginning of what is told there besides the reason; null where nothing is, or where it cannot be read. */
  excerpt: string | null;
}

/** Requests that got no result in the same way and for the same reason. */
export interface ResultFailure {
  outcome: Exclude<RequestOutcome, "succeeded">;
  /** In the words of the service, or of the reconciliation; null for all the rarer reasons together. */
  reason: string | null;
  count: number;
  /** The first few of them. */
  samples: ResultFailureSample[];
}

/** The names of the series that lay a prediction beside a measured run. */
export const predictionSeries = {
  backlog: "PredictedBacklogSize",
  backlogLow: "PredictedBacklogSizeP5",
  backlogHigh: "PredictedBacklogSizeP95",
  measuredCost: "CostSoFar",
  cost: "PredictedCostSoFar",
} as const;

/**
 * What the model of the service expected of a measured run, and how far it was off. Errors are shares: 0.05 is 5 %;
 * those with a sign say by how much the prediction was above the measurement. Null where nothing can be compared.
 */
export interface ResultPrediction {
  /** Runs of the model, under different draws of chance, whose mean the prediction is. */
  runs: number;
  backlogPeak: number;
  instanceSeconds: number;
  cost: number | null;
  totalP95Seconds: number | null;
  totalP99Seconds: number | null;
  errors: {
    /** Mean distance of the two backlog curves while either is above zero, of the measured peak. */
    backlogMean: number | null;
    /** Largest distance of the two backlog curves, of the measured peak. */
    backlogLargest: number | null;
    backlogPeak: number | null;
    cost: number | null;
    totalP95: number | null;
    totalP99: number | null;
    /** Of the mean service time. */
    service: number | null;
  };
  /** How far a run of the model itself is from the prediction on average: what chance alone accounts for. */
  chance: {
    backlogMean: number | null;
    cost: number | null;
    totalP95: number | null;
    totalP99: number | null;
  };
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
  latencySeconds: {
    queue: LatencySummary;
    service: LatencySummary;
    total: LatencySummary;
    /** Of a measured run: from the planned sending to the acceptance, by the client's clock. */
    submit?: LatencySummary;
    /** Of a measured run: from the end of a request to the reading of its notification. */
    delivery?: LatencySummary;
  };
  instances: { peak: number; instanceSeconds: number };
  cost: { currency: "USD"; total: number | null; perThousandSucceeded: number | null };
  timeline: ResultTimeline;
  scalingActivities: ResultScalingActivity[];
  warnings: ResultWarning[];
  measurement?: ResultMeasurement;
  /** Of a measured run: how and why requests got no result, each of them in exactly one of these. */
  failures?: ResultFailure[];
  /** Of a measured run, and of a modelled one where they were asked for. */
  histograms?: ResultHistograms | ModelledHistograms;
  /** Of a measured run that several processes sent. */
  shards?: ResultShard[];
  /** Of a measured run that sent all that it was to send. */
  prediction?: ResultPrediction;
}

/** Stages of a run, in their order. */
export const loadPhases = [
  "uploading",
  "waitingForFleet",
  "sending",
  "draining",
  "scalingIn",
  "reconciling",
  "measuring",
] as const;

export type LoadPhase = (typeof loadPhases)[number];

/** How far a run is. */
export interface LoadProgress {
  readonly phase: LoadPhase;
  /** Service seconds since the stream started; null before. */
  readonly streamSeconds: number | null;
  readonly requests: number;
  readonly uploaded: number;
  readonly sent: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Requests that are sent and have had no word yet. */
  readonly outstanding: number;
  /** `ApproximateBacklogSize` as CloudWatch last showed it; null before it did. */
  readonly backlog: number | null;
  /** Null before the first look. */
  readonly currentInstances: number | null;
  readonly desiredInstances: number | null;
}

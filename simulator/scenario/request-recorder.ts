import { type AsyncEndpoint } from "../engine/async-endpoint";
import { type Outcome, type RequestInstants } from "../engine/types";
import { LatencyRecorder } from "./latency-recorder";
import { type PlayListener } from "./play";
import { type LatencySummary, type ResultTotals } from "./result";

/** Submission to last start, start to result, and both together. */
export const latencyStages = ["queue", "service", "total"] as const;
export type LatencyStage = (typeof latencyStages)[number];

/** Counts what becomes of the requests of a run, and measures those that succeed, as far as it is asked to. */
export class RequestRecorder implements PlayListener {
  readonly totals: ResultTotals = {
    ...{ submitted: 0, succeeded: 0, failed: 0, expired: 0, timedOut: 0, lost: 0, unfinished: 0 },
    ...{ interrupted: 0, redelivered: 0, duplicated: 0 },
  };
  settled = 0;
  endpoint: AsyncEndpoint | null = null;
  private readonly queue: LatencyRecorder | null;
  private readonly service: LatencyRecorder | null;
  private readonly total: LatencyRecorder | null;

  /** @param stages What is measured; each stage costs a tenth of the time of a run. */
  constructor(stages: readonly LatencyStage[]) {
    this.queue = stages.includes("queue") ? new LatencyRecorder() : null;
    this.service = stages.includes("service") ? new LatencyRecorder() : null;
    this.total = stages.includes("total") ? new LatencyRecorder() : null;
  }

  requestSettled(
    _request: number,
    outcome: Outcome,
    { submittedAt, startedAt, settledAt }: RequestInstants,
  ): void {
    this.settled++;
    this.totals[outcome]++;
    if (outcome !== "succeeded") return;
    this.queue?.record(startedAt - submittedAt);
    this.service?.record(settledAt - startedAt);
    this.total?.record(settledAt - submittedAt);
  }

  requestInterrupted(_request: number, _atSeconds: number, redelivered: boolean): void {
    this.totals.interrupted++;
    if (redelivered) this.totals.redelivered++;
  }

  /** Of one stage; empty when it is not measured. */
  recorded(stage: LatencyStage): LatencyRecorder {
    return this[stage] ?? new LatencyRecorder();
  }

  /** Of one stage; all null when it is not measured. */
  summary(stage: LatencyStage): LatencySummary {
    return this.recorded(stage).summary();
  }

  /** Of the stages that are measured. */
  summaries(): Partial<Record<LatencyStage, LatencySummary>> {
    return Object.fromEntries(
      latencyStages.flatMap((stage) => {
        const recorder = this[stage];
        return recorder === null ? [] : [[stage, recorder.summary()]];
      }),
    );
  }
}

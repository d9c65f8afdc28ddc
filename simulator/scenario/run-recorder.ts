import { type AsyncEndpoint } from "../engine/async-endpoint";
import { type Outcome, type RequestInstants } from "../engine/types";
import { LatencyRecorder } from "./latency-recorder";
import { type PlayListener } from "./play";
import { type ResultTotals } from "./result";

/** Counts and measures what happens to the requests of a run, and samples its fleet. */
export class RunRecorder implements PlayListener {
  readonly totals: ResultTotals = {
    submitted: 0,
    succeeded: 0,
    failed: 0,
    expired: 0,
    timedOut: 0,
    lost: 0,
    unfinished: 0,
    interrupted: 0,
    redelivered: 0,
    duplicated: 0,
  };
  /** Of the requests that succeeded: their last start, minus their submission. */
  readonly queue = new LatencyRecorder();
  /** Start to result. */
  readonly service = new LatencyRecorder();
  /** Submission to result. */
  readonly total = new LatencyRecorder();
  /** In service, at each minute from the start. */
  readonly currentInstances: number[] = [];
  readonly desiredInstances: number[] = [];
  settled = 0;
  endpoint: AsyncEndpoint | null = null;

  requestSettled(
    _request: number,
    outcome: Outcome,
    { submittedAt, startedAt, settledAt }: RequestInstants,
  ): void {
    this.settled++;
    this.totals[outcome]++;
    if (outcome !== "succeeded") return;
    this.queue.record(startedAt - submittedAt);
    this.service.record(settledAt - startedAt);
    this.total.record(settledAt - submittedAt);
  }

  requestInterrupted(_request: number, _atSeconds: number, redelivered: boolean): void {
    this.totals.interrupted++;
    if (redelivered) this.totals.redelivered++;
  }

  minuteSampled(): void {
    this.currentInstances.push(this.endpoint?.currentInstanceCount ?? 0);
    this.desiredInstances.push(this.endpoint?.desiredInstanceCount ?? 0);
  }
}

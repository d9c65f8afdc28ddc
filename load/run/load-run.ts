import { type RunResult } from "../../simulator/scenario/result";

import { type PlannedRequest, sendOpenLoop } from "../sending/client";
import { metricPeriodSeconds } from "../measurement/metric-series";
import { type LoadPhase, type LoadProgress } from "./progress";
import { reconcile } from "../following/reconciliation";
import { type RunContext } from "./run-context";
import { measureRun } from "./run-result";
import { type RunNotes } from "./run-warnings";
import { inputLocation, inputPrefixOf, uploadInputs } from "../sending/uploader";
import { metricDelaySeconds, waitForFleet, waitForResults, waitForReturn } from "./waiting";

const progressIntervalMilliseconds = 250;

/** What is collected from the queues after a stop, in seconds of this machine's clock. */
const lastCollectionSeconds = 2;

/** One run, from the first upload to the result. */
export class LoadRun {
  private phase: LoadPhase = "uploading";
  private streamStart: number | undefined;
  private returnedAt: number | undefined;
  private cutOff = false;

  constructor(private readonly context: RunContext) {}

  /** Runs it; to be called once. */
  async run(startedAt: Date): Promise<RunResult> {
    const { collector, fleet, backlog, options } = this.context;
    const background = new AbortController();
    const failure = new AbortController();
    const ended = AbortSignal.any([
      failure.signal,
      ...(options.signal === undefined ? [] : [options.signal]),
    ]);
    const watchers = [collector, fleet, backlog].map((each) =>
      each.run(background.signal).catch((error: unknown) => failure.abort(error)),
    );
    const ticker = setInterval(() => this.report(), progressIntervalMilliseconds);
    try {
      const stopped = await this.drive(ended, failure.signal);
      this.enter("reconciling");
      if (stopped) {
        await this.collectLast();
      }
      background.abort();
      await Promise.all(watchers);
      failure.signal.throwIfAborted();
      return await this.conclude(startedAt, stopped);
    } finally {
      clearInterval(ticker);
      background.abort();
      await Promise.all(watchers);
    }
  }

  /** Goes through the phases up to the return of the fleet; returns whether the user stopped it on the way. */
  private async drive(ended: AbortSignal, failure: AbortSignal): Promise<boolean> {
    try {
      await this.prepare(ended);
      await this.stream(ended);
      await this.settle(ended);
      return false;
    } catch (error) {
      failure.throwIfAborted();
      if (this.context.options.signal?.aborted === true) {
        return true;
      }
      throw error;
    }
  }

  /** Uploads while the fleet goes down to where the stream is to find it. */
  private async prepare(ended: AbortSignal): Promise<void> {
    const { arrivals, clients, endpoint, options, run, source, record } = this.context;
    const { target, startFleet } = options;
    this.enter("uploading");
    const inputs = source.inputs(arrivals.length);
    await uploadInputs(clients.uploads, inputPrefixOf(target, run), inputs, record, ended);
    const count = startFleet === undefined ? (endpoint.capacity?.min ?? null) : startFleet;
    if (count !== null) {
      this.enter("waitingForFleet");
      await waitForFleet(this.context, count, ended);
    }
  }

  private async stream(ended: AbortSignal): Promise<void> {
    const { clients, clock, options, run, record } = this.context;
    const { target, scenario } = options;
    this.enter("sending");
    await clock.standStill();
    // CloudWatch's periods begin on whole minutes, so the run's do too.
    const streamStart = Math.ceil(clock.now() / metricPeriodSeconds) * metricPeriodSeconds;
    this.streamStart = streamStart;
    record({ event: "streamStarted", atSeconds: streamStart });
    const sender = {
      runtime: clients.runtime,
      endpointName: target.endpointName,
      limits: scenario.workload,
      ...{ clock, run, record },
    };
    await sendOpenLoop(sender, this.plan(streamStart), ended);
    ended.throwIfAborted();
  }

  private *plan(streamStart: number): Generator<PlannedRequest> {
    const { arrivals, options, run, source } = this.context;
    const prefix = inputPrefixOf(options.target, run);
    for (const [index, arrivalSeconds] of arrivals.entries()) {
      if (arrivalSeconds > options.scenario.maxSeconds) {
        return;
      }
      yield {
        index,
        plannedSeconds: streamStart + arrivalSeconds,
        inputLocation: inputLocation(prefix, source.inputName(index)),
      };
    }
  }

  private async settle(ended: AbortSignal): Promise<void> {
    const { clock, endpoint, options } = this.context;
    const streamStart = this.streamStart ?? clock.now();
    this.enter("draining");
    this.cutOff = (await waitForResults(this.context, streamStart, ended)) === "cutOff";
    this.enter("scalingIn");
    if (endpoint.capacity !== null && options.waitForScaleIn !== false) {
      const least = endpoint.capacity.min;
      this.returnedAt = await waitForReturn(this.context, least, streamStart, ended);
    } else {
      this.returnedAt = clock.now();
      await clock.sleepUntil(this.returnedAt + metricDelaySeconds, ended);
    }
  }

  /** Results that are in the queues already are worth a moment, even to someone in a hurry. */
  private async collectLast(): Promise<void> {
    const { clock } = this.context;
    await clock.sleepUntil(clock.now() + lastCollectionSeconds * clock.speed);
  }

  private async conclude(startedAt: Date, stopped: boolean): Promise<RunResult> {
    const { clients, clock, ledger, options, record } = this.context;
    const endSeconds = this.returnedAt ?? clock.now();
    const span = {
      startSeconds:
        this.streamStart ?? Math.floor(endSeconds / metricPeriodSeconds) * metricPeriodSeconds,
      endSeconds,
      startedAt,
    };
    const wentToItsEnd = !stopped && !this.cutOff;
    await reconcile(clients.s3, ledger, options.scenario.workload, wentToItsEnd, record);
    this.enter("measuring");
    const fleetStillUp = !stopped && this.returnedAt === undefined;
    const notes: RunNotes = { stopped, cutOff: this.cutOff, fleetStillUp };
    const result = await measureRun(this.context, span, notes);
    record({ event: "finished", atSeconds: clock.now() });
    return result;
  }

  private enter(phase: LoadPhase): void {
    this.phase = phase;
    this.context.record({ event: "phase", phase, atSeconds: this.context.clock.now() });
    this.report();
  }

  private report(): void {
    const { arrivals, options, ledger, fleet, backlog, clock } = this.context;
    if (options.onProgress === undefined) {
      return;
    }
    const { uploaded, sent, accepted, rejected, completed, failed } = ledger.counts;
    const progress: LoadProgress = {
      phase: this.phase,
      streamSeconds: this.streamStart === undefined ? null : clock.now() - this.streamStart,
      requests: arrivals.length,
      ...{ uploaded, sent, accepted, rejected, failed },
      succeeded: completed,
      outstanding: ledger.outstanding,
      backlog: backlog.latest?.size ?? null,
      currentInstances: fleet.latest?.current ?? null,
      desiredInstances: fleet.latest?.desired ?? null,
    };
    options.onProgress(progress);
  }
}

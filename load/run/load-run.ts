import { type RunResult } from "../../simulator/scenario/result";

import { type PlannedRequest, sendClosedLoop, sendOpenLoop } from "../sending/client";
import { metricPeriodSeconds } from "../measurement/metric-series";
import { type LoadPhase, type LoadProgress } from "./progress";
import { type ClosedLoop } from "../sending/closed-loop";
import { visibilityTimeoutSeconds } from "../following/collector";
import { reconcile } from "../following/reconciliation";
import { type ArticleInput } from "../corpus/article-source";
import { type LoadOptions } from "./load-options";
import { type RunContext } from "./run-context";
import { measureRun } from "./run-result";
import { type RunNotes } from "./run-warnings";
import { goesInline, inputPrefixOf, uploadInputs } from "../sending/uploader";
import { StreamPlan } from "./stream-plan";
import {
  metricDelaySeconds,
  waitForCreation,
  waitForFleet,
  waitForResults,
  waitForReturn,
} from "./waiting";

const progressIntervalMilliseconds = 250;

/** What is collected from the queues after a stop, in seconds of this machine's clock. */
const lastCollectionSeconds = 2;

/** Times that requests of which nothing was heard are sent again, before they count as lost. */
const mostRounds = 5;

/** A request of the stream's first instant is to come after what CloudWatch's gauges show of that instant. */
const startSlackSeconds = 0.01;

/** One run, from the first upload to the result. */
export class LoadRun {
  private phase: LoadPhase = "uploading";
  private plan: StreamPlan | undefined;
  private returnedAt: number | undefined;
  private cutOff = false;

  constructor(private readonly context: RunContext) {}

  /** Runs it; to be called once. */
  async run(startedAt: Date): Promise<RunResult> {
    const { followers, fleet, backlog, options } = this.context;
    const background = new AbortController();
    const failure = new AbortController();
    const ended = AbortSignal.any([
      failure.signal,
      ...(options.signal === undefined ? [] : [options.signal]),
    ]);
    const watchers = [...followers, fleet, backlog].map((each) =>
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
    const isStopped = (): boolean => this.context.options.signal?.aborted === true;
    try {
      await this.prepare(ended);
      await this.stream(ended);
    } catch (error) {
      failure.throwIfAborted();
      if (!isStopped()) throw error;
    }
    // What was sent has cost its money, and is waited for even after a stop.
    if (this.plan !== undefined) {
      await this.settle(this.plan, ended, failure);
    }
    if (isStopped()) {
      return true;
    }
    try {
      await this.waitForScaleIn(ended);
    } catch (error) {
      failure.throwIfAborted();
      if (!isStopped()) throw error;
    }
    return false;
  }

  /** Uploads while the fleet goes down to where the stream is to find it. */
  private async prepare(ended: AbortSignal): Promise<void> {
    const { arrivals, clients, earlier, endpoint, options, run, source, record } = this.context;
    const { target, startFleet } = options;
    this.enter("uploading");
    const inputs = uploadsOf(source.inputs(arrivals.length), options, earlier?.uploaded);
    await uploadInputs(clients.uploads, inputPrefixOf(target, run), inputs, record, ended);
    const count = startFleet === undefined ? (endpoint.capacity?.min ?? null) : startFleet;
    this.enter("waitingForFleet");
    await waitForCreation(this.context, ended);
    if (count !== null && (earlier?.streamStart ?? null) === null) {
      await waitForFleet(this.context, count, ended);
    }
  }

  private async stream(ended: AbortSignal): Promise<void> {
    const { clock, earlier, record, shards } = this.context;
    this.enter("sending");
    await shards?.ready(ended);
    await clock.standStill();
    if (earlier === undefined || earlier.streamStart === null) {
      // CloudWatch's periods begin on whole minutes, so the run's do too.
      const soonest = clock.now() + (shards?.leadSeconds ?? 0);
      const atSeconds = Math.ceil(soonest / metricPeriodSeconds) * metricPeriodSeconds;
      record({ event: "streamStarted", atSeconds });
      // A request that left a moment before its minute would be in the gauges of that minute, and wake the fleet early.
      await clock.standStill(atSeconds + startSlackSeconds);
      this.plan = StreamPlan.startingAt(this.context, atSeconds);
    } else {
      const { streamStart, shiftSeconds } = earlier;
      // What others send while this process is away they send at its time.
      this.plan = shards?.areIndependent
        ? StreamPlan.startingAt(this.context, streamStart)
        : StreamPlan.goingOn(this.context, streamStart, shiftSeconds);
      const { shiftSeconds: shifted } = this.plan;
      record({ event: "resumed", atSeconds: clock.now(), shiftSeconds: shifted });
    }
    if (shards === undefined) {
      await this.send(this.plan.unsent(), ended, this.context.loop);
    } else {
      const start = {
        startSeconds: this.plan.countedFromSeconds,
        standSeconds: clock.now(),
      };
      await shards.send(start, () => clock.leash(Infinity), ended);
    }
    ended.throwIfAborted();
  }

  private send(
    requests: Iterable<PlannedRequest>,
    ended: AbortSignal,
    loop?: ClosedLoop,
  ): Promise<void> {
    const { clients, clock, options, run, record } = this.context;
    const sender = {
      runtime: clients.runtime,
      endpointName: options.target.endpointName,
      limits: options.scenario.workload,
      placesOutputs: options.completion === "polling",
      ...{ clock, run, record },
    };
    return loop === undefined
      ? sendOpenLoop(sender, requests, ended)
      : sendClosedLoop(sender, requests, loop, ended);
  }

  /**
   * Waits for every answer. A request whose acceptance no one has told of is decided here: when nothing of it was heard
   * although all others were, it was not accepted, and is sent again.
   */
  private async settle(plan: StreamPlan, ended: AbortSignal, failure: AbortSignal): Promise<void> {
    const { ledger } = this.context;
    this.enter("draining");
    const { cutOffSeconds } = plan;
    const silenceNotBefore = performance.now() + (await this.invisibilityMilliseconds());
    for (let round = 0; ; round += 1) {
      const end = await waitForResults(this.context, { cutOffSeconds, silenceNotBefore }, failure);
      this.cutOff = end === "cutOff";
      const doubtful = ledger.inDoubt().map(({ index }) => index);
      if (this.cutOff || doubtful.length === 0 || round === mostRounds || ended.aborted) {
        return;
      }
      await this.send(plan.again(doubtful), ended);
    }
  }

  /** How long messages that an earlier process received stay out of sight. */
  private async invisibilityMilliseconds(): Promise<number> {
    const { clients, earlier, options } = this.context;
    if (earlier === undefined || options.completion === "polling") {
      return 0;
    }
    const { successQueueUrl, errorQueueUrl } = options.target;
    const seconds = await Promise.all(
      [successQueueUrl, errorQueueUrl].map((url) => visibilityTimeoutSeconds(clients.sqs, url)),
    );
    return Math.max(...seconds) * 1000;
  }

  private async waitForScaleIn(ended: AbortSignal): Promise<void> {
    const { clock, endpoint, options } = this.context;
    const deadline = this.plan?.cutOffSeconds ?? clock.now();
    this.enter("scalingIn");
    if (endpoint.capacity !== null && options.waitForScaleIn !== false) {
      this.returnedAt = await waitForReturn(this.context, endpoint.capacity.min, deadline, ended);
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
        this.plan?.startSeconds ??
        Math.floor(endSeconds / metricPeriodSeconds) * metricPeriodSeconds,
      endSeconds,
      startedAt,
    };
    const wentToItsEnd = !stopped && !this.cutOff;
    await reconcile(clients.s3, ledger, options.scenario.workload, wentToItsEnd, record);
    this.enter("measuring");
    const fleetStillUp = !stopped && this.returnedAt === undefined;
    const notes: RunNotes = { stopped, cutOff: this.cutOff, fleetStillUp };
    const result = await measureRun(this.context, span, notes);
    if (!stopped) record({ event: "finished", atSeconds: clock.now() });
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
      streamSeconds: this.plan === undefined ? null : clock.now() - this.plan.startSeconds,
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

function* uploadsOf(
  inputs: Iterable<ArticleInput>,
  options: LoadOptions,
  uploaded: ReadonlySet<string> = new Set(),
): Generator<ArticleInput> {
  for (const input of inputs) {
    if (!goesInline(options, input) && !uploaded.has(input.name)) yield input;
  }
}

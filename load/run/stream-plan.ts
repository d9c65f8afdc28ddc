import { type PlannedRequest } from "../sending/client";
import { inputOf, plannedRequests } from "./planned-requests";
import { type RunContext } from "./run-context";

/** When the requests of a run are to be sent. */
export class StreamPlan {
  /**
   * @param startSeconds Epoch seconds of the service at which the stream started.
   * @param shiftSeconds How much later what is still to be sent is planned, because the client was not there.
   */
  private constructor(
    private readonly context: RunContext,
    readonly startSeconds: number,
    readonly shiftSeconds: number,
  ) {}

  /** A stream that starts at an instant. */
  static startingAt(context: RunContext, startSeconds: number): StreamPlan {
    return new StreamPlan(context, startSeconds, 0);
  }

  /**
   * The stream of a run that is gone on with: what was not sent keeps its distances, and begins now where its time is
   * over. Sent all at once it would be a burst that no one planned.
   */
  static goingOn(context: RunContext, startSeconds: number, shiftSeconds: number): StreamPlan {
    const before = new StreamPlan(context, startSeconds, shiftSeconds);
    const [next] = before.unsent();
    const late = next === undefined ? 0 : context.clock.now() - next.plannedSeconds;
    return late > 0 ? new StreamPlan(context, startSeconds, shiftSeconds + late) : before;
  }

  /** Epoch seconds that the arrivals of what is still to be sent count from. */
  get countedFromSeconds(): number {
    return this.startSeconds + this.shiftSeconds;
  }

  /** Epoch seconds at which the scenario's `maxSeconds` are over. */
  get cutOffSeconds(): number {
    return this.countedFromSeconds + this.context.options.scenario.maxSeconds;
  }

  /** Every request that was not yet sent, in the order of the planned times. */
  *unsent(): Generator<PlannedRequest> {
    const { arrivals, clock, ledger, options, run, source } = this.context;
    const { target, scenario, inline } = options;
    const requests = plannedRequests({
      ...{ arrivals, run, target, source, inline },
      startSeconds: this.countedFromSeconds,
      maxSeconds: scenario.maxSeconds,
      isDue: (index) => ledger.request(index) === undefined,
    });
    const isLoop = scenario.workload.arrivals.kind === "closed-loop";
    for (const request of requests) {
      // A loop's requests have no planned times that could be beyond the end.
      if (isLoop && clock.now() >= this.cutOffSeconds) return;
      yield request;
    }
  }

  /** Requests that were sent and not accepted, planned for this moment. */
  *again(indices: readonly number[]): Generator<PlannedRequest> {
    const { options, run, source } = this.context;
    for (const index of indices) {
      const plannedSeconds = this.context.clock.now();
      const { target, inline } = options;
      const input = inputOf({ run, source, target, inline }, index);
      yield { index, plannedSeconds, ...input, again: true };
    }
  }
}

import { LoadError } from "../load-error";
import { type RunContext } from "./run-context";

/** Pause between two looks at a condition. */
const lookSeconds = 30;

/** CloudWatch shows a datapoint up to three minutes after its minute, and alarms act on what it shows. */
export const metricDelaySeconds = 240;

/** Longest wait for a fleet: fifteen minutes of low metrics, a change under way, and as much again and again. */
const fleetPatienceSeconds = 2 * 3600;

/** A request is given up when nothing was heard for the longest processing time and this much more. */
const settleSeconds = 300;

/** How the wait for results ended. */
export type DrainEnd =
  /** Every request was heard of. */
  | "settled"
  /** The queue is empty, and nothing was heard for as long as a request can take. */
  | "quiet"
  /** The scenario's `maxSeconds` are over. */
  | "cutOff";

/**
 * Silence by this machine's clock that is waited for besides: a client on a busy machine may be behind the service, and
 * the queues' time does not go faster than the clock's.
 */
const leastSilenceMilliseconds = 3000;

/** What there is to wait for. */
export interface Expectation {
  /** Epoch seconds of the service at which the run is cut off. */
  readonly cutOffSeconds: number;
  /**
   * Milliseconds of this machine's clock before which silence says nothing: messages that a killed process had received
   * come back only when their time of invisibility is over.
   */
  readonly silenceNotBefore: number;
}

/** Waits until nothing more is to be expected from the queues. */
export async function waitForResults(
  context: RunContext,
  { cutOffSeconds, silenceNotBefore }: Expectation,
  signal: AbortSignal,
): Promise<DrainEnd> {
  const silentFrom = Math.max(silenceNotBefore, performance.now() + leastSilenceMilliseconds);
  const { clock, ledger, options } = context;
  const sendingEnded = clock.now();
  const { requestTtlSeconds, invocationTimeoutSeconds } = options.scenario.workload;
  const longestLife = requestTtlSeconds + invocationTimeoutSeconds + settleSeconds;
  for (;;) {
    const now = clock.now();
    if (ledger.outstanding === 0) {
      return "settled";
    }
    if (now >= cutOffSeconds) {
      return "cutOff";
    }
    const isSilent = now >= sendingEnded + longestLife || isQuiet(context, sendingEnded);
    if (isSilent && performance.now() >= silentFrom) {
      return "quiet";
    }
    await clock.sleepUntil(Math.min(now + lookSeconds, cutOffSeconds), signal);
  }
}

function isQuiet(context: RunContext, sendingEnded: number): boolean {
  const { clock, followers, backlog, options } = context;
  const lastWord = Math.max(
    sendingEnded,
    ...followers.map(({ lastResultSeconds }) => lastResultSeconds),
  );
  const silence = options.scenario.workload.invocationTimeoutSeconds + settleSeconds;
  const seen = backlog.latest;
  return (
    clock.now() - lastWord >= silence &&
    seen !== undefined &&
    seen.atSeconds > sendingEnded &&
    seen.size === 0
  );
}

/**
 * Waits for a fleet of a size, with no change under way.
 *
 * @throws {LoadError} When it does not come about within two hours of the service.
 */
export async function waitForFleet(
  context: RunContext,
  count: number,
  signal: AbortSignal,
): Promise<void> {
  const { clock, fleet, options } = context;
  const deadline = clock.now() + fleetPatienceSeconds;
  while (!fleet.standsAt(count)) {
    if (clock.now() >= deadline) {
      const { current, desired } = fleet.latest ?? {};
      throw new LoadError(
        `Endpoint ${options.target.endpointName} has ${current} instances and wants ${desired}; it was to have ${count} ` +
          `within ${fleetPatienceSeconds} s: look at its scaling activities, or do not wait for the fleet`,
      );
    }
    await clock.sleepUntil(clock.now() + lookSeconds, signal);
  }
}

/**
 * Waits until an endpoint that is still being created takes requests.
 *
 * @throws {LoadError} When it does not come about within two hours of the service.
 */
export async function waitForCreation(
  { clock, fleet, options }: RunContext,
  signal: AbortSignal,
): Promise<void> {
  const deadline = clock.now() + fleetPatienceSeconds;
  while (!fleet.takesRequests) {
    if (clock.now() >= deadline) {
      throw new LoadError(
        `Endpoint ${options.target.endpointName} is still being created after ${fleetPatienceSeconds} s: look at its log, ` +
          "and start the load once it is in service",
      );
    }
    await clock.sleepUntil(clock.now() + lookSeconds, signal);
  }
}

/**
 * Waits until the fleet is back at its least and stays there for as long as a late metric could still move it.
 *
 * @param deadline Epoch seconds of the service.
 * @returns When it came back, or `undefined` when the deadline was first.
 */
export async function waitForReturn(
  context: RunContext,
  least: number,
  deadline: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { clock, fleet } = context;
  let returnedAt: number | undefined;
  while (clock.now() < deadline) {
    if (!fleet.standsAt(least)) {
      returnedAt = undefined;
    } else {
      returnedAt ??= fleet.latest?.atSeconds;
    }
    if (returnedAt !== undefined && clock.now() >= returnedAt + metricDelaySeconds) {
      return returnedAt;
    }
    await clock.sleepUntil(clock.now() + lookSeconds, signal);
  }
  return returnedAt;
}

import { type ResultTimeline, type ResultTotals, type ResultWarning } from "./result";
import { type Scenario } from "./schema";

/** What the warnings are drawn from. */
export interface RunFacts {
  readonly scenario: Scenario;
  readonly totals: ResultTotals;
  readonly timeline: ResultTimeline;
  /** Requests that had not arrived when the run ended; 0 when all had. */
  readonly unsent: number;
  /** Requests that were throttled before they were accepted. */
  readonly throttled: number;
  /** Instances in service when the run ended. */
  readonly finalInstances: number;
  readonly pricePerHour: number | undefined;
}

/** Minutes at the maximum with more backlog than the target, from which the maximum counts as too low. */
const pinnedMinutes = 30;

/** Everything about a run that its reader should know before believing it or deploying it. */
export function findRunWarnings(facts: RunFacts): ResultWarning[] {
  return checks.flatMap((check) => check(facts) ?? []);
}

type Check = (facts: RunFacts) => ResultWarning | undefined;

/**
 * What whoever reads the latencies of a closed loop has to know, modelled or measured.
 *
 * @see https://github.com/giltene/wrk2
 */
export function closedLoopWarning({ arrivals }: Scenario["workload"]): ResultWarning | undefined {
  if (arrivals.kind !== "closed-loop") return undefined;
  const { concurrency } = arrivals;
  return {
    code: "closed-loop",
    message:
      `This was a closed loop of ${concurrency} ${concurrency === 1 ? "request" : "requests"}: the next one was sent when one had ended, so that a slow ` +
      "endpoint was sent less. Its latencies hide the queueing that clients who do not wait for each other would meet (coordinated omission).",
    advice:
      "Read the throughput from it. For latencies to promise, send at planned times: leave `--concurrency` out, or give other `workload.arrivals`.",
  };
}

const closedLoop: Check = ({ scenario }) => closedLoopWarning(scenario.workload);

const requestsExpired: Check = ({ totals, timeline, scenario: { workload } }) => {
  if (totals.expired === 0) return undefined;
  const perMinute = seriesOf(timeline, "ExpiredRequests");
  const isExpiry = (count: number | null): boolean => (count ?? 0) > 0;
  const [first, last] = [perMinute.findIndex(isExpiry), perMinute.findLastIndex(isExpiry)];
  const when = first === last ? `in minute ${first}` : `between minutes ${first} and ${last}`;
  return {
    code: "requests-expired",
    message:
      `${share(totals.expired, totals)} waited longer than their time to live of ${workload.requestTtlSeconds} s and ` +
      `expired in the queue, in the order in which they came, ${when}. ` +
      "Where the backlog falls steeply then, that is expiry, not throughput.",
    advice:
      "Serve faster: raise `scaling.maxCapacity` or `endpoint.maxConcurrentInvocationsPerInstance`, or take a larger instance type. The time to live cannot exceed 21600 s.",
  };
};

const serviceTimeExceedsTimeout: Check = ({ totals, scenario: { workload } }) =>
  totals.timedOut === 0
    ? undefined
    : {
        code: "service-time-exceeds-timeout",
        message: `${share(totals.timedOut, totals)} took longer than the invocation time-out of ${workload.invocationTimeoutSeconds} s; their results were discarded.`,
        advice:
          "Raise `workload.invocationTimeoutSeconds` (3600 at most), lower the concurrency of an instance, or split the work.",
      };

const requestsThrottled: Check = ({ throttled, totals, scenario: { platform } }) =>
  throttled === 0
    ? undefined
    : {
        code: "requests-throttled",
        message: `${share(throttled, totals)} were throttled at ${platform.invocationsPerSecond} invocations a second and sent again; their latencies begin when they were accepted.`,
        advice: "Send more slowly, or spread the load over accounts or regions.",
      };

const requestsInterrupted: Check = ({ totals, scenario: { platform } }) =>
  totals.interrupted === 0
    ? undefined
    : {
        code: "requests-interrupted",
        message: `Scale-in cut off running work ${times(totals.interrupted)} after ${platform.drainSeconds} s of grace; ${totals.redelivered} were queued again, ${totals.lost} lost.`,
        advice:
          "Scale in later: set `scaling.targetTracking.disableScaleIn`, and an `idleScaleIn` that watches `work` for at least the longest request.",
      };

const neverScalesFromZero: Check = ({ scenario: { scaling, endpoint } }) => {
  if (scaling === null) {
    return endpoint.initialInstanceCount > 0
      ? undefined
      : {
          code: "never-scales-from-zero",
          message: "The fleet is held at zero instances: nothing is ever served.",
          advice: "Raise `endpoint.initialInstanceCount`, or give `scaling`.",
        };
  }
  if (scaling.minCapacity > 0 || scaling.scaleFromZero !== null) return undefined;
  const { targetTracking } = scaling;
  return {
    code: "never-scales-from-zero",
    message:
      targetTracking === null
        ? "Nothing takes the fleet from zero instances to one: requests that come then wait until they expire."
        : `At zero instances a backlog of up to ${targetTracking.backlogPerInstance} requests waits until it expires: target tracking leaves zero only above its target, if at all.`,
    advice: "Give `scaling.scaleFromZero`, the step policy on HasBacklogWithoutCapacity.",
  };
};

const pinnedAtMaximum: Check = ({ scenario: { scaling }, timeline }) => {
  const target = scaling?.targetTracking?.backlogPerInstance;
  if (scaling === null || target === undefined) return undefined;
  const instances = seriesOf(timeline, "CurrentInstanceCount");
  const backlog = seriesOf(timeline, "ApproximateBacklogSizePerInstance");
  const minutes = instances.filter(
    (count, index) => (count ?? 0) >= scaling.maxCapacity && (backlog[index] ?? 0) > target,
  ).length;
  return minutes < pinnedMinutes
    ? undefined
    : {
        code: "pinned-at-maximum",
        message: `The fleet stood at its maximum of ${scaling.maxCapacity} for ${minutes} minutes with more backlog than the target of ${target} for each instance.`,
        advice: "Raise `scaling.maxCapacity` if requests are to wait less.",
      };
};

const cutOff: Check = ({ totals, unsent, scenario: { maxSeconds } }) =>
  totals.unfinished + unsent === 0
    ? undefined
    : {
        code: "cut-off",
        message: `The run ended at ${maxSeconds} s with ${totals.unfinished} requests unfinished and ${unsent} not yet sent.`,
        advice: "Raise `maxSeconds`, or give the endpoint more capacity.",
      };

const fleetStillUp: Check = ({ scenario: { scaling, maxSeconds }, finalInstances }) =>
  scaling === null || finalInstances <= scaling.minCapacity
    ? undefined
    : {
        code: "fleet-still-up",
        message: `${finalInstances} instances were still in service at ${maxSeconds} s, above the minimum of ${scaling.minCapacity}; what they cost afterwards is not in the result.`,
        advice:
          "Let something scale in: `scaling.targetTracking` without `disableScaleIn`, or `scaling.idleScaleIn`.",
      };

const concurrencyUnknown: Check = ({ scenario: { endpoint, platform } }) =>
  endpoint.maxConcurrentInvocationsPerInstance !== null
    ? undefined
    : {
        code: "concurrency-unknown",
        message: `SageMaker chooses the concurrency of an instance; ${platform.chosenConcurrency} was assumed.`,
        advice:
          "Set `endpoint.maxConcurrentInvocationsPerInstance`, or `platform.chosenConcurrency` to what you measured.",
      };

const priceUnknown: Check = ({ scenario: { endpoint, region }, pricePerHour }) =>
  pricePerHour !== undefined
    ? undefined
    : {
        code: "price-unknown",
        message: `The price of ${endpoint.instanceType} in ${region} is not known, so the cost is left out.`,
        advice: "Multiply `instances.instanceSeconds` by the price of a second.",
      };

const checks: readonly Check[] = [
  closedLoop,
  requestsExpired,
  serviceTimeExceedsTimeout,
  requestsThrottled,
  requestsInterrupted,
  neverScalesFromZero,
  pinnedAtMaximum,
  cutOff,
  fleetStillUp,
  concurrencyUnknown,
  priceUnknown,
];

function seriesOf(timeline: ResultTimeline, name: string): readonly (number | null)[] {
  const series = timeline[name];
  return Array.isArray(series) ? series : [];
}

function share(count: number, { submitted }: ResultTotals): string {
  return `${count} of ${submitted} requests (${((100 * count) / submitted).toFixed(1)} %)`;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

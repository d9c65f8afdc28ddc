import { instancePricePerHour } from "../../sagemaker/instance-types";
import { type ResultTotals, type ResultWarning } from "../../simulator/scenario/result";
import { closedLoopWarning } from "../../simulator/scenario/run-warnings";

import { type RunContext } from "./run-context";
import { summarizeSeconds } from "../measurement/statistics";

/** What the course of a run left to tell. */
export interface RunNotes {
  /** The user ended the run early. */
  readonly stopped: boolean;
  /** `maxSeconds` were over before every request was. */
  readonly cutOff: boolean;
  /** The fleet was not seen back at its least. */
  readonly fleetStillUp: boolean;
}

/**
 * How far behind its plan a client may be and still offer the load that it says it does: a second of its own clock, and
 * no more than the minute of the service that metrics resolve.
 */
const tolerableLagSeconds = { wall: 1, service: 60 } as const;

/** Everything about a measured run that its reader should know before believing it. */
export function findWarnings(
  context: RunContext,
  totals: ResultTotals,
  notes: RunNotes,
): ResultWarning[] {
  const warnings: ResultWarning[] = [];
  const warn = (code: string, message: string, advice: string): void => {
    warnings.push({ code, message, advice });
  };
  const { ledger, followers, endpoint, options, clock } = context;

  const loop = closedLoopWarning(options.scenario.workload);
  if (loop !== undefined) warnings.push(loop);

  if (notes.stopped) {
    warn(
      "stopped-early",
      `The run was stopped after ${totals.submitted} of ${context.arrivals.length} requests`,
      `Go on with \`npm run simulate -- --resume ${context.run}\` before you draw conclusions`,
    );
  }
  if (context.earlier !== undefined && context.shards?.areIndependent === true) {
    warn(
      "followed-late",
      "The shards were not followed all the time; they went on meanwhile, and what was then heard of late is measured by what " +
        "notifications and S3 say",
      "Take delivery times with a grain of salt",
    );
  } else if (context.earlier !== undefined) {
    const times = context.earlier.resumes + 1;
    warn(
      "resumed",
      `The client was gone and came back ${times} ${times === 1 ? "time" : "times"}: what was left to send was planned ` +
        `anew from there, and ${ledger.counts.resent} requests that were not accepted were sent again`,
      "Read the curves with these gaps in mind, or repeat the run",
    );
  } else if (ledger.counts.resent > 0) {
    warn(
      "sent-again",
      `${ledger.counts.resent} requests were left without an answer and without a trace, and were sent again`,
      "Look at the network between the client and the endpoint",
    );
  }
  if (notes.cutOff) {
    warn(
      "cut-off",
      `${totals.unfinished} requests were not finished after ${options.scenario.maxSeconds} s`,
      "Raise `maxSeconds`, or give the endpoint more instances",
    );
  }
  if (notes.fleetStillUp) {
    warn(
      "fleet-still-up",
      "The fleet was not seen back at its least: the cost after the run is not in the result",
      "Look at the endpoint's scaling activities; an instance that stays is paid for",
    );
  }
  if (totals.lost > 0) {
    warn(
      "requests-lost",
      `${totals.lost} requests have neither a result nor a word of failure`,
      "Give the endpoint a failure path and both topics, and keep scale-in away from work that is in flight",
    );
  }
  if (totals.expired > 0) {
    warn(
      "requests-expired",
      `${totals.expired} requests waited longer than their time to live of ${options.scenario.workload.requestTtlSeconds} s`,
      "Raise `maxCapacity`, or the time to live",
    );
  }
  const silent = [...ledger.requests()].filter(
    ({ index, outcome }) => outcome === "succeeded" && !ledger.wasNotified(index),
  );
  if (silent.length > 0 && options.completion !== "polling") {
    const unmeasured = silent.filter(({ result }) => result === null).length;
    warn(
      "notifications-missing",
      `${silent.length} results are in S3 without a notification` +
        (unmeasured === 0 ? "" : `; ${unmeasured} of them are not in the latencies`),
      "Check that the endpoint's role may publish to the success topic, and that no one else reads the queue",
    );
  }
  const foreign = followers.reduce((sum, { foreignMessages }) => sum + foreignMessages, 0);
  if (foreign > 0) {
    warn(
      "foreign-messages",
      `Messages about other requests were met ${foreign} times and left in the result queues`,
      "Purge the queues if they are left over from earlier runs",
    );
  }
  const lag = summarizeSeconds(
    [...ledger.requests()].map((each) => each.sentSeconds - each.plannedSeconds),
  );
  const tolerable = Math.min(tolerableLagSeconds.wall * clock.speed, tolerableLagSeconds.service);
  if (lag.p99 !== null && lag.max !== null && lag.p99 > tolerable) {
    warn(
      "client-fell-behind",
      `The client sent 1 % of the requests ${lag.p99.toFixed(1)} s or more (at most ${lag.max.toFixed(1)} s) after their ` +
        `planned time, in the service's seconds, of which ${clock.speed} pass in one of its own; latencies count from the planned time`,
      "Lower the rate or the speed, or give the client more of the machine",
    );
  }
  if (instancePricePerHour(endpoint.instanceType, options.target.region) === undefined) {
    warn(
      "price-unknown",
      `No price is known for ${endpoint.instanceType} in ${options.target.region}: the cost is left out`,
      "Multiply `instances.instanceSeconds` by the price of your region",
    );
  }
  return warnings;
}

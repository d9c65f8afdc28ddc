import { pricesAsOf } from "../sagemaker/hosting-prices";
import { type Distribution } from "../simulator/engine/types";
import { drawnTraffic } from "../simulator/scenario/play";
import { type Scenario } from "../simulator/scenario/schema";
import { type CalendarStart } from "./calendar-schedules";
import { blogSettings, type ComparedSettings, scenarioSettings } from "./compared-settings";
import { latencyStages } from "../simulator/scenario/request-recorder";
import { type PlanProblem } from "./evaluation";
import { type OwnPrices, scenarioHosts } from "./hosts";
import { hoursPerMonth } from "../sagemaker/monthly-cost";
import { completeObjectives, type Objective } from "./objective";
import { type PlanRequest } from "./plan";
import { PlanError } from "./plan-error";
import { trafficWindows } from "./schedule-windows";

/** A service time that the user gives for an instance type. */
export interface GivenServiceTime {
  readonly instanceType: string;
  /** Requests that run at a time when it holds; null for the scenario's concurrency. */
  readonly concurrency: number | null;
  readonly serviceTimeSeconds: Distribution;
}

/** What is asked of the planner besides the scenario. */
export interface PlanWishes {
  readonly objectives: readonly Objective[];
  readonly runsPerMonth: number;
  readonly maxInstances: number;
  /** Seeds of the search, and of the confirmation. */
  readonly seeds: number;
  readonly confirmations: number;
  readonly prices: OwnPrices;
  readonly serviceTimes: readonly GivenServiceTime[];
  /** When the traffic comes each day; null to weigh no schedules. */
  readonly start: CalendarStart | null;
}

/** A request, and what is to be told with its answer. */
export interface PreparedPlan {
  readonly request: PlanRequest;
  readonly requests: number;
  readonly assumptions: readonly string[];
  /** Whether the service times are guesses that a measurement should replace. */
  readonly isUnmeasured: boolean;
}

/**
 * Makes a request of a scenario: its traffic, its platform, its hosts.
 *
 * @param scenario Read with its whole profile.
 * @param compared Further settings that the recommendation is laid beside.
 * @throws PlanError when there is nothing to plan on.
 */
export function preparePlan(
  scenario: Scenario,
  wishes: PlanWishes,
  compared: (problem: PlanProblem) => readonly ComparedSettings[] = () => [],
): PreparedPlan {
  const { runsPerMonth, maxInstances, start } = wishes;
  refuseClosedLoop(scenario);
  const base = withServiceTimes(scenario, wishes.serviceTimes);
  const objectives = completeObjectives(wishes.objectives);
  const stages = latencyStages.filter(
    (stage) =>
      stage === "total" ||
      objectives.some(({ subject }) => subject.kind === "latency" && subject.stage === stage),
  );
  const problem = { base, hosts: scenarioHosts(base, wishes.prices), stages };
  const { requests, spanSeconds } = measureTraffic(base);
  if ((runsPerMonth * spanSeconds) / 3600 > hoursPerMonth) {
    throw new PlanError(
      `\`--runs-per-month\` is ${runsPerMonth}, and the traffic of a run takes ${Math.round(spanSeconds)} s: together more than a month. ` +
        `Give at most ${Math.floor((hoursPerMonth * 3600) / spanSeconds)}`,
    );
  }
  const isUnmeasured = base.model.profile === null;
  const request: PlanRequest = {
    ...{ problem, objectives, runsPerMonth },
    windows: start === null ? [] : trafficWindows(base.workload, spanSeconds),
    seeds: seedList(base.seed, 0, wishes.seeds),
    confirmationSeeds: seedList(base.seed, wishes.seeds, wishes.confirmations),
    space: {
      maxInstances,
      windows: start === null ? [] : trafficWindows(base.workload, spanSeconds),
    },
    compared: [scenarioSettings(problem, scenario), ...compared(problem), blogSettings(problem)],
  };
  return {
    ...{ request, requests, isUnmeasured },
    assumptions: assumptionsOf(request, wishes, isUnmeasured),
  };
}

/** Every plan of a scenario draws the same seeds, whatever was tried before. */
function seedList(first: number, from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + from + index);
}

/** The user's own service times, as a profile of one point a type. */
function withServiceTimes(scenario: Scenario, given: readonly GivenServiceTime[]): Scenario {
  if (given.length === 0) return scenario;
  const { endpoint, platform, model } = scenario;
  const own = endpoint.maxConcurrentInvocationsPerInstance ?? platform.chosenConcurrency;
  const points = given.map(({ instanceType, concurrency, serviceTimeSeconds }) => ({
    ...{ instanceType, serviceTimeSeconds, environment: {}, secondsPerMegabyte: 0 },
    concurrency: concurrency ?? own,
  }));
  const profile = { name: "given", source: "`--service-time`", points };
  return { ...scenario, model: { ...model, serviceTimeSeconds: null, profile } };
}

/** A loop sends a slow endpoint less: whatever the settings, its queue never grows, and nothing binds. */
function refuseClosedLoop({ workload }: Scenario): void {
  if (workload.arrivals.kind === "closed-loop") {
    throw new PlanError(
      '`workload.arrivals` is a closed loop, whose traffic follows the endpoint: there is no traffic to plan for. Give arrivals that do not wait, such as {"kind":"poisson","ratePerSecond":2}',
    );
  }
}

function measureTraffic(scenario: Scenario): { requests: number; spanSeconds: number } {
  const { nextArrival } = drawnTraffic(scenario);
  const { requests = Infinity } = scenario.workload;
  let spanSeconds = 0;
  let count = 0;
  while (count < requests) {
    const arrival = nextArrival();
    if (arrival === Infinity) break;
    spanSeconds = arrival;
    count++;
  }
  return { requests: count, spanSeconds };
}

function assumptionsOf(
  { problem: { base, hosts }, runsPerMonth }: PlanRequest,
  { prices, start, maxInstances }: PlanWishes,
  isUnmeasured: boolean,
): string[] {
  const { profile } = base.model;
  const priced = hosts
    .map(({ instanceType, pricePerHour }) => `${instanceType} $${pricePerHour} an hour`)
    .filter((text, index, all) => all.indexOf(text) === index);
  return [
    isUnmeasured
      ? `No service times were measured: the scenario's are taken as those of ${base.endpoint.instanceType} at concurrency ${hosts[0]?.concurrencies[0] ?? 1}, ` +
        "and neither another type nor another concurrency is weighed. Measure a run and fit it with `npm run calibrate -- <run>`, or give `--service-time`."
      : `Service times are those of the profile "${profile?.name ?? ""}" (${profile?.source ?? ""}); concurrencies beyond it are not weighed.`,
    `The traffic comes ${runsPerMonth} times a month (\`--runs-per-month\`); between its runs only the minimum capacity is billed.`,
    `Prices in ${base.region}${Object.keys(prices).length > 0 ? ", some given," : ""} as of ${pricesAsOf}: ${priced.join(", ")}. Instances alone: no storage, requests or logs.`,
    `No request runs longer than ${base.workload.invocationTimeoutSeconds} s, so a fleet is emptied after so long without work at the earliest, and no fleet has more than ${maxInstances} instances (\`--max-instances\`).`,
    start === null
      ? "Schedules were not weighed: `--starts-at` says when the traffic comes each day."
      : `The traffic comes each day at the same time, which the schedules rely on.`,
    "What AWS does not document about start-up, metrics and scale-in is as in the scenario's `platform`.",
  ];
}

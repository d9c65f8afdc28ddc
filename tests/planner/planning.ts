import { CandidateArchive } from "../../planner/candidate-archive";
import { type EvaluationTask, Evaluator } from "../../planner/evaluation";
import { type EvaluateAll } from "../../planner/evaluation-pool";
import { parseObjective } from "../../planner/objective";
import { type PlanWishes, preparePlan, type PreparedPlan } from "../../planner/plan-request";
import { SearchSpace, type SpaceOptions } from "../../planner/search-space";
import { parseScenario } from "../../simulator/scenario/parse-scenario";
import { type Scenario } from "../../simulator/scenario/schema";

/** A service time that is always the same, on an instance type at a concurrency. */
export function point(instanceType: string, concurrency: number, seconds: number, rest = {}) {
  return {
    instanceType,
    concurrency,
    serviceTimeSeconds: { kind: "constant", value: seconds },
    ...rest,
  };
}

/** 400 requests in two bursts, twenty minutes apart. */
export function plannedScenario(points: readonly object[] | null, changes = {}): Scenario {
  return parseScenario(
    {
      workload: {
        requests: 400,
        arrivals: {
          kind: "bursts",
          baseRatePerSecond: 0,
          burstRatePerSecond: 1,
          burstSeconds: 200,
          periodSeconds: 1200,
        },
      },
      ...(points === null
        ? {}
        : { model: { profile: { name: "test", source: "made for a test", points } } }),
      ...changes,
    },
    undefined,
    { keepsWholeProfile: true },
  );
}

export const wishes: PlanWishes = {
  objectives: [],
  runsPerMonth: 30,
  maxInstances: 12,
  seeds: 2,
  confirmations: 0,
  prices: {},
  serviceTimes: [],
  start: null,
};

/** A plan's request, with objectives as they are written. */
export function prepared(
  scenario: Scenario,
  objectives: readonly string[],
  changes: Partial<PlanWishes> = {},
): PreparedPlan {
  return preparePlan(scenario, {
    ...wishes,
    objectives: objectives.map(parseObjective),
    ...changes,
  });
}

/** Evaluates in this thread. */
export function evaluatorOf({ request }: PreparedPlan): EvaluateAll {
  const evaluator = new Evaluator(request.problem);
  return (tasks: readonly EvaluationTask[]) =>
    Promise.resolve(tasks.map((task) => evaluator.evaluate(task)));
}

/** Where a search of a request's space begins. */
export function archiveOf(plan: PreparedPlan, space: Partial<SpaceOptions> = {}): CandidateArchive {
  const { request } = plan;
  return new CandidateArchive(
    new SearchSpace(request.problem, { ...request.space, ...space }),
    request,
    evaluatorOf(plan),
  );
}

import { CandidateArchive } from "../../planner/candidate-archive";
import { type EvaluationTask, Evaluator } from "../../planner/evaluation";
import { type EvaluateAll } from "../../planner/evaluation-pool";
import { parseObjective } from "../../planner/objective";
import { makePlan } from "../../planner/plan";
import { type PlanDocument, planDocument } from "../../planner/plan-document";
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

/** A small plan, made in this thread, as the document that pages are made of. */
export async function plannedDocument(
  scenario: Scenario,
  objectives: readonly string[],
  changes: Partial<PlanWishes> = {},
): Promise<PlanDocument> {
  const preparation = prepared(scenario, objectives, {
    ...{ maxInstances: 6, seeds: 2, confirmations: 2 },
    ...changes,
  });
  const { request, requests, assumptions } = preparation;
  const made = await makePlan(request, evaluatorOf(preparation));
  return planDocument(request, made, { requests, assumptions, start: null });
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

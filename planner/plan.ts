import { CandidateArchive, evaluateOutcomes, standing } from "./candidate-archive";
import { type ComparedSettings } from "./compared-settings";
import { type EvaluateAll } from "./evaluation-pool";
import { type EvaluationTask } from "./evaluation";
import { type ConfirmationTerms, confirmBest } from "./confirmation";
import { frontOf, type FrontPoint, meanValue, searchFront } from "./front";
import { findHeadroom, type Headroom } from "./headroom";
import { type Lever, pullLevers } from "./levers";
import { nearestPromises, type Compromise } from "./nearest-promises";
import { type Objective, parseObjective, type Outcome } from "./objective";
import { type PlannedSettings, settingsTask } from "./planned-settings";
import { defaultEffort, search, type SearchEffort } from "./search";
import { SearchSpace, type SpaceOptions } from "./search-space";
import { type Fare, fareOf } from "./fare";

/** What is to be planned. */
export interface PlanRequest extends ConfirmationTerms {
  readonly space: SpaceOptions;
  /** What the recommendation is laid beside. */
  readonly compared: readonly ComparedSettings[];
  readonly effort?: SearchEffort;
}

/** Settings beside the recommendation. */
export interface Comparison {
  readonly label: string;
  readonly note: string | null;
  readonly task: EvaluationTask;
  readonly fare: Fare;
}

/** The planner's answer. */
export interface Plan {
  /** Whether the recommended settings keep every objective with every seed, those of the confirmation too. */
  readonly isKept: boolean;
  readonly recommended: {
    readonly settings: PlannedSettings;
    readonly fare: Fare;
    /** With the seeds of the search alone, as the points of the front. */
    readonly searched: { readonly costPerMonth: number; readonly latencySeconds: number };
  };
  /** Where not all objectives can be kept: what can be promised instead. Empty otherwise. */
  readonly compromises: readonly Compromise[];
  /** The latency that front and levers look at. */
  readonly latency: Objective;
  readonly front: readonly FrontPoint[];
  readonly levers: readonly Lever[];
  readonly headroom: Headroom;
  readonly comparisons: readonly Comparison[];
  /** Settings times seeds that were run. */
  readonly evaluations: number;
}

/** How far a plan is. */
export const planPhases = ["searching", "front", "confirming", "explaining"] as const;
export type PlanPhase = (typeof planPhases)[number];

/** Makes a plan. The same request gives the same plan, whoever evaluates. */
export async function makePlan(
  request: PlanRequest,
  evaluateAll: EvaluateAll,
  onPhase: (phase: PlanPhase) => void = () => undefined,
): Promise<Plan> {
  const { objectives, effort = defaultEffort, problem, windows } = request;
  const latency =
    objectives.find(({ subject }) => subject.kind === "latency") ?? parseObjective("p95<1h");
  let evaluations = 0;
  const counted: EvaluateAll = (tasks) => {
    evaluations += tasks.length;
    return evaluateAll(tasks);
  };
  const seeds = request.seeds.slice(0, effort.seedCount);
  const archive = new CandidateArchive(new SearchSpace(problem, request.space), request, counted);

  onPhase("searching");
  const searching = { ...effort, seedCount: seeds.length };
  await search(archive, objectives, searching);
  onPhase("front");
  await searchFront(archive, latency, objectives, searching);
  onPhase("confirming");
  const chosen = await confirmBest(request, archive, searching, counted);
  // What was tried for the confirmation is on it, too.
  const front = frontOf(archive, latency, objectives, seeds.length);
  onPhase("explaining");
  const task = settingsTask(problem, chosen.settings, windows, seeds[0] ?? 0);
  const explained = { ...request, seeds };
  const levers = await pullLevers(
    explained,
    chosen.settings,
    chosen.outcomes.slice(0, seeds.length),
    latency,
    counted,
  );
  const headroom = await findHeadroom(explained, task, objectives, counted);
  const isKept = standing(chosen, objectives).shortfall === 0;
  return {
    isKept,
    recommended: {
      settings: chosen.settings,
      fare: fareOf(chosen.outcomes, objectives),
      searched: {
        costPerMonth: standing(chosen, objectives, seeds.length).cost,
        latencySeconds: meanValue(latency, chosen, seeds.length),
      },
    },
    compromises: isKept ? [] : nearestPromises(archive, chosen, objectives, seeds.length),
    ...{ latency, front, levers, headroom },
    comparisons: await compare(request, counted),
    evaluations,
  };
}

async function compare(request: PlanRequest, evaluateAll: EvaluateAll): Promise<Comparison[]> {
  const seeds = [...request.seeds, ...request.confirmationSeeds];
  const tasks = request.compared.flatMap(({ task }) => seeds.map((seed) => ({ ...task, seed })));
  const outcomes: Outcome[] = await evaluateOutcomes(request, tasks, evaluateAll);
  return request.compared.map(({ label, note, task }, index) => ({
    ...{ label, note, task },
    fare: fareOf(
      outcomes.slice(index * seeds.length, (index + 1) * seeds.length),
      request.objectives,
    ),
  }));
}

import { availableParallelism } from "node:os";
import { join } from "node:path";

import { CandidateArchive } from "../planner/candidate-archive";
import { EvaluationPool } from "../planner/evaluation-pool";
import { parseObjective } from "../planner/objective";
import { makePlan } from "../planner/plan";
import { preparePlan, type PreparedPlan } from "../planner/plan-request";
import { type Point, SearchSpace } from "../planner/search-space";
import { loadScenario } from "../simulator/scenario/load-scenario";
import { type Benchmark, type Measurement } from "./benchmark";

const defaultScenario = join(__dirname, "..", "examples", "scenarios", "default.json");
const goalEvaluations = 2000;
const goalSeconds = 10;

/** How fast settings are evaluated, each run to its end with all of its requests, and how long a plan takes. */
export const planner: Benchmark = {
  name: "planner",
  description: `the default scenario's 10,000 requests with ${goalEvaluations} settings, and a whole plan, on all cores`,
  async run() {
    const plan = preparePlan(loadScenario(defaultScenario), {
      ...{ objectives: [parseObjective("p95<15m")], runsPerMonth: 30, maxInstances: 40 },
      ...{ seeds: 3, confirmations: 10, prices: {}, serviceTimes: [], start: null },
    });
    return [...(await evaluations(plan)), ...(await wholePlan(plan))];
  },
};

async function evaluations({ request }: PreparedPlan): Promise<Measurement[]> {
  const started = clocks();
  const pool = new EvaluationPool(request.problem);
  try {
    const space = new SearchSpace(request.problem, request.space);
    const archive = new CandidateArchive(space, request, (tasks) => pool.evaluate(tasks));
    const points = spreadPoints(space, Math.ceil(goalEvaluations / request.seeds.length));
    const candidates = await archive.measure(points, request.seeds.length);
    const { wall, processor } = elapsed(started);
    const requests = candidates.flatMap(({ outcomes }) =>
      outcomes.map(({ evaluation: { totals } }) => totals.submitted),
    );
    if (requests.some((count) => count !== 10_000)) throw new Error("A run was not whole");
    return [
      { name: "evaluations of 10,000 requests", value: archive.evaluations, unit: "runs" },
      {
        name: `the time that they take on ${availableParallelism()} cores`,
        value: wall,
        unit: "s",
        goal: `< ${goalSeconds} s for ${goalEvaluations}`,
        met: wall < goalSeconds && archive.evaluations >= goalEvaluations,
      },
      {
        name: "processor time of one",
        value: (1000 * processor) / archive.evaluations,
        unit: "ms",
      },
    ];
  } finally {
    await pool.close();
  }
}

async function wholePlan({ request }: PreparedPlan): Promise<Measurement[]> {
  const started = clocks();
  const pool = new EvaluationPool(request.problem);
  try {
    const { evaluations: count } = await makePlan(request, (tasks) => pool.evaluate(tasks));
    const { wall } = elapsed(started);
    return [
      { name: "a whole plan", value: wall, unit: "s" },
      { name: "evaluations of it", value: count, unit: "runs" },
    ];
  } finally {
    await pool.close();
  }
}

/** Settings from all over the space: every fleet up to twelve, both kinds of scaling, several targets and wake-ups. */
function spreadPoints(space: SearchSpace, count: number): Point[] {
  const start = space.axes.map((axis) => axis.start);
  const choices = (name: Parameters<SearchSpace["place"]>[0], most: number) =>
    (space.axes[space.place(name)]?.values ?? []).slice(0, most).map((_, place) => place);
  const points: Point[] = [];
  for (const target of choices("backlogTarget", 16)) {
    for (const wake of choices("wakeUpInstances", 4)) {
      for (const most of choices("maxCapacity", 12)) {
        for (const steps of choices("stepScaling", 2)) {
          const point = start
            .with(space.place("backlogTarget"), target)
            .with(space.place("wakeUpInstances"), wake)
            .with(space.place("maxCapacity"), most)
            .with(space.place("stepScaling"), steps);
          if (space.settings(point) !== undefined) points.push(point);
        }
      }
    }
  }
  return points.slice(0, count);
}

interface Clocks {
  readonly wall: number;
  readonly processor: NodeJS.CpuUsage;
}

function clocks(): Clocks {
  return { wall: performance.now(), processor: process.cpuUsage() };
}

/** Seconds since then; processor time of every thread of the process. */
function elapsed(since: Clocks): { wall: number; processor: number } {
  const { user, system } = process.cpuUsage(since.processor);
  return { wall: (performance.now() - since.wall) / 1000, processor: (user + system) / 1e6 };
}

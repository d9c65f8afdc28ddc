import { drawnTraffic, playScenario, type Traffic } from "../simulator/scenario/play";
import { type LatencyStage, RequestRecorder } from "../simulator/scenario/request-recorder";
import { type LatencySummary, type ResultTotals } from "../simulator/scenario/result";
import { type Scenario } from "../simulator/scenario/schema";
import { type Host } from "./hosts";
import { scaledWorkload } from "./scaled-workload";

/** What every evaluation of a plan has in common. */
export interface PlanProblem {
  /** The traffic, the platform and the limits; what it says of endpoint, scaling and model is replaced. */
  readonly base: Scenario;
  readonly hosts: readonly Host[];
  /** Stages whose times are measured; each costs a tenth of the time of an evaluation. */
  readonly stages: readonly LatencyStage[];
}

/** One run of some settings with one seed. */
export interface EvaluationTask {
  /** Place of the host in the problem's list. */
  readonly host: number;
  readonly endpoint: Scenario["endpoint"];
  readonly scaling: Scenario["scaling"];
  readonly seed: number;
  /** The traffic, multiplied. */
  readonly trafficMultiple: number;
  /** Instance-seconds before the run began that belong to its bill. */
  readonly prepaidInstanceSeconds: number;
  /** Instead of the platform's: to see what it would change. */
  readonly platform?: Partial<Scenario["platform"]>;
}

/** What came of a run. */
export interface Evaluation {
  readonly totals: ResultTotals;
  /** Of the requests that succeeded; of the stages that the problem asks for. */
  readonly latencySeconds: Readonly<Partial<Record<LatencyStage, LatencySummary>>>;
  readonly peakInstances: number;
  readonly instanceSeconds: number;
  /** When the run was over. */
  readonly endSeconds: number;
}

/** Traffic that many evaluations share. */
interface DrawnTraffic {
  readonly arrivals: Float64Array;
  readonly payloads: Float64Array;
}

/** Evaluates settings by the engine; keeps the traffic of each seed, which is the same for all settings. */
export class Evaluator {
  private readonly drawn = new Map<string, DrawnTraffic>();

  constructor(private readonly problem: PlanProblem) {}

  evaluate(task: EvaluationTask): Evaluation {
    const scenario = taskScenario(this.problem, task);
    const listener = new RequestRecorder(this.problem.stages);
    const traffic = this.traffic(scenario, task);
    const { endpoint, simulation, unsent } = playScenario(scenario, listener, traffic);
    const { totals } = listener;
    totals.submitted += unsent;
    totals.unfinished = totals.submitted - listener.settled;
    return {
      totals,
      latencySeconds: listener.summaries(),
      peakInstances: endpoint.peakInstanceCount,
      instanceSeconds: endpoint.billedInstanceSeconds + task.prepaidInstanceSeconds,
      endSeconds: simulation.now,
    };
  }

  private traffic(scenario: Scenario, { seed, trafficMultiple }: EvaluationTask): Traffic {
    const key = `${seed}/${trafficMultiple}`;
    const drawn = this.drawn.get(key) ?? drawTraffic(scenario);
    this.drawn.set(key, drawn);
    const { arrivals, payloads } = drawn;
    let arrival = 0;
    let payload = 0;
    return {
      nextArrival: () => (arrival < arrivals.length ? arrivals[arrival++]! : Infinity),
      drawPayload: () => payloads[payload++]!,
    };
  }
}

/** The scenario that a task stands for: `npm run simulate` gives the same of it. */
export function taskScenario({ base, hosts }: PlanProblem, task: EvaluationTask): Scenario {
  const host = hosts[task.host];
  if (host === undefined) throw new Error(`There is no host ${task.host}`);
  const { trafficMultiple, seed, endpoint, scaling } = task;
  return {
    ...base,
    ...{ seed, endpoint, scaling },
    model: host.model,
    platform: { ...base.platform, ...host.platform, ...task.platform },
    workload:
      trafficMultiple === 1 ? base.workload : scaledWorkload(base.workload, trafficMultiple),
  };
}

function drawTraffic(scenario: Scenario): DrawnTraffic {
  const { nextArrival, drawPayload } = drawnTraffic(scenario);
  const { requests = Infinity } = scenario.workload;
  const arrivals: number[] = [];
  while (arrivals.length < requests) {
    const arrival = nextArrival();
    if (arrival === Infinity) break;
    arrivals.push(arrival);
  }
  return {
    arrivals: Float64Array.from(arrivals),
    payloads: Float64Array.from(arrivals, drawPayload),
  };
}

import { settingsNamespace } from "../settings/schema";
import { type Fare } from "./fare";
import { type Host, hostName } from "./hosts";
import { type Plan, type PlanRequest } from "./plan";
import { type PlannedSettings } from "./planned-settings";
import { type Estimate } from "./statistics";
import { calendarSchedules, type CalendarStart, type CalendarSchedule } from "./calendar-schedules";

/** A mean with its 95 % confidence interval; null where there is nothing to measure. */
export interface EstimateDocument {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** How settings fare. */
export interface FareDocument {
  /** Runs, each with a seed of its own. */
  readonly runs: number;
  readonly costPerMonth: EstimateDocument;
  readonly latencySeconds: { readonly p50: EstimateDocument; readonly p95: EstimateDocument };
  readonly peakInstances: EstimateDocument;
  readonly instanceHoursPerRun: EstimateDocument;
  readonly succeededShare: EstimateDocument;
  readonly objectives: readonly {
    readonly objective: string;
    readonly value: EstimateDocument;
    readonly worst: number | null;
    readonly keptIn: number;
  }[];
}

/** Values of a stack's keys, without their namespace. */
export type StackValues = Readonly<Record<string, unknown>>;

/** A plan as data: what `--json` writes, and what pages and summaries are made of. */
export interface PlanDocument {
  readonly name: string;
  readonly region: string;
  readonly requests: number;
  readonly runsPerMonth: number;
  readonly objectives: readonly string[];
  /** What was supposed, a sentence each. */
  readonly assumptions: readonly string[];
  readonly isKept: boolean;
  readonly recommended: {
    readonly host: string;
    readonly settings: StackValues;
    readonly fare: FareDocument;
  };
  readonly compromises: readonly {
    readonly given: readonly { readonly objective: string; readonly reached: number | null }[];
    readonly costPerMonth: number;
    readonly settings: StackValues;
  }[];
  /** Which latency the front and the levers show, such as `p95`. */
  readonly latency: string;
  readonly front: readonly {
    readonly costPerMonth: number;
    readonly latencySeconds: number;
    /** US dollars a month for each minute less than the row before; null for the first, and where it is no faster. */
    readonly dollarsPerMinute: number | null;
    readonly isRecommended: boolean;
    readonly settings: StackValues;
  }[];
  readonly levers: readonly {
    readonly change: string;
    readonly latencySeconds: number | null;
    readonly costPerMonth: number;
  }[];
  readonly headroom: {
    readonly multiple: number;
    readonly breaksAt: number | null;
    readonly broken: readonly string[];
  };
  readonly comparisons: readonly {
    readonly label: string;
    readonly note: string | null;
    readonly fare: FareDocument;
  }[];
  readonly evaluations: number;
}

/** What a document says besides the plan. */
export interface DocumentFacts {
  readonly requests: number;
  readonly assumptions: readonly string[];
  /** When the traffic comes, for the schedules; null where no schedule was weighed. */
  readonly start: CalendarStart | null;
}

/** Puts a plan into data. */
export function planDocument(request: PlanRequest, plan: Plan, facts: DocumentFacts): PlanDocument {
  const { problem, windows } = request;
  const values = (settings: PlannedSettings): StackValues =>
    stackValues(
      settings,
      problem.hosts[settings.host],
      settings.warmUp === null || facts.start === null
        ? []
        : calendarSchedules(windows, settings.warmUp, settings.minCapacity, facts.start),
    );
  const { settings } = plan.recommended;
  const host = problem.hosts[settings.host];
  const { subject } = plan.latency;
  return {
    name: problem.base.name,
    region: problem.base.region,
    requests: facts.requests,
    runsPerMonth: request.runsPerMonth,
    objectives: request.objectives.map(({ text }) => text),
    assumptions: facts.assumptions,
    isKept: plan.isKept,
    recommended: {
      host: host === undefined ? "" : hostName(host),
      settings: values(settings),
      fare: fareDocument(plan.recommended.fare),
    },
    compromises: plan.compromises.map((compromise) => ({
      given: compromise.given.map(({ objective, reached }) => ({
        objective: objective.text,
        reached: finite(reached),
      })),
      costPerMonth: compromise.costPerMonth,
      settings: values(compromise.settings),
    })),
    latency:
      subject.kind !== "latency"
        ? ""
        : subject.stage === "total"
          ? subject.figure
          : `${subject.stage}.${subject.figure}`,
    front: frontRows(plan, values),
    levers: plan.levers.map(({ change, latencySeconds, costPerMonth }) => ({
      ...{ change, costPerMonth },
      latencySeconds: finite(latencySeconds),
    })),
    headroom: plan.headroom,
    comparisons: plan.comparisons.map(({ label, note, fare }) => ({
      ...{ label, note },
      fare: fareDocument(fare),
    })),
    evaluations: plan.evaluations,
  };
}

/** The front, with the recommendation as a row of its own where it is not on it, and what each minute less costs. */
function frontRows(
  { front, recommended }: Plan,
  values: (settings: PlannedSettings) => StackValues,
): PlanDocument["front"] {
  const isChosen = (settings: PlannedSettings): boolean =>
    JSON.stringify(settings) === JSON.stringify(recommended.settings);
  const rows = front.map(({ candidate: { settings }, costPerMonth, latencySeconds }) => ({
    ...{ settings, costPerMonth, latencySeconds },
  }));
  if (!rows.some(({ settings }) => isChosen(settings))) {
    rows.push({ settings: recommended.settings, ...recommended.searched });
    rows.sort((one, other) => one.costPerMonth - other.costPerMonth);
  }
  return rows.map(({ settings, costPerMonth, latencySeconds }, index) => {
    const slower = rows[index - 1];
    const minutes = slower === undefined ? 0 : (slower.latencySeconds - latencySeconds) / 60;
    const dollars = slower === undefined ? 0 : costPerMonth - slower.costPerMonth;
    return {
      ...{ costPerMonth, latencySeconds, settings: values(settings) },
      dollarsPerMinute: minutes > 0 ? dollars / minutes : null,
      isRecommended: isChosen(settings),
    };
  });
}

/** The keys of a stack file that stand for settings. */
function stackValues(
  settings: PlannedSettings,
  host: Host | undefined,
  schedules: readonly CalendarSchedule[],
): StackValues {
  return {
    instanceType: host?.instanceType,
    concurrency: settings.concurrency,
    minCapacity: settings.minCapacity,
    maxCapacity: settings.maxCapacity,
    wakeUpInstances: settings.wakeUpInstances,
    stepScaling: settings.stepScaling,
    backlogTarget: settings.backlogTarget,
    scaleOutCooldownSeconds: settings.scaleOutCooldownSeconds,
    scaleInOnBacklog: settings.scaleInOnBacklog,
    scaleInCooldownSeconds: settings.scaleInCooldownSeconds,
    idleScaleInSeconds: settings.idleScaleInSeconds,
    longestInvocationSeconds: settings.longestInvocationSeconds,
    ...(schedules.length === 0 ? {} : { schedules }),
    ...(host === undefined || Object.keys(host.environment).length === 0
      ? {}
      : { containerEnvironment: host.environment }),
  };
}

/** A key as it stands in a stack file. */
export function qualifiedKey(key: string): string {
  return `${settingsNamespace}:${key}`;
}

function fareDocument(fare: Fare): FareDocument {
  return {
    runs: fare.runs,
    costPerMonth: estimateDocument(fare.costPerMonth),
    latencySeconds: {
      p50: estimateDocument(fare.p50Seconds),
      p95: estimateDocument(fare.p95Seconds),
    },
    peakInstances: estimateDocument(fare.peakInstances),
    instanceHoursPerRun: estimateDocument(fare.instanceHours),
    succeededShare: estimateDocument(fare.succeededShare),
    objectives: fare.objectives.map(({ objective, value, worst, keptIn }) => ({
      objective: objective.text,
      value: estimateDocument(value),
      worst: finite(worst),
      keptIn,
    })),
  };
}

function estimateDocument({ mean, low, high }: Estimate): EstimateDocument {
  return { mean: finite(mean), low: finite(low), high: finite(high) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

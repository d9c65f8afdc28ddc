import { defaultIdleSeconds } from "../sagemaker/scaling-plans";
import { scaleInOnBacklogProblem } from "../sagemaker/scale-in-safety";
import { type PlanProblem } from "./evaluation";
import { type PlannedSettings } from "./planned-settings";
import { type ScheduleWindow } from "./schedule-windows";

/** One thing that can be chosen, with its values in an order in which neighbours are alike. */
export interface Axis {
  readonly name: AxisName;
  readonly values: readonly number[];
  /** Places of the values that the first look at the space takes. */
  readonly coarse: readonly number[];
  /** Place of the value that stands until another is better. */
  readonly start: number;
}

const axisNames = [
  "host",
  "concurrency",
  "maxCapacity",
  "minCapacity",
  "stepScaling",
  "backlogTarget",
  "scaleOutCooldownSeconds",
  "wakeUpInstances",
  "idleScaleInSeconds",
  "scaleInOnBacklog",
  "scaleInCooldownSeconds",
  "warmUpInstances",
  "warmUpLeadSeconds",
] as const;
export type AxisName = (typeof axisNames)[number];

/** A choice on every axis: places of values, in the order of {@link SearchSpace.axes}. */
export type Point = readonly number[];

/** What of the space a plan may use. */
export interface SpaceOptions {
  /** Most instances of a fleet. */
  readonly maxInstances: number;
  /** When a schedule would hold instances up; none for no schedules. */
  readonly windows: readonly ScheduleWindow[];
  /** Instead of the planner's own values: for a narrower space, by axis. */
  readonly values?: Readonly<Partial<Record<AxisName, readonly number[]>>>;
}

/** Everything that the planner weighs: the settings that the components accept, as points of a grid. */
export class SearchSpace {
  readonly axes: readonly Axis[];
  private readonly places: Readonly<Record<AxisName, number>>;

  constructor(
    private readonly problem: PlanProblem,
    options: SpaceOptions,
  ) {
    this.axes = makeAxes(problem, options);
    this.places = Object.fromEntries(this.axes.map(({ name }, place) => [name, place])) as Record<
      AxisName,
      number
    >;
  }

  place(name: AxisName): number {
    return this.places[name];
  }

  value(point: Point, name: AxisName): number {
    const place = this.places[name];
    return this.axes[place]?.values[point[place] ?? 0] ?? NaN;
  }

  /** The settings of a point; undefined when its choices do not go together or say the same as another point. */
  settings(point: Point): PlannedSettings | undefined {
    const value = (name: AxisName): number => this.value(point, name);
    const host = value("host");
    const [minCapacity, maxCapacity] = [value("minCapacity"), value("maxCapacity")];
    const wakeUpInstances = value("wakeUpInstances");
    const warm = value("warmUpInstances");
    const isStart = (name: AxisName): boolean => {
      const place = this.places[name];
      return point[place] === this.axes[place]?.start;
    };
    const scaleInOnBacklog = value("scaleInOnBacklog") === 1;
    const isPossible =
      minCapacity <= maxCapacity &&
      wakeUpInstances <= maxCapacity &&
      (minCapacity === 0 || isStart("wakeUpInstances")) &&
      (warm === 0 ? isStart("warmUpLeadSeconds") : warm > minCapacity && warm <= maxCapacity) &&
      (scaleInOnBacklog ? isStart("idleScaleInSeconds") : isStart("scaleInCooldownSeconds")) &&
      this.problem.hosts[host]?.concurrencies.includes(value("concurrency")) === true;
    if (!isPossible) return undefined;
    return {
      ...{ host, minCapacity, maxCapacity, wakeUpInstances, scaleInOnBacklog },
      concurrency: value("concurrency"),
      stepScaling: value("stepScaling") === 1,
      backlogTarget: value("backlogTarget"),
      scaleOutCooldownSeconds: value("scaleOutCooldownSeconds"),
      scaleInCooldownSeconds: value("scaleInCooldownSeconds"),
      idleScaleInSeconds: value("idleScaleInSeconds"),
      longestInvocationSeconds: this.problem.base.workload.invocationTimeoutSeconds,
      warmUp: warm === 0 ? null : { instances: warm, leadSeconds: value("warmUpLeadSeconds") },
    };
  }
}

function makeAxes(problem: PlanProblem, { maxInstances, windows, values }: SpaceOptions): Axis[] {
  const { hosts, base } = problem;
  const longest = base.workload.invocationTimeoutSeconds;
  const mayScaleInOnBacklog = scaleInOnBacklogProblem(longest, "longest") === undefined;
  const counts = Array.from({ length: maxInstances }, (_, index) => index + 1);
  const concurrencies = [...new Set(hosts.flatMap((host) => host.concurrencies))];
  const schedules = windows.length > 0;
  const own: Record<AxisName, readonly number[]> = {
    host: hosts.map((_, index) => index),
    concurrency: concurrencies.sort((a, b) => a - b),
    maxCapacity: counts,
    minCapacity: [0, ...counts],
    stepScaling: [0, 1],
    backlogTarget: [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 75, 100, 150, 200, 500],
    scaleOutCooldownSeconds: [0, 60, 120, 300, 600],
    wakeUpInstances: counts,
    idleScaleInSeconds: idleLadder(longest),
    scaleInOnBacklog: mayScaleInOnBacklog ? [0, 1] : [0],
    scaleInCooldownSeconds: mayScaleInOnBacklog ? [120, 0, 300] : [120],
    warmUpInstances: schedules ? [0, ...counts] : [0],
    warmUpLeadSeconds: schedules ? [600, 300, 900] : [600],
  };
  return axisNames.map((name) => {
    const chosen = values?.[name] ?? own[name];
    const start = Math.max(0, chosen.indexOf(startValues[name] ?? chosen[0] ?? 0));
    return { name, values: chosen, start, coarse: coarsePlaces(name, chosen, start) };
  });
}

/** Where the first look stands on the axes that it does not vary; the first value of all others. */
const startValues: Readonly<Partial<Record<AxisName, number>>> = {
  backlogTarget: 5,
  scaleOutCooldownSeconds: 120,
};

/** Values that the first look takes of the axes that decide most. */
function coarsePlaces(name: AxisName, values: readonly number[], start: number): number[] {
  const all = values.map((_, place) => place);
  switch (name) {
    case "host":
    case "concurrency":
    case "stepScaling":
      return all;
    case "maxCapacity":
      return geometricPlaces(values.length);
    default:
      return [start];
  }
}

/** 0, 1, 2, 3, 5, 7, 11, 15, 23, … and the last: each step of a size is taken twice. */
function geometricPlaces(length: number): number[] {
  const places: number[] = [];
  for (let place = 0, step = 1; place < length; place += step) {
    places.push(place);
    if (places.length % 2 === 0 && place > 1) step *= 2;
  }
  return places.at(-1) === length - 1 ? places : [...places, length - 1];
}

/** From the shortest safe idle time on: none may be below the longest invocation. */
function idleLadder(longest: number): number[] {
  const shortest = Math.max(60, Math.ceil(longest / 60) * 60);
  const further = [120, 300, 600, defaultIdleSeconds(longest), 1800, 3600, 7200, 14_400];
  return [...new Set([shortest, ...further.filter((seconds) => seconds > shortest)])].sort(
    (a, b) => a - b,
  );
}

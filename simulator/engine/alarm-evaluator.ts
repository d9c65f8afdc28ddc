import { alarmReason, initialAlarmReason } from "./alarm-reason";
import { decideAlarmState } from "./alarm-state";
import { type MetricStore, valueOf } from "./metric-store";
import { QueryEvaluation } from "./metric-queries";
import { minuteOf, type SimulationClock } from "./simulation-clock";
import {
  type AlarmDefinition,
  type AlarmState,
  type ComparisonOperator,
  type MetricId,
} from "./types";

/** An alarm and its state. */
export interface Alarm extends AlarmDefinition {
  readonly state: AlarmState;
  readonly stateReason: string;
  /** When the state last changed (or was set), in seconds. */
  readonly stateUpdatedAt: number;
  /** When the definition was last put, in seconds. */
  readonly configuredAt: number;
}

type MutableAlarm = { -readonly [Key in keyof Alarm]: Alarm[Key] };

/** What takes the Auto Scaling actions of alarms. */
export interface ScalingActionHandler {
  /** An alarm in ALARM names this action; called every minute that it stays there. */
  alarmFired(alarm: Alarm, action: string, atSeconds: number, value: number | null): void;
  /** Every alarm of this instant has been evaluated. */
  decide(atSeconds: number): void;
}

/** CloudWatch's alarms, evaluated every minute by the simulation. */
export class AlarmEvaluator {
  /**
   * Called for every action of an alarm that has actions enabled: once on a transition, and Auto Scaling policies again
   * every minute in ALARM. The engine's own Application Auto Scaling acts on its policies by itself.
   *
   * `visibleMetricValue` is the newest readable value of the metric, null when there is none.
   */
  onAction?: (
    alarm: Alarm,
    action: string,
    atSeconds: number,
    visibleMetricValue: number | null,
  ) => void;
  /** Called when an alarm's state changes, before its actions. */
  onTransition?: (
    alarm: Alarm,
    from: AlarmState,
    to: AlarmState,
    reason: string,
    atSeconds: number,
  ) => void;
  /** Set by the simulation. */
  scaling: ScalingActionHandler | null = null;
  /** Set by the simulation: called when alarms may have changed, at the end of an instant's evaluation. */
  alarmsChanged: (atSeconds: number) => void = () => undefined;
  private readonly alarms = new Map<string, MutableAlarm>();

  constructor(
    private readonly clock: SimulationClock,
    private readonly metrics: MetricStore,
  ) {}

  /** How many alarms there are. */
  get size(): number {
    return this.alarms.size;
  }

  /** Creates an alarm in INSUFFICIENT_DATA, or replaces the definition of one and leaves its state. */
  put(definition: AlarmDefinition): void {
    const configuredAt = this.clock.now;
    const existing = this.alarms.get(definition.name);
    if (existing !== undefined) {
      Object.assign(existing, { queries: undefined }, definition, { configuredAt });
      return;
    }
    this.alarms.set(definition.name, {
      ...definition,
      state: "INSUFFICIENT_DATA",
      stateReason: initialAlarmReason,
      stateUpdatedAt: configuredAt,
      configuredAt,
    });
  }

  /** Deletes an alarm; an unknown name does nothing. */
  delete(name: string): void {
    this.alarms.delete(name);
  }

  get(name: string): Alarm | undefined {
    return this.alarms.get(name);
  }

  /** Every alarm, oldest first. */
  list(): Alarm[] {
    return [...this.alarms.values()];
  }

  /**
   * Sets a state until the next evaluation, as `SetAlarmState` does; a change runs the actions of the new state.
   *
   * @throws Error when there is no alarm of that name.
   */
  setState(name: string, state: AlarmState, reason: string): void {
    const alarm = this.alarms.get(name);
    if (alarm === undefined) throw new Error(`Alarm \`${name}\` does not exist; put it first.`);
    this.enter(alarm, state, reason, this.clock.now, this.newestValue(alarm));
    this.scaling?.decide(this.clock.now);
    this.alarmsChanged(this.clock.now);
  }

  /** Evaluates every alarm. The simulation calls it once a minute. */
  evaluate(atSeconds: number): void {
    for (const alarm of [...this.alarms.values()]) this.evaluateAlarm(alarm, atSeconds);
    this.scaling?.decide(atSeconds);
    this.alarmsChanged(atSeconds);
  }

  private evaluateAlarm(alarm: MutableAlarm, atSeconds: number): void {
    const start = this.rangeStart(alarm, atSeconds);
    const periods = alarm.evaluationPeriods + this.clock.platform.alarmExtraPeriods;
    const values = this.valuesOf(alarm, start, periods, atSeconds);
    const breaches = values.map((value) => (value === null ? null : isBreaching(value, alarm)));
    const { alarmTooFewBreaching } = this.clock.platform;
    const decision = decideAlarmState(breaches, alarm, alarm.state, alarmTooFewBreaching);
    const newest = decision.used.at(-1);
    const value = newest === undefined ? null : (values[newest] ?? null);
    if (decision.state === alarm.state) {
      if (alarm.state === "ALARM") this.act(alarm, isScalingAction, atSeconds, value);
      return;
    }
    const points = decision.used.toReversed().map((index) => ({
      periodStart: start + index * alarm.periodSeconds,
      value: values[index] ?? NaN,
    }));
    const reason = alarmReason(alarm, decision.state, points);
    this.enter(alarm, decision.state, reason, atSeconds, value);
  }

  /**
   * Start of the evaluation range. It ends with the newest readable minute; when that lags more than the grace, with the
   * minute that would lag just so much, so that a metric that has stopped slides out of the range.
   */
  private rangeStart(alarm: Alarm, atSeconds: number): number {
    const { alarmExtraPeriods, alarmLagGraceSeconds } = this.clock.platform;
    const completed = minuteOf(atSeconds);
    const newest = this.newestVisible(alarm, atSeconds);
    const slid = completed - minuteOf(alarmLagGraceSeconds);
    const end = Number.isNaN(newest) ? slid : Math.max(newest + 60, slid);
    return end - (alarm.evaluationPeriods + alarmExtraPeriods) * alarm.periodSeconds;
  }

  /** The watched values of that many periods from `start`, oldest first; null where there is none. */
  private valuesOf(
    alarm: Alarm,
    start: number,
    periods: number,
    asOfSeconds: number,
  ): (number | null)[] {
    const { metric, statistic, queries = [], periodSeconds } = alarm;
    const range = { start, end: start + periods * periodSeconds, periodSeconds };
    if (metric !== null && statistic !== null) {
      return this.metrics.values(metric, statistic, range, asOfSeconds);
    }
    const watched = queries.find(({ returnData }) => returnData);
    if (watched === undefined) return new Array<null>(periods).fill(null);
    const evaluation = new QueryEvaluation(queries, {
      metrics: this.metrics,
      asOfSeconds,
      rangeOf: () => range,
      allowsSearch: false,
    });
    const [series] = evaluation.seriesOf(watched);
    return Array.from(
      { length: periods },
      (_, index) => series?.values.get(start + index * periodSeconds) ?? null,
    );
  }

  /** Start of the newest complete minute that can be read of anything that the alarm watches; NaN when there is none. */
  private newestVisible(alarm: Alarm, asOfSeconds: number): number {
    const before = minuteOf(asOfSeconds);
    let newest = NaN;
    for (const id of watchedMetrics(alarm)) {
      const start = this.metrics.find(id)?.newestVisible(asOfSeconds, before) ?? NaN;
      if (Number.isNaN(newest) || start > newest) newest = start;
    }
    return newest;
  }

  private newestValue(alarm: Alarm): number | null {
    const newest = this.newestVisible(alarm, this.clock.now);
    if (Number.isNaN(newest)) return null;
    const { metric, statistic } = alarm;
    const series = metric === null ? undefined : this.metrics.find(metric);
    if (series === undefined || statistic === null) {
      const start = newest + 60 - alarm.periodSeconds;
      return this.valuesOf(alarm, start, 1, this.clock.now)[0] ?? null;
    }
    return valueOf(series, statistic, newest, newest + 60, this.clock.now);
  }

  private enter(
    alarm: MutableAlarm,
    state: AlarmState,
    reason: string,
    atSeconds: number,
    value: number | null,
  ): void {
    const from = alarm.state;
    alarm.state = state;
    alarm.stateReason = reason;
    alarm.stateUpdatedAt = atSeconds;
    if (from === state) return;
    this.onTransition?.(alarm, from, state, reason, atSeconds);
    this.act(alarm, () => true, atSeconds, value);
  }

  private act(
    alarm: Alarm,
    which: (action: string) => boolean,
    atSeconds: number,
    value: number | null,
  ): void {
    if (!alarm.actionsEnabled) return;
    for (const action of actionsOf(alarm)) {
      if (!which(action)) continue;
      if (isScalingAction(action)) this.scaling?.alarmFired(alarm, action, atSeconds, value);
      this.onAction?.(alarm, action, atSeconds, value);
    }
  }
}

/** Every metric that an alarm looks at. */
export function watchedMetrics({ metric, queries = [] }: AlarmDefinition): MetricId[] {
  if (metric !== null) return [metric];
  return queries.flatMap(({ source }) => (source.kind === "metric" ? [source.metric] : []));
}

/** The actions of the state that an alarm is in. */
export function actionsOf(
  alarm: Pick<Alarm, "state" | "okActions" | "alarmActions" | "insufficientDataActions">,
): readonly string[] {
  switch (alarm.state) {
    case "OK":
      return alarm.okActions;
    case "ALARM":
      return alarm.alarmActions;
    case "INSUFFICIENT_DATA":
      return alarm.insufficientDataActions;
    default:
      return alarm.state satisfies never;
  }
}

/** Whether an action is a policy of Application Auto Scaling, which is the only kind that is repeated. */
function isScalingAction(action: string): boolean {
  return /^arn:[^:]+:autoscaling:/.test(action);
}

function isBreaching(
  value: number,
  { comparisonOperator, threshold }: { comparisonOperator: ComparisonOperator; threshold: number },
): boolean {
  switch (comparisonOperator) {
    case "GreaterThanThreshold":
      return value > threshold;
    case "GreaterThanOrEqualToThreshold":
      return value >= threshold;
    case "LessThanThreshold":
      return value < threshold;
    case "LessThanOrEqualToThreshold":
      return value <= threshold;
    default:
      return comparisonOperator satisfies never;
  }
}

import { alarmReason, initialAlarmReason, type ReasonDatapoint } from "./alarm-reason";
import { decideAlarmState } from "./alarm-state";
import { AlarmWindow, readValues } from "./alarm-window";
import { type MetricStore, valueOf } from "./metric-store";
import { minuteOf, type SimulationClock } from "./simulation-clock";
import { type AlarmDefinition, type AlarmState, type ComparisonOperator } from "./types";

/** An alarm and its state. */
export interface Alarm extends AlarmDefinition {
  readonly state: AlarmState;
  readonly stateReason: string;
  /** The datapoints that decided the state, newest first; null for a state that was set, or that it was created in. */
  readonly decidedBy: readonly ReasonDatapoint[] | null;
  /** When the state last changed (or was set), in seconds. */
  readonly stateUpdatedAt: number;
  /** When the definition was last put, in seconds. */
  readonly configuredAt: number;
}

type MutableAlarm = { -readonly [Key in keyof Alarm]: Alarm[Key] };

/** An alarm with what was read for it. */
interface Watch {
  readonly alarm: MutableAlarm;
  window: AlarmWindow;
  /** Which values of the window breach the threshold; null for none. Written anew by each evaluation. */
  breaches: (boolean | null)[];
}

/** A state, and why. */
interface EnteredState {
  readonly state: AlarmState;
  readonly reason: string;
  readonly points: Alarm["decidedBy"];
}

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
  private readonly watches = new Map<string, Watch>();

  constructor(
    private readonly clock: SimulationClock,
    private readonly metrics: MetricStore,
  ) {}

  /** How many alarms there are. */
  get size(): number {
    return this.watches.size;
  }

  /** Creates an alarm in INSUFFICIENT_DATA, or replaces the definition of one and leaves its state. */
  put(definition: AlarmDefinition): void {
    const configuredAt = this.clock.now;
    const periods = definition.evaluationPeriods + this.clock.platform.alarmExtraPeriods;
    const window = new AlarmWindow(definition, this.metrics, periods);
    const existing = this.watches.get(definition.name);
    if (existing !== undefined) {
      Object.assign(existing.alarm, { queries: undefined }, definition, { configuredAt });
      existing.window = window;
      existing.breaches = [];
      return;
    }
    this.watches.set(definition.name, {
      window,
      breaches: [],
      alarm: {
        ...definition,
        state: "INSUFFICIENT_DATA",
        stateReason: initialAlarmReason,
        decidedBy: null,
        stateUpdatedAt: configuredAt,
        configuredAt,
      },
    });
  }

  /** Deletes an alarm; an unknown name does nothing. */
  delete(name: string): void {
    this.watches.delete(name);
  }

  get(name: string): Alarm | undefined {
    return this.watches.get(name)?.alarm;
  }

  /** Every alarm, oldest first. */
  list(): Alarm[] {
    return Array.from(this.watches.values(), ({ alarm }) => alarm);
  }

  /**
   * Sets a state until the next evaluation, as `SetAlarmState` does; a change runs the actions of the new state.
   *
   * @throws Error when there is no alarm of that name.
   */
  setState(name: string, state: AlarmState, reason: string): void {
    const watch = this.watches.get(name);
    if (watch === undefined) throw new Error(`Alarm \`${name}\` does not exist; put it first.`);
    const value = this.newestValue(watch);
    this.enter(watch.alarm, { state, reason, points: null }, this.clock.now, value);
    this.scaling?.decide(this.clock.now);
    this.alarmsChanged(this.clock.now);
  }

  /** Evaluates every alarm. The simulation calls it once a minute. */
  evaluate(atSeconds: number): void {
    for (const watch of [...this.watches.values()]) this.evaluateAlarm(watch, atSeconds);
    this.scaling?.decide(atSeconds);
    this.alarmsChanged(atSeconds);
  }

  private evaluateAlarm({ alarm, window, breaches }: Watch, atSeconds: number): void {
    const { values } = window;
    const start = this.rangeStart(alarm, window, atSeconds);
    window.read(start, atSeconds);
    for (let index = 0; index < values.length; index++) {
      breaches[index] = breachOf(values[index]!, alarm);
    }
    const { alarmTooFewBreaching } = this.clock.platform;
    const decision = decideAlarmState(breaches, alarm, alarm.state, alarmTooFewBreaching);
    const newest = decision.used.at(-1);
    const value = newest === undefined ? null : numberOrNull(values[newest]);
    if (decision.state === alarm.state) {
      if (alarm.state === "ALARM") this.act(alarm, isScalingAction, atSeconds, value);
      return;
    }
    const points = decision.used.toReversed().map((index) => ({
      periodStart: start + index * alarm.periodSeconds,
      value: values[index] ?? NaN,
    }));
    const reason = alarmReason(alarm, decision.state, points);
    this.enter(alarm, { state: decision.state, reason, points }, atSeconds, value);
  }

  /**
   * Start of the evaluation range. It ends with the newest readable minute; when that lags more than the grace, with the
   * minute that would lag just so much, so that a metric that has stopped slides out of the range.
   */
  private rangeStart(alarm: Alarm, window: AlarmWindow, atSeconds: number): number {
    const completed = minuteOf(atSeconds);
    const newest = window.newestVisible(atSeconds, completed);
    const slid = completed - minuteOf(this.clock.platform.alarmLagGraceSeconds);
    const end = Number.isNaN(newest) ? slid : Math.max(newest + 60, slid);
    return end - window.values.length * alarm.periodSeconds;
  }

  private newestValue({ alarm, window }: Watch): number | null {
    const { now } = this.clock;
    const newest = window.newestVisible(now, minuteOf(now));
    if (Number.isNaN(newest)) return null;
    const { metric, statistic, periodSeconds } = alarm;
    const series = metric === null ? undefined : this.metrics.find(metric);
    if (series !== undefined && statistic !== null) {
      return valueOf(series, statistic, newest, newest + 60, now);
    }
    const value = new Float64Array(1);
    const end = newest + 60;
    readValues(alarm, this.metrics, end - periodSeconds, end, now, value);
    return numberOrNull(value[0]);
  }

  private enter(
    alarm: MutableAlarm,
    { state, reason, points }: EnteredState,
    atSeconds: number,
    value: number | null,
  ): void {
    const from = alarm.state;
    alarm.state = state;
    alarm.stateReason = reason;
    alarm.decidedBy = points;
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

function breachOf(value: number, alarm: Alarm): boolean | null {
  return Number.isNaN(value) ? null : isBreaching(value, alarm);
}

function numberOrNull(value = NaN): number | null {
  return Number.isNaN(value) ? null : value;
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

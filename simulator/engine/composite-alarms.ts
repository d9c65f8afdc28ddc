import { initialAlarmReason } from "./alarm-reason";
import { actionsOf, type AlarmEvaluator } from "./alarm-evaluator";
import { type AlarmRule, parseAlarmRule } from "./alarm-rule";
import { type SimulationClock } from "./simulation-clock";
import { type AlarmState, type CompositeAlarmDefinition } from "./types";

/** `ActionsSuppressedBy` of the CloudWatch API. */
export type Suppression = "WaitPeriod" | "ExtensionPeriod" | "Alarm";

/** The alarm whose change gave a composite alarm its state. */
export interface AlarmTrigger {
  readonly alarmName: string;
  readonly state: AlarmState;
  readonly atSeconds: number;
}

/** A composite alarm and its state. */
export interface CompositeAlarm extends CompositeAlarmDefinition {
  /** Names of the alarms in the rule. */
  readonly children: readonly string[];
  readonly state: AlarmState;
  /** The text of `SetAlarmState`, or of the creation; null when `trigger` tells why. */
  readonly stateReason: string | null;
  readonly trigger: AlarmTrigger | null;
  readonly stateUpdatedAt: number;
  readonly configuredAt: number;
  /** Why the actions of the present state wait; null when they do not. */
  readonly suppressedBy: Suppression | null;
}

type MutableAlarm = { -readonly [Key in keyof CompositeAlarm]: CompositeAlarm[Key] } & {
  parsed: AlarmRule;
  /** What the rule was last judged on: the states of the alarms in it; null when it has not been. */
  judged: string | null;
  /** The state whose actions ran last, or would have run. */
  actedState: AlarmState;
  /** Tells a wait or extension that is over from a later one. */
  suppressionId: number;
};

/**
 * Alarms on the states of other alarms. They are evaluated at the end of every instant at which an alarm was evaluated or
 * set, so that several changes of one instant count as one.
 *
 * With a suppressor, actions wait while that alarm is in ALARM, for the wait period after a change of state, and for the
 * extension period after the suppressor has left ALARM. When the last of them is over, the actions of the state that the
 * alarm is then in run, unless they are those that ran last.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html
 */
export class CompositeAlarms {
  /** Called for every action that runs, with the state that the alarm was in when actions last ran. */
  onAction?: (alarm: CompositeAlarm, action: string, atSeconds: number) => void;
  /** Called when a state changes, before its actions. */
  onTransition?: (
    alarm: CompositeAlarm,
    from: AlarmState,
    to: AlarmState,
    atSeconds: number,
  ) => void;
  private readonly alarms = new Map<string, MutableAlarm>();

  constructor(
    private readonly clock: SimulationClock,
    private readonly metricAlarms: AlarmEvaluator,
  ) {}

  /**
   * Creates an alarm in INSUFFICIENT_DATA and evaluates it, or replaces the definition of one.
   *
   * @throws ExpressionError when the rule cannot be read.
   */
  put(definition: CompositeAlarmDefinition): void {
    const parsed = parseAlarmRule(definition.rule);
    const configuredAt = this.clock.now;
    const settings = {
      ...definition,
      ...{ parsed, children: parsed.children, judged: null, configuredAt },
    };
    const existing = this.alarms.get(definition.name);
    if (existing !== undefined) {
      Object.assign(existing, settings);
    } else {
      this.alarms.set(definition.name, {
        ...settings,
        state: "INSUFFICIENT_DATA",
        actedState: "INSUFFICIENT_DATA",
        stateReason: initialAlarmReason,
        trigger: null,
        stateUpdatedAt: configuredAt,
        suppressedBy: null,
        suppressionId: 0,
      });
    }
    this.evaluate(configuredAt);
  }

  /** Deletes an alarm; an unknown name does nothing. */
  delete(name: string): void {
    this.alarms.delete(name);
  }

  get(name: string): CompositeAlarm | undefined {
    return this.alarms.get(name);
  }

  /** Every composite alarm, oldest first. */
  list(): CompositeAlarm[] {
    return [...this.alarms.values()];
  }

  /** The state of an alarm of either kind; undefined when there is none of that name. */
  stateOf(name: string): AlarmState | undefined {
    return (this.metricAlarms.get(name) ?? this.alarms.get(name))?.state;
  }

  /**
   * Sets a state until one of the alarms in the rule changes its own, as `SetAlarmState` does.
   *
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html
   *
   * @throws Error when there is no composite alarm of that name.
   */
  setState(name: string, state: AlarmState, reason: string): void {
    const alarm = this.alarms.get(name);
    if (alarm === undefined) throw new Error(`Alarm \`${name}\` does not exist; put it first.`);
    alarm.stateReason = reason;
    this.enter(alarm, state, null, this.clock.now);
    for (const other of this.alarms.values()) {
      if (other !== alarm) this.evaluateAlarm(other, this.clock.now, new Set([alarm]));
    }
  }

  /** Brings every alarm to the state that its rule gives. */
  evaluate(atSeconds: number): void {
    const done = new Set<MutableAlarm>();
    for (const alarm of this.alarms.values()) this.evaluateAlarm(alarm, atSeconds, done);
    for (const alarm of this.alarms.values()) this.lookAtSuppressor(alarm, atSeconds);
  }

  /** Evaluates the composite alarms that a rule names before itself; one that leads back to itself stays as it is. */
  private evaluateAlarm(alarm: MutableAlarm, atSeconds: number, done: Set<MutableAlarm>): void {
    if (done.has(alarm)) return;
    done.add(alarm);
    for (const name of alarm.children) {
      const child = this.alarms.get(name);
      if (child !== undefined) this.evaluateAlarm(child, atSeconds, done);
    }
    if (this.leadsTo(alarm, alarm.name)) return;
    const judged = alarm.children.map((name) => this.stateOf(name)).join();
    if (judged === alarm.judged) return;
    alarm.judged = judged;
    const state = alarm.parsed.holds((name) => this.stateOf(name)) ? "ALARM" : "OK";
    if (state === alarm.state) return;
    alarm.stateReason = null;
    this.enter(alarm, state, this.triggerOf(alarm), atSeconds);
  }

  private leadsTo(alarm: MutableAlarm, name: string, passed = new Set<string>()): boolean {
    return alarm.children.some((childName) => {
      if (childName === name) return true;
      const child = this.alarms.get(childName);
      if (child === undefined || passed.has(childName)) return false;
      passed.add(childName);
      return this.leadsTo(child, name, passed);
    });
  }

  /** The named alarm that changed last. */
  private triggerOf({ children }: MutableAlarm): AlarmTrigger | null {
    let last: AlarmTrigger | null = null;
    for (const alarmName of children) {
      const child = this.metricAlarms.get(alarmName) ?? this.alarms.get(alarmName);
      if (child !== undefined && (last === null || child.stateUpdatedAt > last.atSeconds)) {
        last = { alarmName, state: child.state, atSeconds: child.stateUpdatedAt };
      }
    }
    return last;
  }

  private enter(
    alarm: MutableAlarm,
    state: AlarmState,
    trigger: AlarmTrigger | null,
    atSeconds: number,
  ): void {
    const from = alarm.state;
    alarm.state = state;
    alarm.trigger = trigger;
    alarm.stateUpdatedAt = atSeconds;
    if (from === state) return;
    this.onTransition?.(alarm, from, state, atSeconds);
    if (alarm.suppressedBy === "Alarm" || alarm.suppressedBy === "ExtensionPeriod") return;
    const { suppressor } = alarm;
    if (suppressor === null) this.act(alarm, atSeconds);
    else if (this.stateOf(suppressor.alarmName) === "ALARM") this.suppress(alarm, "Alarm", 0);
    else this.suppress(alarm, "WaitPeriod", suppressor.waitSeconds);
  }

  private lookAtSuppressor(alarm: MutableAlarm, atSeconds: number): void {
    const { suppressor, suppressedBy } = alarm;
    if (suppressor === null) {
      if (suppressedBy !== null) this.resume(alarm, atSeconds);
      return;
    }
    const isSuppressing = this.stateOf(suppressor.alarmName) === "ALARM";
    if (isSuppressing && suppressedBy !== "Alarm") this.suppress(alarm, "Alarm", 0);
    if (!isSuppressing && suppressedBy === "Alarm") {
      this.suppress(alarm, "ExtensionPeriod", suppressor.extensionSeconds);
    }
  }

  /** Lets actions wait, for that long unless it is for an alarm. */
  private suppress(alarm: MutableAlarm, by: Suppression, seconds: number): void {
    const id = ++alarm.suppressionId;
    alarm.suppressedBy = by;
    if (by === "Alarm") return;
    const end = this.clock.now + seconds;
    if (seconds === 0) {
      this.resume(alarm, end);
      return;
    }
    this.clock.schedule(end, () => {
      const isStill = this.alarms.get(alarm.name) === alarm && alarm.suppressionId === id;
      if (isStill) this.resume(alarm, end);
    });
  }

  private resume(alarm: MutableAlarm, atSeconds: number): void {
    alarm.suppressionId++;
    alarm.suppressedBy = null;
    if (alarm.actedState !== alarm.state) this.act(alarm, atSeconds);
  }

  private act(alarm: MutableAlarm, atSeconds: number): void {
    alarm.actedState = alarm.state;
    if (!alarm.actionsEnabled) return;
    for (const action of actionsOf(alarm)) this.onAction?.(alarm, action, atSeconds);
  }
}

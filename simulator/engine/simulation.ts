import { AlarmEvaluator } from "./alarm-evaluator";
import { ApplicationAutoScaling } from "./application-auto-scaling";
import { AsyncEndpoint } from "./async-endpoint";
import { CompositeAlarms } from "./composite-alarms";
import { EventQueue } from "./event-queue";
import { InvocationRate } from "./invocation-rate";
import { MetricStore } from "./metric-store";
import { type PlatformOptions, resolvePlatformOptions } from "./platform-options";
import {
  minuteAtOrAfter,
  minuteSeconds,
  previousNumber,
  type SimulationClock,
} from "./simulation-clock";
import { type EndpointListener, type EndpointOptions } from "./types";

/** How often metrics are looked through for what is past its retention. */
const pruneSeconds = 3600;

/** How to start a simulation. */
export interface SimulationOptions {
  /** The first instant: 0 for a scenario, epoch seconds for a server. */
  readonly startSeconds: number;
  /** Any integer; the same seed and the same calls give the same decisions. */
  readonly seed: number;
  readonly platform?: Partial<PlatformOptions>;
  /** Whether the single values of metrics are kept, for percentiles; it takes time and memory. Default: no. */
  readonly keepsMetricValues?: boolean;
}

/**
 * The local model of SageMaker asynchronous inference: endpoints, their metrics, CloudWatch alarms and Application Auto
 * Scaling, advanced in time by its owner. It reads no clock and never waits: scenario runs loop over
 * {@link nextEventTime}, the server maps wall time onto {@link advanceTo}.
 *
 * At one instant request events come first (ends, then expiries), then changes of fleets in the order in which they were
 * scheduled, then, on whole minutes, the sampling of metrics, alarms and scaling.
 */
export class Simulation implements SimulationClock {
  /** Set in the constructor; of a field that begins as `undefined`, V8 would allocate each new number. */
  now = NaN;
  horizon = Infinity;
  active: AsyncEndpoint | null = null;
  readonly seed: number;
  readonly platform: PlatformOptions;
  /** For owners to ask before they submit: a call that is throttled never reaches an endpoint. */
  readonly invocationRate: InvocationRate;
  readonly metrics: MetricStore;
  readonly alarms: AlarmEvaluator;
  readonly compositeAlarms: CompositeAlarms;
  readonly autoscaling: ApplicationAutoScaling;
  private readonly events = new EventQueue();
  private endpoints: AsyncEndpoint[] = [];
  private nextMinute: number;
  /** The instant that {@link advance} goes to. A field, since V8 would allocate the number at each call. */
  private until = -Infinity;
  /** The instant up to which {@link processRequests} goes. */
  private limit = -Infinity;

  constructor(options: SimulationOptions) {
    this.now = options.startSeconds;
    this.seed = options.seed;
    this.platform = resolvePlatformOptions(options.platform);
    this.nextMinute = minuteAtOrAfter(this.now);
    this.invocationRate = new InvocationRate(this.platform.invocationsPerSecond);
    this.metrics = new MetricStore(this, options.keepsMetricValues);
    this.alarms = new AlarmEvaluator(this, this.metrics);
    this.autoscaling = new ApplicationAutoScaling(this, this.alarms);
    this.alarms.scaling = this.autoscaling;
    this.compositeAlarms = new CompositeAlarms(this, this.alarms);
    this.alarms.alarmsChanged = (atSeconds) => this.compositeAlarms.evaluate(atSeconds);
  }

  /** The instant of the next event; Infinity when nothing is scheduled (no endpoint and no alarm). */
  nextEventTime(): number {
    const { endpoints } = this;
    let next = Math.min(this.events.nextTime, this.minuteTime());
    for (let index = 0; index < endpoints.length; index++) {
      const time = endpoints[index]!.nextRequestEventTime();
      if (time < next) next = time;
    }
    return next;
  }

  /** Processes every event up to and including that instant. An instant in the past does nothing. */
  advanceTo(seconds: number): void {
    this.until = seconds;
    this.advance();
    if (seconds > this.now && seconds !== Infinity) this.now = seconds;
    // While nothing exists minutes are not processed; the first thing to exist starts at the next one.
    if (this.nextMinute < this.now) this.nextMinute = minuteAtOrAfter(this.now);
  }

  /**
   * Processes every event before that instant and stands at it, so that the owner's own events of the instant
   * (arrivals) precede the simulation's.
   */
  advanceBefore(seconds: number): void {
    if (seconds <= this.now) return;
    this.until = previousNumber(seconds);
    this.advance();
    this.now = seconds;
    if (this.nextMinute < seconds) this.nextMinute = minuteAtOrAfter(seconds);
  }

  /** Creates an endpoint; its status is `Creating`, or `InService` when its instances start in service. */
  createEndpoint(options: EndpointOptions, listener: EndpointListener): AsyncEndpoint {
    const endpoint = new AsyncEndpoint(this, this.metrics, options, listener);
    this.endpoints.push(endpoint);
    return endpoint;
  }

  /**
   * Begins the deletion of an endpoint: `Deleting` now, queued requests are lost, running ones have the drain time, and
   * `endpoint.deleted` once its instances are gone.
   *
   * @throws Error while it is `Creating` or `Updating`, as SageMaker refuses it, and when it is already `Deleting`.
   */
  deleteEndpoint(endpoint: AsyncEndpoint): void {
    endpoint.beginDeletion(() => {
      this.endpoints = this.endpoints.filter((other) => other !== endpoint);
    });
  }

  instancesInUse(instanceType: string): number {
    return this.endpoints
      .filter((endpoint) => endpoint.instanceType === instanceType)
      .reduce((sum, endpoint) => sum + endpoint.desiredInstanceCount, 0);
  }

  schedule(atSeconds: number, action: () => void): void {
    const time = Math.max(atSeconds, this.now);
    this.events.push(time, action);
    if (time < this.horizon) this.horizon = time;
  }

  /** Processes every event up to and including `until`. */
  private advance(): void {
    for (;;) {
      const minute = this.minuteTime();
      this.limit = Math.min(this.until, minute);
      this.processRequests();
      const control = this.events.nextTime;
      if (control <= this.limit) {
        this.now = Math.max(this.now, control);
        this.events.pop()?.action();
      } else if (minute <= this.until) {
        this.now = minute;
        this.nextMinute = minute + minuteSeconds;
        this.processMinute(minute);
      } else {
        break;
      }
    }
  }

  private minuteTime(): number {
    return this.endpoints.length > 0 || this.alarms.size > 0 ? this.nextMinute : Infinity;
  }

  private processRequests(): void {
    for (;;) {
      this.horizon = Math.min(this.limit, this.events.nextTime);
      const isAlone = this.endpoints.length === 1;
      const next = isAlone ? this.endpoints[0]! : this.nextEndpoint();
      if (next === null) break;
      const { horizon } = this;
      this.active = next;
      next.processRequests();
      this.active = null;
      // Nothing was scheduled meanwhile.
      if (isAlone && this.horizon === horizon && this.endpoints.length === 1) break;
    }
    this.horizon = Infinity;
  }

  /** The endpoint whose turn it is, the horizon lowered to where another has its own; null when nothing is due. */
  private nextEndpoint(): AsyncEndpoint | null {
    let first: AsyncEndpoint | null = null;
    let firstTime = Infinity;
    for (const endpoint of this.endpoints) {
      const time = endpoint.nextRequestEventTime();
      if (time < firstTime) {
        firstTime = time;
        first = endpoint;
      }
    }
    if (first === null || firstTime > this.horizon) return null;
    this.lowerHorizonFor(first);
    return first;
  }

  /**
   * Lets an endpoint go no further than to where another has its turn. At one instant endpoints come in the order of
   * their creation, however the owner steps.
   */
  private lowerHorizonFor(active: AsyncEndpoint): void {
    let { horizon } = this;
    let isLater = false;
    for (const endpoint of this.endpoints) {
      if (endpoint === active) {
        isLater = true;
        continue;
      }
      const time = endpoint.nextRequestEventTime();
      if (time <= horizon) horizon = isLater ? time : previousNumber(time);
    }
    this.horizon = horizon;
  }

  private processMinute(minute: number): void {
    for (const endpoint of this.endpoints) endpoint.sampleMinute(minute);
    if (minute % pruneSeconds === 0) {
      this.metrics.prune(minute - this.platform.metricRetentionSeconds);
    }
    const offset = this.platform.alarmEvaluationOffsetSeconds;
    if (offset === 0) this.alarms.evaluate(minute);
    else this.schedule(minute + offset, () => this.alarms.evaluate(minute + offset));
  }
}

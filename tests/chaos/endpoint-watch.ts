import { type AsyncMetricKey } from "../../sagemaker/metrics";
import { type AsyncEndpoint } from "../../simulator/engine/async-endpoint";
import { endpointMetricId } from "../../simulator/engine/endpoint-metrics";
import { type Simulation } from "../../simulator/engine/simulation";
import {
  type EndpointListener,
  type EndpointStatus,
  type InstanceState,
  type Outcome,
  type RequestInstants,
} from "../../simulator/engine/types";
import { InstanceLedger } from "./instance-ledger";
import { RequestLedger, type Serves } from "./request-ledger";
import { invariant } from "./violation";

/** What instances that are launched serve. */
export interface Config extends Serves {
  readonly concurrency: number;
}

/** Longest time that a change may take on the case's platform: two steps of an update, and the end of instances. */
const longestChangeSeconds = 2 * (400 + 900 + 120) + 180;

/** Watches one endpoint: hears its events, keeps books of its own, and holds the engine to them. */
export class EndpointWatch implements EndpointListener {
  readonly requests: RequestLedger;
  readonly instances: InstanceLedger;
  /** Set once it is created. */
  endpoint: AsyncEndpoint | null = null;
  status: EndpointStatus;
  private statusSince: number;
  /** What instances served before the update under way; null when there is none. */
  private configBefore: Config | null = null;
  private inSystemSeconds = 0;
  private integratedUntil: number;
  private lastHeardAt: number;

  constructor(
    private readonly simulation: Simulation,
    readonly name: string,
    readonly variantName: string,
    private config: Config,
    startInService: boolean,
    /** What the engine told of all endpoints, one line an event: the same case tells the same. */
    private readonly heard: string[],
  ) {
    this.requests = new RequestLedger(simulation.platform.queueWindow);
    this.instances = new InstanceLedger(
      simulation.platform.billFrom,
      simulation.platform.billMinimumSeconds,
    );
    this.status = startInService ? "InService" : "Creating";
    this.statusSince = simulation.now;
    this.integratedUntil = simulation.now;
    this.lastHeardAt = simulation.now;
  }

  /** A new endpoint config is under way: what is launched from now on serves it. */
  updating(config: Config): void {
    this.configBefore = this.config;
    this.config = config;
  }

  /** Whether something that the endpoint launches was not heard of yet. */
  get mayLaunch(): boolean {
    const { capacityShortage } = this.simulation.platform;
    return this.statusSince === this.simulation.now || capacityShortage.probability > 0;
  }

  /**
   * The update is taken back: what is launched from now on serves what was there before it.
   *
   * @returns Whether an update is under way.
   */
  rollingBack(): boolean {
    if (this.configBefore === null) return false;
    this.config = this.configBefore;
    this.configBefore = null;
    this.instances.callOff();
    return true;
  }

  requestStarted(request: number, instance: number, at: number, serviceSeconds: number): void {
    this.hear(at, `${request} started on ${instance} for ${serviceSeconds}`);
    this.requests.start(request, instance, at, serviceSeconds);
    this.instances.start(instance);
  }

  requestSettled(
    request: number,
    outcome: Outcome,
    { submittedAt, startedAt, settledAt }: RequestInstants,
  ): void {
    this.hear(settledAt, `${request} ${outcome}, ${submittedAt}, ${startedAt}`);
    const instance = this.requests.settle(
      request,
      outcome,
      submittedAt,
      settledAt,
      (id) => this.instances.serves(id),
      this.status === "Deleting",
    );
    if (instance !== null) this.instances.end(instance);
  }

  requestInterrupted(request: number, at: number, redelivered: boolean): void {
    this.hear(at, `${request} interrupted, ${redelivered}`);
    const { drainSeconds, redeliverInterrupted } = this.simulation.platform;
    const instance = this.requests.interrupt(request, at, redelivered);
    this.instances.interrupt(instance, at, drainSeconds);
    if (redelivered) this.instances.end(instance);
    const isDue = redeliverInterrupted && this.status !== "Deleting";
    invariant(
      redelivered === isDue || this.requests.firstExpiry() <= at,
      () => `request ${request} is ${redelivered ? "" : "not "}redelivered`,
    );
  }

  statusChanged(status: EndpointStatus, at: number): void {
    this.hear(at, status);
    invariant(
      status !== "Updating" || this.status === "InService",
      () => `the endpoint is Updating at ${at} from ${this.status}`,
    );
    invariant(
      status !== "RollingBack" || this.status === "Updating",
      () => `the endpoint is RollingBack at ${at} from ${this.status}`,
    );
    if (status === "InService") this.configBefore = null;
    this.status = status;
    this.statusSince = at;
  }

  fleetChangeStarted(from: number, to: number, at: number): void {
    this.hear(at, `${from} -> ${to}`);
  }

  instanceChanged(instance: number, state: InstanceState, slotCount: number, at: number): void {
    this.hear(at, `instance ${instance} ${state}`);
    this.instances.enter(instance, state, slotCount, at, this.config);
  }

  minuteSampled(at: number): void {
    this.hear(at, "minute");
    const { backlogCountsInFlight, backlogPerInstanceAtZero } = this.simulation.platform;
    const { waiting, running } = this.requests;
    const backlog = waiting + (backlogCountsInFlight ? running : 0);
    const serving = this.instances.count("serving");
    this.checkGauge(at, "approximateBacklogSize", backlog);
    this.checkGauge(at, "hasBacklogWithoutCapacity", backlog > 0 && serving === 0 ? 1 : 0);
    const atZero = { backlog, missing: null, zero: 0 }[backlogPerInstanceAtZero];
    const perInstance = serving === 0 ? atZero : backlog / serving;
    this.checkGauge(at, "approximateBacklogSizePerInstance", perInstance);
  }

  /** Adds what has passed to the integral of the number of requests in the endpoint. To be called before events. */
  integrateUntil(now: number): void {
    const { endpoint } = this;
    if (endpoint === null) return;
    const inSystem = endpoint.backlogSize + endpoint.inFlight;
    this.inSystemSeconds += inSystem * (now - this.integratedUntil);
    this.integratedUntil = now;
  }

  /** What must hold between events. */
  check(now: number): void {
    const { endpoint, requests, instances } = this;
    if (endpoint === null) return;
    const { backlogSize, inFlight } = endpoint;
    invariant(
      requests.submitted === requests.settledCount + backlogSize + inFlight,
      () =>
        `${requests.submitted} submitted, ${requests.settledCount} settled, ${backlogSize} queued, ${inFlight} in flight`,
    );
    invariant(
      requests.waiting === backlogSize && requests.running === inFlight,
      () =>
        `heard of ${requests.waiting} waiting and ${requests.running} running, not ${backlogSize} and ${inFlight}`,
    );
    invariant(
      requests.firstExpiry() >= now,
      () => `a request waits at ${now} that expires at ${requests.firstExpiry()}`,
    );
    instances.check(backlogSize);
    const serving = instances.count("serving");
    invariant(
      endpoint.currentInstanceCount === serving,
      () => `${endpoint.currentInstanceCount} instances in service, heard of ${serving}`,
    );
    const billed = instances.billedSeconds(now);
    invariant(
      Math.abs(billed - endpoint.billedInstanceSeconds) <= 1e-6 * (1 + billed),
      () => `billed for ${endpoint.billedInstanceSeconds} s at ${now}, the integral is ${billed} s`,
    );
    this.checkStatus(endpoint, serving, now);
  }

  /** What must hold once everything has had its time. */
  checkEnd(now: number): void {
    const { requests } = this;
    this.integrateUntil(now);
    invariant(
      requests.waiting + requests.running === 0,
      () => `${requests.waiting} requests wait and ${requests.running} run for ever`,
    );
    // Little's law as an identity of the books: both sides count the same area.
    invariant(
      Math.abs(this.inSystemSeconds - requests.sojournSeconds) <=
        1e-6 * (1 + requests.sojournSeconds),
      () =>
        `the number in the endpoint integrates to ${this.inSystemSeconds} s, sojourns to ${requests.sojournSeconds} s`,
    );
  }

  /** The sum of a counter over all time, what is lost or on its way included. */
  counted(key: AsyncMetricKey): number {
    return this.points(key, 0, this.simulation.now + 60).reduce((sum, point) => sum + point.sum, 0);
  }

  private checkStatus(endpoint: AsyncEndpoint, serving: number, now: number): void {
    const { status, statusSince, instances } = this;
    invariant(
      endpoint.status === status,
      () => `the status is ${endpoint.status}, heard of ${status}`,
    );
    if (status === "InService") {
      // Instances of an old fleet may drain after an update; crashed ones are on their way back.
      const desired = endpoint.desiredInstanceCount;
      const present = serving + instances.launchingToServe();
      invariant(
        present === desired,
        () => `InService with ${present} instances at ${now}, ${desired} desired`,
      );
    } else {
      invariant(
        endpoint.deleted || now - statusSince <= longestChangeSeconds,
        () => `${status} since ${statusSince}, at ${now}`,
      );
    }
  }

  private checkGauge(minute: number, key: AsyncMetricKey, expected: number | null): void {
    const obtained = this.points(key, minute, minute + 60)[0]?.sum ?? null;
    invariant(
      obtained === expected,
      () => `${key} of ${minute} is ${obtained}, counted are ${expected}`,
    );
  }

  private points(key: AsyncMetricKey, from: number, to: number) {
    const id = endpointMetricId(key, this.name, this.variantName);
    return this.simulation.metrics.datapoints(id, from, to, 60, Infinity);
  }

  private hear(at: number, what: string): void {
    invariant(
      at === this.simulation.now && at >= this.lastHeardAt,
      () => `told at ${this.simulation.now} of ${at}, after ${this.lastHeardAt}: ${what}`,
    );
    invariant(this.endpoint?.deleted !== true, () => `heard after the deletion: ${what}`);
    this.lastHeardAt = at;
    this.heard.push(`${at} ${this.name} ${what}`);
  }
}

import { type AsyncEndpoint } from "../../simulator/engine/async-endpoint";
import { endpointMetricId } from "../../simulator/engine/endpoint-metrics";
import { type Simulation } from "../../simulator/engine/simulation";
import {
  type AlarmDefinition,
  type ModelOptions,
  type Outcome,
} from "../../simulator/engine/types";
import { type AdmissionLedger } from "./admission-ledger";
import {
  type Action,
  type EndpointCase,
  type ModelCase,
  type PoliciesCase,
  type RangeCase,
} from "./chaos-case";
import { type Config, EndpointWatch } from "./endpoint-watch";
import { ScalingWatch } from "./scaling-watch";
import { invariant } from "./violation";

const variantName = "AllTraffic";

/** Owns one endpoint of a case, with its scalable target: does what the case says and lets its watches check. */
export class EndpointHost {
  private readonly name: string;
  private readonly resourceId: string;
  private readonly watches: EndpointWatch[] = [];
  private readonly scaling: ScalingWatch;
  private watch: EndpointWatch;
  private endpoint: AsyncEndpoint;
  private actions = 0;

  constructor(
    private readonly simulation: Simulation,
    private readonly given: EndpointCase,
    index: number,
    private readonly heard: string[],
    private readonly admissions: AdmissionLedger,
  ) {
    this.name = `endpoint-${index}`;
    this.resourceId = `endpoint/${this.name}/variant/${variantName}`;
    [this.watch, this.endpoint] = this.create(given.startInService);
    this.scaling = new ScalingWatch(simulation, this.resourceId, this.endpoint);
    if (given.range !== null) {
      this.register(given.range);
      this.putPolicies(given.policies);
    }
  }

  act(action: Action): void {
    this.actions++;
    const { endpoint, watch, simulation } = this;
    const isInService = endpoint.status === "InService";
    const takesRequests =
      isInService || endpoint.status === "Updating" || endpoint.status === "RollingBack";
    switch (action.kind) {
      case "submit":
        if (takesRequests) this.submit(action);
        return;
      case "complete": {
        const running = watch.requests.runningRequests();
        const request = running[action.nth % Math.max(1, running.length)];
        if (request === undefined) return;
        watch.requests.complete(request, action.outcome, simulation.now);
        endpoint.complete(request, action.outcome);
        return;
      }
      case "crash": {
        const instance = watch.instances.nthServing(action.nth);
        if (instance !== undefined && !endpoint.deleted) endpoint.crashInstance(instance);
        return;
      }
      case "loseMetrics":
        endpoint.loseMetricsUntil(simulation.now + action.seconds);
        return;
      case "setCount":
        if (action.count !== endpoint.desiredInstanceCount) this.scaling.changedByHand();
        expectRefusal(!isInService, () => {
          if (!endpoint.setDesiredInstanceCount(action.count)) throw new Error("refused");
        });
        return;
      case "update":
        if (isInService) {
          this.scaling.changedByHand();
          watch.updating(this.configOf(action.concurrency, action.model));
        }
        expectRefusal(!isInService, () =>
          endpoint.update({
            instanceType: "ml.m5.large",
            initialInstanceCount: action.count,
            maxConcurrentInvocationsPerInstance: action.concurrency,
            model: this.modelOf(action.model),
            bakeSeconds: action.bakeSeconds,
            stepInstances: [Math.ceil(action.count / 2), action.count],
            keepsOldFleet: action.keepsOldFleet,
          }),
        );
        return;
      case "rollBack":
        // What is launched and was not heard of yet could not be told from the fleet that comes back.
        if (!watch.mayLaunch) this.rollBack();
        return;
      case "delete":
        if (!endpoint.deleted) {
          expectRefusal(!isInService, () => simulation.deleteEndpoint(endpoint));
        }
        return;
      case "create":
        if (!endpoint.deleted) return;
        [this.watch, this.endpoint] = this.create(false);
        if (!this.scaling.isRegistered) return;
        this.deregister();
        return;
      case "register":
        this.register(action.range);
        return;
      case "deregister":
        this.deregister();
        return;
      case "schedule":
        if (this.scaling.isRegistered) this.schedule(action);
        return;
      case "putPolicies":
        if (this.scaling.isRegistered) this.putPolicies(action.policies);
        return;
      case "setAlarm": {
        const alarms = simulation.alarms.list();
        const alarm = alarms[action.nth % Math.max(1, alarms.length)];
        if (alarm !== undefined) simulation.alarms.setState(alarm.name, action.state, "by hand");
        return;
      }
      default:
        action satisfies never;
    }
  }

  beforeEvents(at: number): void {
    this.watch.integrateUntil(at);
  }

  /** @param isOver Whether the engine has had all its events of this instant. */
  check(isOver: boolean): void {
    this.watch.check(this.simulation.now);
    this.scaling.check(this.simulation.now, isOver);
  }

  /** @param isExact Whether time went by events, so that integrals over time are known. */
  checkEnd(isExact: boolean): void {
    if (!this.endpoint.deleted) this.endpoint.flushMetrics();
    if (!isExact) return;
    this.watch.checkEnd(this.simulation.now);
    const settled = (outcome: Outcome): number =>
      this.watches.reduce((sum, { requests }) => sum + requests.settled[outcome], 0);
    const { watch } = this;
    const answered = settled("succeeded") + settled("failed");
    const late = settled("expired") + settled("timedOut");
    for (const [key, expected] of [
      ["invocationsProcessed", answered],
      ["expiredRequests", late],
      ["invocationFailures", settled("failed") + late],
      ["modelLatency", null],
    ] as const) {
      const obtained = watch.counted(key);
      invariant(
        expected === null || obtained === expected,
        () => `${key} counts ${obtained} in all, heard of ${expected}`,
      );
    }
  }

  private create(startInService: boolean): [EndpointWatch, AsyncEndpoint] {
    const { concurrency, model, initialInstanceCount } = this.given;
    const { simulation, name } = this;
    const config = this.configOf(concurrency, model);
    const watch = new EndpointWatch(
      simulation,
      name,
      variantName,
      config,
      startInService,
      this.heard,
    );
    const endpoint = simulation.createEndpoint(
      {
        name,
        variantName,
        instanceType: "ml.m5.xlarge",
        initialInstanceCount,
        startInService,
        maxConcurrentInvocationsPerInstance: concurrency,
        model: this.modelOf(model),
      },
      watch,
    );
    watch.endpoint = endpoint;
    this.watches.push(watch);
    return [watch, endpoint];
  }

  private submit({ count, ttlSeconds, timeoutSeconds, bytes }: Action & { kind: "submit" }): void {
    const { invocationRate, now } = this.simulation;
    for (let left = count; left > 0; left--) {
      const isAdmitted = invocationRate.admit(now);
      this.admissions.book(now, isAdmitted);
      if (!isAdmitted) continue;
      this.watch.requests.submit({ ttlSeconds, timeoutSeconds }, this.simulation.now, () =>
        this.endpoint.submit({
          requestTtlSeconds: ttlSeconds,
          invocationTimeoutSeconds: timeoutSeconds,
          payloadBytes: bytes,
        }),
      );
    }
  }

  private rollBack(): void {
    const isUnderWay = this.watch.rollingBack();
    invariant(
      this.endpoint.rollBack() === isUnderWay,
      () => `an update is ${isUnderWay ? "" : "not "}under way, which cannot be rolled back`,
    );
  }

  private register({ minCapacity, maxCapacity, suspended }: RangeCase): void {
    if (this.endpoint.deleted) return;
    this.scaling.endpoint = this.endpoint;
    this.scaling.register({ minCapacity, maxCapacity, suspended });
    this.simulation.autoscaling.registerTarget({
      resourceId: this.resourceId,
      endpoint: this.endpoint,
      minCapacity,
      maxCapacity,
      suspendedState: {
        dynamicScalingInSuspended: suspended === "in",
        dynamicScalingOutSuspended: suspended === "out",
        scheduledScalingSuspended: suspended === "scheduled",
      },
    });
  }

  private deregister(): void {
    this.scaling.deregister();
    this.simulation.autoscaling.deregisterTarget(this.resourceId);
  }

  private schedule(action: Action & { kind: "schedule" }): void {
    const { minCapacity, maxCapacity } = action;
    const at = this.simulation.now + action.in;
    this.scaling.schedule({ at, minCapacity, maxCapacity });
    this.simulation.autoscaling.putScheduledAction({
      resourceId: this.resourceId,
      name: `action-${this.actions}`,
      schedule: { kind: "at", atSeconds: at },
      ...(minCapacity === null ? {} : { minCapacity }),
      ...(maxCapacity === null ? {} : { maxCapacity }),
    });
  }

  private putPolicies({ tracking, fromZeroCooldownSeconds, idlePeriods }: PoliciesCase): void {
    const metric = (key: Parameters<typeof endpointMetricId>[0]) =>
      endpointMetricId(key, this.name, variantName);
    this.putPolicy(
      "tracking",
      tracking && {
        kind: "TargetTrackingScaling",
        metric: metric("approximateBacklogSizePerInstance"),
        statistic: "Average",
        ...tracking,
      },
    );
    const step = { kind: "StepScaling", minAdjustmentMagnitude: null } as const;
    this.putPolicy(
      "from-zero",
      fromZeroCooldownSeconds === null
        ? null
        : {
            ...step,
            adjustmentType: "ChangeInCapacity",
            steps: [{ lowerBound: 0, upperBound: null, adjustment: 1 }],
            cooldownSeconds: fromZeroCooldownSeconds,
          },
      {
        metric: metric("hasBacklogWithoutCapacity"),
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        evaluationPeriods: 2,
      },
    );
    this.putPolicy(
      "idle",
      idlePeriods === null
        ? null
        : {
            ...step,
            adjustmentType: "ExactCapacity",
            steps: [{ lowerBound: null, upperBound: 0, adjustment: 0 }],
            cooldownSeconds: 0,
          },
      {
        metric: metric("approximateBacklogSize"),
        comparisonOperator: "LessThanThreshold",
        evaluationPeriods: idlePeriods ?? 1,
      },
    );
  }

  /** Puts a policy with the alarm that fires it, or deletes both. */
  private putPolicy(
    name: string,
    configuration: Parameters<ScalingWatch["putPolicy"]>[1] | null,
    alarm?: Pick<AlarmDefinition, "metric" | "comparisonOperator" | "evaluationPeriods">,
  ): void {
    const { autoscaling, alarms } = this.simulation;
    const { resourceId, scaling } = this;
    const alarmName = `${this.name}-${name}`;
    if (configuration === null) {
      autoscaling.deletePolicy(resourceId, name);
      alarms.delete(alarmName);
      scaling.deletePolicy(name);
      return;
    }
    const arn = `arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:1:resource/sagemaker/${resourceId}:policyName/${name}`;
    autoscaling.putPolicy({ resourceId, name, arn, configuration });
    scaling.putPolicy(name, configuration);
    if (alarm === undefined) return;
    alarms.put({
      ...alarm,
      name: alarmName,
      statistic: "Average",
      periodSeconds: 60,
      datapointsToAlarm: alarm.evaluationPeriods,
      threshold: 1,
      treatMissingData: "missing",
      actionsEnabled: true,
      alarmActions: [arn],
      okActions: [],
      insufficientDataActions: [],
    });
  }

  private configOf(concurrency: number | null, { failureProbability }: ModelCase): Config {
    return {
      concurrency: concurrency ?? this.simulation.platform.chosenConcurrency,
      failureProbability,
      isExternal: this.given.isExternal,
    };
  }

  private modelOf({ serviceTimeSeconds, failureProbability }: ModelCase): ModelOptions {
    const completion = this.given.isExternal ? "external" : "sampled";
    return { serviceTimeSeconds, failureProbability, completion };
  }
}

/** A change is refused exactly when the endpoint is busy. */
function expectRefusal(isRefused: boolean, change: () => void): void {
  let refused = false;
  try {
    change();
  } catch (error) {
    if (error instanceof Error && error.name === "Violation") throw error;
    refused = true;
  }
  invariant(refused === isRefused, () =>
    isRefused
      ? "a change of a busy endpoint was accepted"
      : "a change of an idle endpoint was refused",
  );
}

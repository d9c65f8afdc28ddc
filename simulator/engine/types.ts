/**
 * A random duration or size. Times in seconds, sizes in bytes.
 *
 * `lognormal` is given by its median and its 90th percentile; `empirical` draws one of the values, each as likely.
 */
export type Distribution =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "exponential"; readonly mean: number }
  | { readonly kind: "uniform"; readonly min: number; readonly max: number }
  | { readonly kind: "lognormal"; readonly p50: number; readonly p90: number }
  | { readonly kind: "empirical"; readonly values: readonly number[] };

/** How the engine ends a request. `unfinished` (cut off by the end of a run) is for the caller to count. */
export type Outcome = "succeeded" | "failed" | "expired" | "timedOut" | "lost";

/** `EndpointStatus` of the SageMaker API, as far as the engine models it. */
export type EndpointStatus =
  "Creating" | "Updating" | "RollingBack" | "InService" | "Deleting" | "Failed";

/**
 * Where an instance is in its life. `launching` and `terminating` do no work; `standby` and `draining` finish what they
 * have, the one to be at hand for a rollback, the other to go. One that crashes while `serving` is `launching` again until
 * it is replaced.
 */
export type InstanceState =
  "launching" | "serving" | "standby" | "draining" | "terminating" | "gone";

/** What an endpoint runs on and how it serves. */
export interface EndpointOptions {
  readonly name: string;
  readonly variantName: string;
  readonly instanceType: string;
  /** Instances asked for at creation, 1 or more on AWS; a scenario may start with 0. */
  readonly initialInstanceCount: number;
  /** True: the first instances are in service at once; false: they take the provisioning time first. */
  readonly startInService: boolean;
  /** `MaxConcurrentInvocationsPerInstance`, 1 to 1000; null leaves it to SageMaker (`platform.chosenConcurrency`). */
  readonly maxConcurrentInvocationsPerInstance: number | null;
  readonly model: ModelOptions;
}

/** How long a request takes on an instance, and who ends it. */
export interface ModelOptions {
  /** Drawn once for each start of a request, from the endpoint's own service stream. */
  readonly serviceTimeSeconds: Distribution;
  /**
   * Measured service times by concurrency, of this endpoint's instance type, in ascending order of concurrency. When
   * given, it is used instead of `serviceTimeSeconds`: drawn for the number of requests then running on the instance,
   * interpolated between points and held flat beyond them.
   */
  readonly profile?: readonly ServiceTimePoint[];
  /** Probability, 0 to 1, that a request that was served fails. */
  readonly failureProbability: number;
  /**
   * `sampled`: the engine ends a request when its drawn service time is over. `external`: the owner does the work and
   * calls `complete`; the request then ends when the drawn service time is over too, whichever is later.
   */
  readonly completion: "sampled" | "external";
  /**
   * Seconds that a launched instance has for its health check, once its provisioning time is over: it serves when the
   * owner calls `passHealthCheck`, and the change that launched it fails when that has not come by then. Null, the
   * default: instances are healthy.
   */
  readonly healthCheckSeconds?: number | null;
}

/** Service time measured at one concurrency. */
export interface ServiceTimePoint {
  /** Requests running on the instance, the measured one included; 1 or more. */
  readonly concurrency: number;
  readonly serviceTimeSeconds: Distribution;
  /** Added for each 1,000,000 bytes of payload. */
  readonly secondsPerMegabyte: number;
}

/** One asynchronous invocation, as it enters the queue. */
export interface Submission {
  /** Longest wait in the queue, in seconds: 60 to 21600 on AWS, where 21600 is the default. */
  readonly requestTtlSeconds: number;
  /** Longest processing time, in seconds: 1 to 3600 on AWS, where 900 is the default. */
  readonly invocationTimeoutSeconds: number;
  readonly payloadBytes: number;
}

/** When what happened to a request happened. The engine has one of these, for the request that ends now. */
export interface RequestInstants {
  readonly submittedAt: number;
  /** Its last start; NaN when it never started. */
  readonly startedAt: number;
  readonly settledAt: number;
}

/**
 * What an endpoint tells its owner while time advances. Calls are made at the simulated instant they are about; the
 * owner may call `submit` and `complete` from within.
 */
export interface EndpointListener {
  /** A free slot of an instance took the request; `serviceSeconds` is what the service-time model drew. */
  requestStarted?(
    request: number,
    instance: number,
    atSeconds: number,
    serviceSeconds: number,
  ): void;
  /**
   * The request ended. Its number is free for reuse after this call, and `instants` is another's: read what you need of
   * it. (An object that is used again, since V8 would allocate each of three numbers.)
   */
  requestSettled(request: number, outcome: Outcome, instants: RequestInstants): void;
  /** Its instance went away under the request; it waits again if `redelivered`, otherwise it settles as lost. */
  requestInterrupted?(request: number, atSeconds: number, redelivered: boolean): void;
  /** The endpoint's status changed. */
  statusChanged?(status: EndpointStatus, atSeconds: number): void;
  /** A minute's gauges were sampled; the endpoint's counts are those of that instant. */
  minuteSampled?(atSeconds: number): void;
  /** An instance entered a state; `slotCount` is how many requests it runs at a time. */
  instanceChanged?(
    instance: number,
    state: InstanceState,
    slotCount: number,
    atSeconds: number,
  ): void;
  /** An instance with `healthCheckSeconds` is ready to be asked how it is; the answer is `passHealthCheck`. */
  instanceStarted?(instance: number, atSeconds: number): void;
  /** An instance was not healthy in time; the endpoint now fails, or rolls back what it was launched for. */
  healthCheckFailed?(instance: number, atSeconds: number): void;
  /** A change of the fleet was accepted (UpdateEndpointWeightsAndCapacities or its like). */
  fleetChangeStarted?(from: number, to: number, atSeconds: number): void;
}

/** Names one CloudWatch series: namespace, metric name, and dimensions in any order. */
export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What is read of a metric. */
export interface MetricSelector extends MetricId {
  /** `StandardUnit` of the values that are read. Default: whatever their unit. */
  readonly unit?: string;
}

/** The aggregate that CloudWatch keeps of one period. */
export interface Datapoint {
  /** Start of the period, in seconds. */
  readonly periodStart: number;
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export type ComparisonOperator =
  | "GreaterThanOrEqualToThreshold"
  | "GreaterThanThreshold"
  | "LessThanThreshold"
  | "LessThanOrEqualToThreshold";

export type TreatMissingData = "missing" | "ignore" | "breaching" | "notBreaching";

/** `Statistic` of the CloudWatch API. */
export type Statistic = "Average" | "Sum" | "Minimum" | "Maximum" | "SampleCount";

/** A percentile, such as `p99.9`, or a mean up to a percentile, such as `tm99`. */
export type ExtendedStatistic = `p${number}` | `tm${number}`;

export type AnyStatistic = Statistic | ExtendedStatistic;

/** One of the queries of a metric-math alarm or of `GetMetricData`: a metric, or an expression over other queries. */
export interface MetricQuery {
  readonly id: string;
  readonly label: string | null;
  /** False for a query that only others refer to. */
  readonly returnData: boolean;
  readonly source:
    | {
        readonly kind: "metric";
        readonly metric: MetricSelector;
        readonly statistic: AnyStatistic;
        readonly periodSeconds: number;
      }
    | {
        readonly kind: "expression";
        readonly expression: string;
        /** Null: the shortest period of the metrics. */
        readonly periodSeconds: number | null;
      };
}

/** What an alarm or a target-tracking policy watches: one statistic of one metric, or the result of metric math. */
export interface WatchedMetric {
  /** Null when `queries` are watched. */
  readonly metric: MetricSelector | null;
  /** Null when `queries` are watched. */
  readonly statistic: AnyStatistic | null;
  /** Metric math; exactly one of them returns data, which is what is watched. */
  readonly queries?: readonly MetricQuery[];
}

/** A metric alarm, as `PutMetricAlarm` defines it. */
export interface AlarmDefinition extends WatchedMetric {
  readonly name: string;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  /** M of N; N when it is left out of the API call. */
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparisonOperator: ComparisonOperator;
  readonly treatMissingData: TreatMissingData;
  readonly actionsEnabled: boolean;
  readonly alarmActions: readonly string[];
  readonly okActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
}

/** An alarm on other alarms, as `PutCompositeAlarm` defines it. */
export interface CompositeAlarmDefinition {
  readonly name: string;
  /** Such as `ALARM(a) AND NOT OK(b)`. */
  readonly rule: string;
  readonly actionsEnabled: boolean;
  readonly alarmActions: readonly string[];
  readonly okActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  /** While another alarm is in ALARM, actions wait; null for none. */
  readonly suppressor: {
    /** Name of that alarm. */
    readonly alarmName: string;
    /** How long actions wait for it to go into ALARM. */
    readonly waitSeconds: number;
    /** How long actions still wait after it has left ALARM. */
    readonly extensionSeconds: number;
  } | null;
}

/** Target tracking on a customized metric. */
export interface TargetTrackingConfiguration extends WatchedMetric {
  readonly kind: "TargetTrackingScaling";
  readonly targetValue: number;
  readonly scaleOutCooldownSeconds: number;
  readonly scaleInCooldownSeconds: number;
  readonly disableScaleIn: boolean;
}

/** A step of a step policy; bounds are relative to the alarm's threshold, null is unbounded. */
export interface StepAdjustment {
  readonly lowerBound: number | null;
  readonly upperBound: number | null;
  readonly adjustment: number;
}

/** Step scaling; the alarm that triggers it is the user's own and names the policy among its actions. */
export interface StepScalingConfiguration {
  readonly kind: "StepScaling";
  readonly adjustmentType: "ChangeInCapacity" | "PercentChangeInCapacity" | "ExactCapacity";
  readonly steps: readonly StepAdjustment[];
  readonly cooldownSeconds: number;
  readonly minAdjustmentMagnitude: number | null;
}

export type ScalingPolicyConfiguration = TargetTrackingConfiguration | StepScalingConfiguration;

/** `StatusCode` of a scaling activity. */
export type ActivityStatus =
  "Pending" | "InProgress" | "Successful" | "Overridden" | "Unfulfilled" | "Failed";

/** One activity, as `DescribeScalingActivities` lists it. */
export interface ScalingActivity {
  readonly id: string;
  readonly resourceId: string;
  readonly startSeconds: number;
  endSeconds: number | null;
  readonly from: number;
  readonly to: number;
  readonly description: string;
  readonly cause: string;
  status: ActivityStatus;
  statusMessage: string;
  /** `NotScaledReason.Code` when nothing was changed, otherwise null. */
  readonly notScaledReason: string | null;
}

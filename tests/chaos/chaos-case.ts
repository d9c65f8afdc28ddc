import fc from "fast-check";
import { type PlatformOptions } from "../../simulator/engine/platform-options";
import { type Distribution } from "../../simulator/engine/types";

/** How requests are served. */
export interface ModelCase {
  readonly serviceTimeSeconds: Distribution;
  readonly failureProbability: number;
}

/** Target tracking, and the two step policies of AWS's guides beside it. */
export interface PoliciesCase {
  readonly tracking: {
    readonly targetValue: number;
    readonly scaleOutCooldownSeconds: number;
    readonly scaleInCooldownSeconds: number;
    readonly disableScaleIn: boolean;
  } | null;
  readonly fromZeroCooldownSeconds: number | null;
  readonly idlePeriods: number | null;
}

export interface RangeCase {
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly suspended: "nothing" | "in" | "out" | "scheduled";
}

export interface EndpointCase {
  readonly initialInstanceCount: number;
  readonly startInService: boolean;
  readonly concurrency: number | null;
  readonly isExternal: boolean;
  readonly model: ModelCase;
  readonly range: RangeCase | null;
  readonly policies: PoliciesCase;
}

type On<Kind extends string, Fields = unknown> = {
  readonly kind: Kind;
  /** Seconds after the action before it. */
  readonly after: number;
  /** Which endpoint, modulo their number. */
  readonly endpoint: number;
} & Readonly<Fields>;

/** What may happen to an endpoint from outside, and which faults strike. */
export type Action =
  | On<"submit", { count: number; ttlSeconds: number; timeoutSeconds: number; bytes: number }>
  | On<"complete", { nth: number; outcome: "succeeded" | "failed" }>
  | On<"crash", { nth: number }>
  | On<"loseMetrics", { seconds: number }>
  | On<"setCount", { count: number }>
  | On<
      "update",
      {
        count: number;
        concurrency: number;
        model: ModelCase;
        bakeSeconds: number;
        keepsOldFleet: boolean;
      }
    >
  | On<"rollBack">
  | On<"delete">
  | On<"create">
  | On<"register", { range: RangeCase }>
  | On<"deregister">
  | On<"schedule", { in: number; minCapacity: number | null; maxCapacity: number | null }>
  | On<"putPolicies", { policies: PoliciesCase }>
  | On<"setAlarm", { nth: number; state: "OK" | "ALARM" | "INSUFFICIENT_DATA" }>;

/** A scenario with its faults; the whole of it is data, so that a failing one can be printed and made smaller. */
export interface ChaosCase {
  readonly seed: number;
  readonly platform: Partial<PlatformOptions>;
  readonly endpoints: readonly EndpointCase[];
  readonly actions: readonly Action[];
  /** Whether actions come before what the engine has at the same instant, as arrivals do. */
  readonly actsFirst: boolean;
}

const bool = fc.boolean();

const model: fc.Arbitrary<ModelCase> = fc.record({
  serviceTimeSeconds: fc.constantFrom<Distribution>(
    { kind: "constant", value: 10 },
    { kind: "constant", value: 60 },
    { kind: "exponential", mean: 40 },
    { kind: "lognormal", p50: 20, p90: 200 },
    { kind: "uniform", min: 0, max: 5 },
  ),
  failureProbability: fc.constantFrom(0, 0.2, 1),
});

const range: fc.Arbitrary<RangeCase> = fc
  .record({
    minCapacity: fc.nat(2),
    above: fc.nat(5),
    suspended: fc.constantFrom("nothing", "nothing", "nothing", "in", "out", "scheduled"),
  })
  .map(({ minCapacity, above, suspended }) => ({
    minCapacity,
    maxCapacity: minCapacity + above,
    suspended,
  }));

const cooldown = fc.constantFrom(0, 60, 120, 300, 1000);

const policies: fc.Arbitrary<PoliciesCase> = fc.record({
  tracking: fc.option(
    fc.record({
      targetValue: fc.constantFrom(1, 5, 7.5),
      scaleOutCooldownSeconds: cooldown,
      scaleInCooldownSeconds: cooldown,
      disableScaleIn: bool,
    }),
  ),
  fromZeroCooldownSeconds: fc.option(cooldown),
  idlePeriods: fc.option(fc.integer({ min: 1, max: 10 })),
});

const endpoint: fc.Arbitrary<EndpointCase> = fc.record({
  initialInstanceCount: fc.nat(4),
  startInService: bool,
  concurrency: fc.option(fc.integer({ min: 1, max: 4 })),
  isExternal: fc.constantFrom(false, false, false, true),
  model,
  range: fc.option(range),
  policies,
});

const platform: fc.Arbitrary<Partial<PlatformOptions>> = fc.record({
  provisionSeconds: fc.constantFrom<Distribution>(
    { kind: "uniform", min: 0, max: 400 },
    { kind: "constant", value: 120 },
    { kind: "constant", value: 0 },
  ),
  terminationSeconds: fc.constantFrom<Distribution>(
    { kind: "uniform", min: 60, max: 180 },
    { kind: "constant", value: 0 },
  ),
  metricDelaySeconds: fc.constantFrom<Distribution>(
    { kind: "uniform", min: 60, max: 180 },
    { kind: "constant", value: 0 },
  ),
  backlogCountsInFlight: bool,
  backlogPerInstanceAtZero: fc.constantFrom("backlog", "missing", "zero"),
  drainSeconds: fc.constantFrom(0, 30, 120),
  redeliverInterrupted: bool,
  capacityShortage: fc.record({
    probability: fc.constantFrom(0, 0.3),
    delaySeconds: fc.constant(900),
  }),
  chosenConcurrency: fc.constantFrom(1, 4),
  scaleInRemoves: fc.constantFrom("newest", "oldest", "idlest"),
  billFrom: fc.constantFrom("launch", "inService"),
  billMinimumSeconds: fc.constantFrom(0, 300),
  queueWindow: fc.constantFrom(1, 1, 3),
  invocationsPerSecond: fc.constantFrom(null, null, 4),
  publishZeroCounters: bool,
  alarmExtraPeriods: fc.constantFrom(0, 2),
  alarmLagGraceSeconds: fc.constantFrom(0, 240),
  alarmTooFewBreaching: fc.constantFrom("keep", "OK"),
  alarmEvaluationOffsetSeconds: fc.constantFrom(0, 17),
  maxScaleInStep: fc.constantFrom(null, 1),
});

const count = fc.nat(5);

function on<Kind extends Action["kind"], Fields>(
  kind: Kind,
  fields: { [Key in keyof Fields]: fc.Arbitrary<Fields[Key]> },
): fc.Arbitrary<On<Kind, Fields>> {
  return fc.record({
    kind: fc.constant(kind),
    after: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 0, max: 12 }).map((n) => n * 60),
      fc.nat(900),
    ),
    endpoint: fc.nat(2),
    ...fields,
  }) as fc.Arbitrary<On<Kind, Fields>>;
}

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 8,
    arbitrary: on("submit", {
      count: fc.integer({ min: 1, max: 30 }),
      ttlSeconds: fc.constantFrom(60, 90, 600, 3600),
      timeoutSeconds: fc.constantFrom(1, 5, 60, 900, 3600),
      bytes: fc.constantFrom(0, 1000, 1e9),
    }),
  },
  {
    weight: 2,
    arbitrary: on("complete", {
      nth: fc.nat(20),
      outcome: fc.constantFrom<"succeeded" | "failed">("succeeded", "failed"),
    }),
  },
  { weight: 2, arbitrary: on("crash", { nth: count }) },
  { weight: 1, arbitrary: on("loseMetrics", { seconds: fc.nat(1200) }) },
  { weight: 2, arbitrary: on("setCount", { count }) },
  {
    weight: 1,
    arbitrary: on("update", {
      count,
      concurrency: fc.integer({ min: 1, max: 4 }),
      model,
      bakeSeconds: fc.constantFrom(0, 0, 120),
      keepsOldFleet: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: on("rollBack", {}) },
  { weight: 1, arbitrary: on("delete", {}) },
  { weight: 1, arbitrary: on("create", {}) },
  { weight: 1, arbitrary: on("register", { range }) },
  { weight: 1, arbitrary: on("deregister", {}) },
  {
    weight: 1,
    arbitrary: on("schedule", {
      in: fc.integer({ min: 1, max: 1200 }),
      minCapacity: fc.option(count),
      maxCapacity: fc.option(count),
    }),
  },
  { weight: 1, arbitrary: on("putPolicies", { policies }) },
  {
    weight: 1,
    arbitrary: on("setAlarm", {
      nth: count,
      state: fc.constantFrom<"OK" | "ALARM" | "INSUFFICIENT_DATA">(
        "OK",
        "ALARM",
        "INSUFFICIENT_DATA",
      ),
    }),
  },
);

/** Random cases; without fast-check's bias, which would make half of them tiny. */
export const chaosCases: fc.Arbitrary<ChaosCase> = fc.noBias(
  fc.record({
    seed: fc.nat(),
    platform,
    endpoints: fc.array(endpoint, { minLength: 1, maxLength: 3 }),
    actions: fc.array(action, { maxLength: 40, size: "max" }),
    actsFirst: bool,
  }),
);

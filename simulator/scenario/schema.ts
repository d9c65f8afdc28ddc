import { z } from "zod";
import { limits } from "../../sagemaker/limits";
import { defaultBusyPercent } from "../../sagemaker/scaling-plans";
import { defaultPlatformOptions as platformDefaults } from "../engine/platform-options";
import { distribution, hasFields, number, object, text, truth } from "./schema-parts";
import { workload } from "./workload-schema";

const cooldown = (description: string) => number(limits.cooldownSeconds, description);

const endpoint = object(
  {
    instanceType: text("Instance type, for example ml.m5.xlarge.").default("ml.m5.xlarge"),
    initialInstanceCount: number(
      { min: 0, whole: true },
      "Instances in service at the start.",
    ).default(1),
    maxConcurrentInvocationsPerInstance: number(
      { ...limits.concurrentInvocationsPerInstance, whole: true },
      "Requests that an instance runs at a time; null leaves it to SageMaker.",
    )
      .nullable()
      .default(2),
  },
  "What serves.",
);

const profile = object(
  {
    name: text("Name of the measurement."),
    source: text("What was measured, when and how."),
    points: z
      .array(
        object(
          {
            instanceType: text("Instance type that was measured."),
            environment: z
              .record(z.string(), z.string(), {
                error: "it must be an object of texts",
              })
              .default({})
              .describe("Container settings that were measured."),
            concurrency: number({ min: 1, whole: true }, "Requests running on the instance."),
            serviceTimeSeconds: distribution("Service time at that concurrency, seconds."),
            secondsPerMegabyte: number(
              { min: 0 },
              "Added for each 1,000,000 bytes of payload.",
            ).default(0),
            provisionSeconds: distribution("Time until an instance serves, seconds.").optional(),
          },
          "One measured point.",
        ),
        { error: "it must be a list of points" },
      )
      .min(1, { error: "it must hold at least one point" }),
  },
  "A measured service-time profile; instead of its keys, `file` may name a JSON file that holds them.",
);

const model = object(
  {
    serviceTimeSeconds: distribution("Time to serve a request, seconds.")
      .nullish()
      .describe(
        "Time to serve a request, seconds. Default: log-normal, median 3, 90th percentile 6; with a `profile`, none.",
      ),
    profile: profile.nullable().default(null),
    failureProbability: number({ min: 0, max: 1 }, "Share of served requests that fail.").default(
      0,
    ),
  },
  "How long a request takes: exactly one of `serviceTimeSeconds` and `profile`.",
)
  .refine(({ serviceTimeSeconds, profile: measured }) => !serviceTimeSeconds || measured === null, {
    error: "it has both `serviceTimeSeconds` and `profile`: leave one of them out",
  })
  .refine(
    ({ serviceTimeSeconds, profile: measured }) => serviceTimeSeconds !== null || measured !== null,
    { error: "it has neither `serviceTimeSeconds` nor `profile`: give one of them" },
  );

const capacity = (description: string) => number({ min: 0, whole: true }, description);

/** Whether the range stays a range when the actions move it one after the other, as AWS holds them to. */
function hasPossibleSchedule(given: {
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly scheduledActions: readonly {
    readonly atSeconds: number;
    readonly minCapacity?: number | undefined;
    readonly maxCapacity?: number | undefined;
  }[];
}): boolean {
  let { minCapacity, maxCapacity } = given;
  return given.scheduledActions
    .toSorted((a, b) => a.atSeconds - b.atSeconds)
    .every((action) => {
      minCapacity = action.minCapacity ?? minCapacity;
      maxCapacity = action.maxCapacity ?? maxCapacity;
      return minCapacity <= maxCapacity;
    });
}

const scalingSchema = object(
  {
    minCapacity: capacity("Fewest instances.").default(0),
    maxCapacity: number({ min: 1, whole: true }, "Most instances.").default(5),
    targetTracking: object(
      {
        backlogPerInstance: number(
          { above: 0 },
          "Target of the backlog for each instance.",
        ).default(5),
        scaleInCooldownSeconds: cooldown("Pause after a scale-in.").default(120),
        scaleOutCooldownSeconds: cooldown("Pause after a scale-out.").default(120),
        disableScaleIn: truth("Whether it only adds instances.").default(false),
      },
      "Target tracking on ApproximateBacklogSizePerInstance.",
    )
      .nullable()
      .prefault({}),
    scaleFromZero: object(
      {
        cooldownSeconds: cooldown("Pause after it.").default(300),
        evaluationPeriods: number(
          { min: 1, max: 1440, whole: true },
          "Minutes with a backlog and no instance before it adds one.",
        ).default(2),
        instances: number({ min: 1, whole: true }, "Instances that it adds.").default(1),
      },
      "Step policy on HasBacklogWithoutCapacity that adds the first instance.",
    )
      .nullable()
      .prefault({}),
    stepScaleOut: object(
      {
        backlogPerInstance: number(
          { above: 0 },
          "Backlog for each instance above which it adds instances.",
        ).default(5),
        evaluationPeriods: number(
          { min: 1, max: 1440, whole: true },
          "Minutes above it before it adds any.",
        ).default(1),
        cooldownSeconds: cooldown("Pause after it.").default(120),
      },
      "Step policy on ApproximateBacklogSizePerInstance, faster than target tracking; it only adds instances.",
    )
      .nullable()
      .default(null),
    idleScaleIn: object(
      {
        idleSeconds: number(
          { min: 60, max: 86_400 },
          "Time without anything to do, rounded up to minutes, after which the fleet goes to its minimum.",
        ),
        watches: z
          .enum(["backlog", "work"], { error: 'it must be "backlog" or "work"' })
          .describe(
            "What must be none: `backlog`, the queue alone, which kills what runs longer than `drainSeconds`; `work`, the " +
              "queue, requests that end, and processors that are busy, as the components deploy it.",
          )
          .default("backlog"),
        busyPercent: number(
          { above: 0 },
          "With `work`: utilization above which an instance is busy.",
        ).default(defaultBusyPercent),
        cooldownSeconds: cooldown("Pause after it.").default(0),
      },
      "Step policy that empties an idle fleet.",
    )
      .nullable()
      .default(null),
    scheduledActions: z
      .array(
        object(
          {
            atSeconds: number({ min: 0 }, "When, seconds from the start."),
            minCapacity: capacity("New minimum.").optional(),
            maxCapacity: capacity("New maximum.").optional(),
          },
          "A change of the capacity range.",
        ).refine(
          ({ minCapacity, maxCapacity }) => minCapacity !== undefined || maxCapacity !== undefined,
          { error: "it must have `minCapacity`, `maxCapacity` or both" },
        ),
        { error: "it must be a list of actions" },
      )
      .default([])
      .describe("Changes of the capacity range at given times."),
  },
  "Application Auto Scaling; null holds the fleet at `initialInstanceCount`.",
)
  .refine(hasPossibleSchedule, {
    path: ["scheduledActions"],
    error:
      "in order of time one of them puts the minimum above the maximum: raise `maxCapacity` before it or with it",
  })
  .refine(({ minCapacity, maxCapacity }) => !(minCapacity > maxCapacity), {
    path: ["minCapacity"],
    when: hasFields,
    error: ({ input }) =>
      `it must not be above \`maxCapacity\`, which is ${String((input as { maxCapacity: number }).maxCapacity)}: lower the one or raise the other`,
  });

const platform = object(
  {
    provisionSeconds: distribution("Launch to service.").default(platformDefaults.provisionSeconds),
    terminationSeconds: distribution("End of work to gone.").default(
      platformDefaults.terminationSeconds,
    ),
    metricDelaySeconds: distribution("End of a period to its datapoints being readable.").default(
      platformDefaults.metricDelaySeconds,
    ),
    backlogCountsInFlight: truth("Whether running requests count as backlog.").default(
      platformDefaults.backlogCountsInFlight,
    ),
    backlogPerInstanceAtZero: z
      .enum(["backlog", "missing", "zero"], {
        error: 'it must be "backlog", "missing" or "zero"',
      })
      .describe("ApproximateBacklogSizePerInstance at zero instances.")
      .default(platformDefaults.backlogPerInstanceAtZero),
    drainSeconds: number({ min: 0 }, "Time to finish at scale-in.").default(
      platformDefaults.drainSeconds,
    ),
    redeliverInterrupted: truth("Whether interrupted requests wait again.").default(
      platformDefaults.redeliverInterrupted,
    ),
    capacityShortage: object(
      {
        probability: number({ min: 0, max: 1 }, "Of a scale-out that finds no capacity.").default(
          platformDefaults.capacityShortage.probability,
        ),
        delaySeconds: number({ min: 0 }, "How much later it launches.").default(
          platformDefaults.capacityShortage.delaySeconds,
        ),
      },
      "Scale-outs that find no capacity.",
    ).prefault({}),
    chosenConcurrency: number(
      { min: 1, max: 1000, whole: true },
      "Where SageMaker chooses.",
    ).default(platformDefaults.chosenConcurrency),
    scaleInRemoves: z
      .enum(["newest", "oldest", "idlest"], {
        error: 'it must be "newest", "oldest" or "idlest"',
      })
      .describe("Which instances leave at scale-in.")
      .default(platformDefaults.scaleInRemoves),
    billFrom: z
      .enum(["launch", "inService"], { error: 'it must be "launch" or "inService"' })
      .describe("When the bill of an instance starts.")
      .default(platformDefaults.billFrom),
    billMinimumSeconds: number({ min: 0 }, "Least time that an instance is billed for.").default(
      platformDefaults.billMinimumSeconds,
    ),
    instanceQuota: number(
      { min: 0, whole: true },
      "Account limit of instances of the type; a scale-out above it fails. null: none.",
    )
      .nullable()
      .default(platformDefaults.instanceQuota),
    invocationsPerSecond: number(
      { above: 0 },
      "Invocations a second above which AWS throttles; the client sends again. null: none.",
    )
      .nullable()
      .default(platformDefaults.invocationsPerSecond),
    queueWindow: number(
      { min: 1, max: 10_000, whole: true },
      "Among how many of the oldest waiting requests chance picks the next.",
    ).default(platformDefaults.queueWindow),
    publishZeroCounters: truth("Whether minutes without an event publish 0.").default(
      platformDefaults.publishZeroCounters,
    ),
    alarmExtraPeriods: number(
      { min: 0, max: 100, whole: true },
      "Periods that an alarm looks back beyond its own.",
    ).default(platformDefaults.alarmExtraPeriods),
    alarmLagGraceSeconds: number({ min: 0 }, "Lag of a metric that is not yet a gap.").default(
      platformDefaults.alarmLagGraceSeconds,
    ),
    alarmTooFewBreaching: z
      .enum(["keep", "OK"], { error: 'it must be "keep" or "OK"' })
      .describe("State of an alarm with too few and only breaching datapoints.")
      .default(platformDefaults.alarmTooFewBreaching),
    alarmEvaluationOffsetSeconds: number(
      { min: 0, max: 59 },
      "Second of the minute in which alarms are evaluated.",
    ).default(platformDefaults.alarmEvaluationOffsetSeconds),
    maxScaleInStep: number({ min: 1, whole: true }, "Most instances removed at a time.")
      .nullable()
      .default(platformDefaults.maxScaleInStep),
  },
  "What AWS does not document about the service.",
);

/** The scenario of DESIGN: every key but `workload` has a default, keys that it does not know are refused. */
export const scenarioSchema = object(
  {
    name: text("Shown in reports.").default("scenario"),
    seed: number({ whole: true }, "Seed of all chance.").default(1),
    region: text("Region whose prices hold.").default("us-east-1"),
    workload,
    endpoint: endpoint.prefault({}),
    model: model.prefault({}),
    scaling: scalingSchema.nullable().prefault({}),
    platform: platform.prefault({}),
    maxSeconds: number({ above: 0 }, "The run ends here at the latest, seconds.").default(172_800),
    $schema: z.string().optional().describe("For editors."),
  },
  "A scenario.",
);

/** A scenario as parsed: defaults filled in, files read. */
export type Scenario = Omit<z.output<typeof scenarioSchema>, "$schema">;

/** Scaling as it is written, with what has a default left out. */
export type ScalingInput = NonNullable<z.input<typeof scenarioSchema>["scaling"]>;

/** Fills the defaults of a scaling in. */
export function completeScaling(scaling: ScalingInput): NonNullable<Scenario["scaling"]> {
  return scalingSchema.parse(scaling);
}

/** The JSON Schema of a scenario file, made from the definition that parses it. */
export function scenarioJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(scenarioSchema, { io: "input" });
}

import { z } from "zod";
import { limits } from "../../sagemaker/limits";
import { defaultBusyPercent } from "../../sagemaker/scaling-plans";
import { hasFields, number, object, truth } from "./schema-parts";

const cooldown = (description: string) => number(limits.cooldownSeconds, description);

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

/** A scenario's scaling. */
export const scaling = object(
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

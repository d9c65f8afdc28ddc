import { z } from "zod";

import { capacityOrder, positiveNumber, wholeNumberIn } from "../sagemaker/checks";
import { limits } from "../sagemaker/limits";
import { idleTimeProblem, scaleInOnBacklogProblem } from "../sagemaker/scale-in-safety";
import { scheduledCapacitiesProblem } from "../sagemaker/schedules";
import { flag, number, optionalNumber } from "./fields";

/** The keys of the scaling; `AutoscalingPolicyArgs` explains each. */
export const scalingSettings = {
  /** Whether the fleet is scaled at all; switched off in the update before the one that changes the instance type. */
  autoscaling: flag(true),
  /** `targetBacklogPerInstance` of the component. */
  backlogTarget: number(5, positiveNumber("requests")),
  minCapacity: number(0, wholeNumberIn(limits.minCapacity)),
  maxCapacity: number(5, wholeNumberIn(limits.maxCapacity)),
  scaleOutCooldownSeconds: number(120, wholeNumberIn(limits.cooldownSeconds)),
  scaleInCooldownSeconds: number(120, wholeNumberIn(limits.cooldownSeconds)),
  stepScaling: flag(false),
  wakeUpInstances: number(1, wholeNumberIn(limits.maxCapacity)),
  idleScaleInSeconds: optionalNumber(wholeNumberIn(limits.idleSeconds)),
  scaleInOnBacklog: flag(false),
  schedules: scheduleList(),
};

export type ScalingSettings = z.output<z.ZodObject<typeof scalingSettings>> & {
  readonly longestInvocationSeconds: number;
};

/** What does not fit together among the settings that are right by themselves. */
export function scalingProblems(
  settings: Partial<ScalingSettings>,
  qualified: (key: keyof ScalingSettings) => string,
): { key: string; reason: string }[] {
  const { minCapacity, maxCapacity, longestInvocationSeconds: longest } = settings;
  const { idleScaleInSeconds, scaleInOnBacklog } = settings;
  const shown = (key: keyof ScalingSettings): string => `\`${qualified(key)}\``;
  const reasons: Partial<Record<keyof ScalingSettings, string | undefined>> = {
    ...(minCapacity !== undefined &&
      maxCapacity !== undefined && {
        minCapacity: capacityOrder(minCapacity, maxCapacity, shown("maxCapacity")),
      }),
    ...(longest !== undefined &&
      idleScaleInSeconds !== undefined && {
        idleScaleInSeconds: idleTimeProblem(
          idleScaleInSeconds,
          longest,
          shown("longestInvocationSeconds"),
        ),
      }),
    ...(longest !== undefined &&
      scaleInOnBacklog === true && {
        scaleInOnBacklog: scaleInOnBacklogProblem(longest, shown("longestInvocationSeconds")),
      }),
  };
  return Object.entries(reasons).flatMap(([key, reason]) =>
    reason === undefined ? [] : [{ key: qualified(key as keyof ScalingSettings), reason }],
  );
}

const scheduleSchema = z.array(
  z.strictObject({
    name: z.string(),
    schedule: z.string(),
    timezone: z.string().optional(),
    minCapacity: z.number().optional(),
    maxCapacity: z.number().optional(),
  }),
);

/** In a stack file a YAML list; Pulumi hands it over as JSON. */
function scheduleList() {
  return z
    .string()
    .transform((written, context) => {
      const parsed = scheduleSchema.safeParse(jsonOf(written));
      const problem = parsed.success
        ? scheduledCapacitiesProblem(parsed.data)
        : `is ${written}; it must be a list of {name, schedule, timezone, minCapacity, maxCapacity}`;
      if (parsed.success && problem === undefined) return parsed.data;
      context.addIssue({ code: "custom", message: problem ?? "" });
      return z.NEVER;
    })
    .optional();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

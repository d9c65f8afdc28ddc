import { z } from "zod";
import { defaultPlatformOptions as platformDefaults } from "../engine/platform-options";
import { distribution, number, object, truth } from "./schema-parts";

/** The options of a scenario's platform: what AWS does not document, each with the engine's default. */
export const platform = object(
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

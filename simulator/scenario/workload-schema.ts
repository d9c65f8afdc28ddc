import { z } from "zod";
import { limits } from "../../sagemaker/limits";
import { distribution, hasFields, kinds, number, object, text } from "./schema-parts";

const rate = (description: string) => number({ above: 0 }, `${description}, requests a second.`);
const anyRate = (description: string) => number({ min: 0 }, `${description}, requests a second.`);
const duration = (description: string) => number({ above: 0 }, `${description}, seconds.`);

const arrivals = kinds(
  [
    object(
      { kind: z.literal("constant"), ratePerSecond: rate("Rate") },
      "Evenly spaced, the first at 0.",
    ),
    object({ kind: z.literal("poisson"), ratePerSecond: rate("Rate") }, "A Poisson process."),
    object({ kind: z.literal("at-once") }, "All at 0."),
    object(
      {
        kind: z.literal("closed-loop"),
        concurrency: number(
          { min: 1, whole: true },
          "Most requests that are outstanding: sent, and not ended.",
        ),
      },
      "The next one when one has ended; its latencies leave out the wait of whoever would have come meanwhile.",
    ),
    object(
      {
        kind: z.literal("ramp"),
        fromPerSecond: anyRate("Rate at the start"),
        toPerSecond: anyRate("Rate at the end of the ramp and after it"),
        durationSeconds: duration("Length of the ramp"),
      },
      "A Poisson process whose rate changes in a straight line.",
    ).refine(({ fromPerSecond, toPerSecond }) => fromPerSecond + toPerSecond > 0, {
      error: "one of `fromPerSecond` and `toPerSecond` must be above 0",
    }),
    object(
      {
        kind: z.literal("bursts"),
        baseRatePerSecond: anyRate("Rate between bursts"),
        burstRatePerSecond: anyRate("Rate in a burst"),
        burstSeconds: duration("Length of a burst"),
        periodSeconds: duration("From the start of a burst to the start of the next"),
      },
      "A Poisson process with two rates; each period begins with a burst.",
    )
      .refine(({ burstSeconds, periodSeconds }) => burstSeconds <= periodSeconds, {
        error: "its `burstSeconds` must not be above its `periodSeconds`",
      })
      .refine(
        ({ baseRatePerSecond, burstRatePerSecond, burstSeconds, periodSeconds }) =>
          burstRatePerSecond > 0 || (baseRatePerSecond > 0 && burstSeconds < periodSeconds),
        { error: "one of its rates must be above 0 for some of the time" },
      ),
    object(
      {
        kind: z.literal("diurnal"),
        meanRatePerSecond: rate("Mean rate"),
        peakToMean: number({ min: 1, max: 50 }, "Peak rate over mean rate."),
        periodSeconds: duration("Length of a day").default(86_400),
      },
      "A Poisson process with one peak in the middle of each period.",
    ),
    object(
      {
        kind: z.literal("trace"),
        file: text(
          "CSV or JSONL in any of the formats of docs/load.md, told by its header; found beside the scenario.",
        ),
        timeScale: number({ above: 0 }, "Multiplies the times: 2 plays it half as fast.").default(
          1,
        ),
        rateScale: number({ above: 0 }, "Requests for each one of the trace.").default(1),
        // What the file holds.
        seconds: z.array(z.number()).default([]).meta({ readOnly: true }),
        counts: z.array(z.number()).default([]).meta({ readOnly: true }),
        periodSeconds: z.number().default(1).meta({ readOnly: true }),
      },
      "A recorded trace.",
    ),
  ],
  ["constant", "poisson", "at-once", "closed-loop", "ramp", "bursts", "diurnal", "trace"],
  "When requests arrive.",
);

function isTrace(given: { readonly kind?: unknown } | undefined): boolean {
  return given?.kind === "trace";
}

/** `workload` of a scenario. */
export const workload = object(
  {
    requests: number(
      { min: 1, whole: true },
      "How many requests are sent. Default for a trace: all of it; there is none for other arrivals.",
    ).optional(),
    payloadBytes: distribution("Size of an input, bytes.").prefault({
      kind: "constant",
      value: 2000,
    }),
    arrivals,
    requestTtlSeconds: number(limits.requestTtlSeconds, "Longest wait in the queue.").default(
      limits.requestTtlSeconds.default,
    ),
    invocationTimeoutSeconds: number(
      limits.invocationTimeoutSeconds,
      "Longest processing time.",
    ).default(limits.invocationTimeoutSeconds.default),
  },
  "What is asked of the endpoint.",
).refine((given) => given.requests !== undefined || isTrace(given.arrivals), {
  path: ["requests"],
  when: hasFields,
  error: "it must be a whole number of at least 1",
});

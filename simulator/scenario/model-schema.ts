import { z } from "zod";
import { distribution, number, object, text } from "./schema-parts";

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

/** How a scenario's model serves. */
export const model = object(
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

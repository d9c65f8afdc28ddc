import { z } from "zod";

import { requestOutcomes, type LatencySummary, type RunResult } from "./result";
import { number } from "./schema-parts";

/*
 * The contract of `result.ts` as data is held to it: what the contract has must be there and of its kind, what a newer
 * version adds is kept, and what an older one did not have may be absent.
 */

const kindOf = (what: string) => ({ error: `it must be ${what}` });
const record = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.looseObject(shape, kindOf(`an object with ${Object.keys(shape).join(", ")}`));
const list = <Item extends z.ZodType>(item: Item) => z.array(item, kindOf("a list"));
const count = number({ min: 0, whole: true }, "A count.");
const amount = number({ min: 0 }, "An amount.");
const seconds = number({}, "An instant or a duration in seconds.");
const share = number({}, "A share.").nullable();
const words = z.string(kindOf("a text"));

const summary: z.ZodType<LatencySummary> = record({
  p50: seconds.nullable(),
  p90: seconds.nullable(),
  p95: seconds.nullable(),
  // Results of early versions have none.
  p99: seconds.nullable().default(null),
  max: seconds.nullable(),
  mean: seconds.nullable(),
});

const totals = record({
  submitted: count,
  succeeded: count,
  failed: count,
  expired: count,
  timedOut: count,
  lost: count,
  unfinished: count,
  interrupted: count,
  redelivered: count,
  duplicated: count,
}).check(({ value, issues }) => {
  const ended = requestOutcomes.reduce((sum, outcome) => sum + value[outcome], 0);
  if (ended !== value.submitted) {
    issues.push({
      ...{ code: "custom", input: value.submitted, path: ["submitted"] },
      message: `it must be the sum of ${requestOutcomes.join(", ")}, which is ${ended}`,
    });
  }
});

const timeline = z
  .object(
    { periodSeconds: number({ above: 0 }, "Length of a period."), seconds: list(seconds) },
    kindOf("an object with periodSeconds, seconds and a list for each series"),
  )
  .catchall(list(number({}, "A value.").nullable()))
  .check(({ value, issues }) => {
    for (const [name, values] of Object.entries(value)) {
      if (!Array.isArray(values) || values.length === value.seconds.length) continue;
      issues.push({
        ...{ code: "custom", input: values, path: [name] },
        message: `it must have as many values as \`seconds\`, ${value.seconds.length}, and has ${values.length}`,
      });
    }
  });

const activity = record({
  startSeconds: seconds,
  endSeconds: seconds.nullable(),
  from: count.nullable(),
  to: count.nullable(),
  cause: words,
  status: words,
});

const environment = record({
  version: words,
  sdkVersion: words,
  node: words,
  platform: words,
  processors: words,
  memoryGiB: amount,
});

const measurement = record({
  target: z.enum(["local", "aws", "url"], kindOf("one of local, aws, url")),
  endpointName: words,
  speed: number({ above: 0 }, "Seconds of the service in a second of the clock."),
  startedAt: words,
  finishedAt: words,
  environment: environment.optional(),
});

const failure = record({
  outcome: z.enum(
    requestOutcomes.filter((outcome) => outcome !== "succeeded"),
    kindOf(`one of ${requestOutcomes.slice(1).join(", ")}`),
  ),
  reason: words.nullable(),
  count,
  samples: list(
    record({
      index: count,
      inferenceId: words,
      reason: words,
      failureLocation: words.nullable(),
      excerpt: words.nullable(),
    }),
  ),
});

const unit = z.literal("microseconds", kindOf("microseconds"));
const measuredHistograms = record({ unit, submit: words, delivery: words, total: words });
const modelledHistograms = record({ unit, queue: words, service: words, total: words });

const shard = record({
  shard: count,
  submitted: count,
  latencySeconds: record({ submit: summary, delivery: summary, total: summary }),
  histograms: measuredHistograms,
});

const prediction = record({
  runs: count,
  backlogPeak: amount,
  instanceSeconds: amount,
  cost: amount.nullable(),
  totalP95Seconds: seconds.nullable(),
  totalP99Seconds: seconds.nullable().default(null),
  errors: record({
    backlogMean: share,
    backlogLargest: share,
    backlogPeak: share,
    cost: share,
    totalP95: share,
    totalP99: share.default(null),
    service: share,
  }),
  chance: record({
    backlogMean: share,
    cost: share,
    totalP95: share,
    totalP99: share.default(null),
  }),
});

/** A result as `result.json` holds it. */
export const resultSchema: z.ZodType<RunResult> = record({
  scenario: z.record(z.string(), z.unknown(), kindOf("an object with the scenario's values")),
  seed: number({}, "The seed."),
  totals,
  latencySeconds: record({
    queue: summary,
    service: summary,
    total: summary,
    submit: summary.optional(),
    delivery: summary.optional(),
  }),
  instances: record({ peak: count, instanceSeconds: amount }),
  cost: record({
    currency: z.literal("USD", kindOf("USD")),
    total: amount.nullable(),
    perThousandSucceeded: amount.nullable(),
  }),
  timeline,
  scalingActivities: list(activity),
  warnings: list(record({ code: words, message: words, advice: words })),
  measurement: measurement.optional(),
  failures: list(failure).optional(),
  histograms: z
    .union([measuredHistograms, modelledHistograms], kindOf("the histograms of a run"))
    .optional(),
  shards: list(shard).optional(),
  prediction: prediction.optional(),
});

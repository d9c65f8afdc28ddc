import { z } from "zod";
import { type Distribution } from "../engine/types";

/** Bounds of a number; an exclusive minimum is written `above`. */
export interface NumberBounds {
  readonly min?: number;
  readonly above?: number;
  readonly max?: number;
  readonly whole?: boolean;
}

/**
 * A number within bounds. Its error reads after "… is given;": every way to miss it has the same text, which says what
 * is allowed.
 */
export function number(bounds: NumberBounds, description: string): z.ZodNumber {
  const error = `it must be ${numberText(bounds)}`;
  let schema = z.number({ error }).describe(description);
  if (bounds.whole) schema = schema.int({ error });
  if (bounds.min !== undefined) schema = schema.min(bounds.min, { error });
  if (bounds.above !== undefined) schema = schema.gt(bounds.above, { error });
  if (bounds.max !== undefined) schema = schema.max(bounds.max, { error });
  return schema;
}

function numberText({ min, above, max, whole }: NumberBounds): string {
  const kind = whole ? "a whole number" : "a number";
  if (min !== undefined && max !== undefined) return `${kind} from ${min} to ${max}`;
  if (above !== undefined)
    return `${kind} above ${above}${max === undefined ? "" : `, at most ${max}`}`;
  if (min !== undefined) return `${kind} of at least ${min}`;
  return max === undefined ? kind : `${kind} of at most ${max}`;
}

/** A text. */
export function text(description: string): z.ZodString {
  return z
    .string({ error: "it must be a text of at least one character" })
    .min(1)
    .describe(description);
}

/** True or false. */
export function truth(description: string): z.ZodBoolean {
  return z.boolean({ error: "it must be true or false" }).describe(description);
}

/** An object with these keys and no others. */
export function object<Shape extends z.core.$ZodShape>(
  shape: Shape,
  description: string,
): z.ZodObject<Shape, z.core.$strict> {
  const keys = Object.keys(shape).join(", ");
  return z
    .strictObject(shape, {
      error: ({ code }) =>
        code === "unrecognized_keys" ? `known keys are ${keys}` : `it must be an object of ${keys}`,
    })
    .describe(description);
}

/** One of several kinds of object, told apart by `kind`. */
export function kinds<
  Options extends [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]],
>(options: Options, names: readonly string[], description: string) {
  return z
    .discriminatedUnion("kind", options, {
      error: `its \`kind\` must be one of ${names.join(", ")}`,
    })
    .describe(description);
}

/** For a check across the fields of an object that is to run even when another of its fields is wrong. */
export function hasFields({ value }: { readonly value: unknown }): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kind<Name extends string>(name: Name): z.ZodLiteral<Name> {
  return z.literal(name);
}

/**
 * A distribution of values of at least 0. Its `values` may stand in a file: they have been read by the time that it is
 * parsed.
 */
export function distribution(description: string) {
  const value = number({ min: 0 }, "A value.");
  return kinds(
    [
      object({ kind: kind("constant"), value }, "Always the same."),
      object(
        { kind: kind("exponential"), mean: number({ above: 0 }, "Its mean.") },
        "Exponential.",
      ),
      object({ kind: kind("uniform"), min: value, max: value }, "Each value as likely.").refine(
        ({ min, max }) => min <= max,
        { error: "its `min` must not be above its `max`" },
      ),
      object(
        {
          kind: kind("lognormal"),
          p50: number({ above: 0 }, "Its median."),
          p90: number({ above: 0 }, "Its 90th percentile."),
        },
        "Log-normal.",
      ).refine(({ p50, p90 }) => p50 <= p90, { error: "its `p50` must not be above its `p90`" }),
      object(
        {
          kind: kind("empirical"),
          values: z
            .array(value, { error: "it must be a list of numbers" })
            .min(1, { error: "it must hold at least one number" })
            .optional(),
          file: text(
            "Instead of `values`: a file with a JSON list, or with a number on each line.",
          ).optional(),
        },
        "One of the values, each as likely.",
      ).refine(({ values }) => values !== undefined, {
        error: "it must have `values`, or a `file` that holds them",
      }),
    ],
    ["constant", "exponential", "uniform", "lognormal", "empirical"],
    description,
  ).transform(toDistribution);
}

/** Files are read and values checked before; this only tells the compiler so. */
function toDistribution(
  parsed: Exclude<Distribution, { kind: "empirical" }> | { kind: "empirical"; values?: number[] },
): Distribution {
  return parsed.kind === "empirical" ? { kind: parsed.kind, values: parsed.values ?? [] } : parsed;
}

import { z } from "zod";

import { type Check, oneOfTexts } from "../sagemaker/checks";

// Pulumi hands every setting over as text: numbers and flags as they were written, lists and maps as JSON.

/** A text with a default. */
export function text(fallback: string, check: Check<string>) {
  return z.string().superRefine(refusal(check)).default(fallback);
}

/** A text that may be left out. */
export function optionalText(check: Check<string>) {
  return z.string().superRefine(refusal(check)).optional();
}

/** A text of a closed set, given as its const object. */
export function choice<const Values extends Readonly<Record<string, string>>>(values: Values) {
  return z.enum(values, { error: ({ input }) => oneOfTexts(Object.values(values))(String(input)) });
}

/** A number with a default. */
export function number(fallback: number, check: Check<number>) {
  return readNumber(check).default(fallback);
}

/** A number that may be left out. */
export function optionalNumber(check: Check<number>) {
  return readNumber(check).optional();
}

/** True or false, with a default. */
export function flag(fallback: boolean) {
  return readFlag().default(fallback);
}

/** True or false, which may be left out. */
export function optionalFlag() {
  return readFlag().optional();
}

/** A list of texts, which may be left out; in a stack file a YAML list. */
export function optionalList(check: Check<readonly string[]>) {
  return z
    .string()
    .transform((written, context) => {
      const list = z.array(z.string()).safeParse(jsonOf(written));
      if (!list.success) return refused(context, `is ${written}; it must be a list of texts`);
      const problem = check(list.data);
      return problem === undefined ? list.data : refused(context, problem);
    })
    .optional();
}

/** Texts by name, which may be left out; in a stack file a YAML map. */
export function optionalMap() {
  return z
    .string()
    .transform((written, context) => {
      const map = z.record(z.string(), z.string()).safeParse(jsonOf(written));
      return map.success
        ? map.data
        : refused(context, `is ${written}; it must be a map of names to texts`);
    })
    .optional();
}

function readNumber(check: Check<number>) {
  return z.string().transform((written, context) => {
    const value = written.trim() === "" ? NaN : Number(written);
    const problem = check(value);
    if (problem === undefined) return value;
    // What was written, not what it was read as: "two" says more than NaN.
    const [, rest = problem] = problem.split("; ", 2);
    return refused(context, `is ${JSON.stringify(written)}; ${rest}`);
  });
}

function readFlag() {
  return z.string().transform((written, context) => {
    if (written === "true" || written === "false") return written === "true";
    return refused(context, `is ${JSON.stringify(written)}; it must be true or false`);
  });
}

function refusal(check: Check<string>) {
  return (value: string, context: z.core.$RefinementCtx): void => {
    const problem = check(value);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  };
}

function refused(context: z.core.$RefinementCtx, message: string): never {
  context.addIssue({ code: "custom", message });
  return z.NEVER;
}

function jsonOf(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}

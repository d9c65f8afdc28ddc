import * as pulumi from "@pulumi/pulumi";

import { type Check } from "../sagemaker/checks";
import { pairRule as plainPairRule, type PairRule } from "../sagemaker/pair-rule";

/** What a property's value is once every Output in it is known. */
type Known<Property> = NonNullable<pulumi.Unwrap<Property>>;

/** A check for each property that has one. */
export type PropertyChecks<Args> = {
  readonly [Key in keyof Args]?: Check<Known<Args[Key]>>;
};

/** Makes a rule about two properties of a component's arguments, on their values once every Output in them is known. */
export function pairRule<Args>() {
  return plainPairRule<{ readonly [Key in keyof Args]: Known<Args[Key]> }>();
}

/**
 * The arguments with defaults in place of what is missing; an explicit `undefined` is missing too.
 *
 * @param defaults Value of each optional property that has a default.
 */
export function withDefaults<Args extends object, Defaults extends Partial<Args>>(
  defaults: Defaults,
  args: Args,
): Args & Required<Pick<Args, keyof Args & keyof Defaults>> {
  const given = Object.fromEntries(
    Object.entries(args).filter(([, value]) => value !== undefined),
  ) as Args;
  return { ...defaults, ...given } as Args & Required<Pick<Args, keyof Args & keyof Defaults>>;
}

/** Whether a value, or a member of a list, is still to come. */
function isLater(value: unknown): boolean {
  return (
    pulumi.Output.isInstance(value) ||
    value instanceof Promise ||
    (Array.isArray(value) && value.some(isLater))
  );
}

function invalid(owner: string, errors: pulumi.InputPropertyErrorDetails[]): Error {
  const lines = errors.map(({ propertyPath, reason }) => `  \`${propertyPath}\` ${reason}`);
  const what = errors.length === 1 ? "an invalid property" : `${errors.length} invalid properties`;
  return new pulumi.InputPropertiesError({
    message: `${owner} has ${what}:\n${lines.join("\n")}`,
    errors,
  });
}

/**
 * The check of a name, an ARN or a list of them where it is written out, as a text that can be mistyped. What another
 * resource says of itself is right.
 */
export function ifWritten<Value>(value: unknown, check: Check<Value>): Check<Value> | undefined {
  return isLater(value) ? undefined : check;
}

/**
 * Checks a component's arguments before any of its children exists.
 *
 * Plain values are judged at once, all together. A value that is still to come is replaced by one that fails when it
 * arrives and is wrong, so that no child which takes it can be created.
 *
 * @param owner Who is checked, for the message: the component's class and name.
 * @param args The arguments; `undefined` properties are not checked.
 * @param problems What is wrong with them already, such as two that exclude each other; told together with the rest.
 * @returns The arguments, with every Output gated by its checks.
 * @throws InputPropertiesError naming every property whose value is wrong.
 */
export function checkedInputs<Args extends object>(
  owner: string,
  args: Args,
  checks: PropertyChecks<Args>,
  pairs: readonly PairRule<keyof Args>[] = [],
  problems: readonly pulumi.InputPropertyErrorDetails[] = [],
): Args {
  const errors = [...problems];
  const gated: Args = { ...args };
  const gate = (key: keyof Args, reasonOf: (value: never) => string | undefined): void => {
    const value: unknown = gated[key];
    if (value === undefined) return;
    if (!isLater(value)) {
      const reason = reasonOf(value as never);
      if (reason !== undefined) errors.push({ propertyPath: String(key), reason });
      return;
    }
    gated[key] = pulumi.output(value).apply((known) => {
      const reason = known === undefined ? undefined : reasonOf(known as never);
      if (reason !== undefined) throw invalid(owner, [{ propertyPath: String(key), reason }]);
      return known;
    }) as Args[keyof Args];
  };
  for (const [key, check] of Object.entries(checks) as [keyof Args, Check<never> | undefined][]) {
    if (check !== undefined) gate(key, check);
  }
  for (const { properties, reason } of pairs) {
    const [first, second] = properties;
    const other: unknown = gated[second];
    if (other === undefined) continue;
    if (!isLater(other)) {
      gate(first, (value) => reason(value, other as never));
    } else if (gated[first] !== undefined) {
      const both = pulumi.output<unknown[]>([gated[first], other]);
      gated[first] = both.apply(([value, otherValue]) => {
        const problem = reason(value as never, otherValue as never);
        if (problem !== undefined)
          throw invalid(owner, [{ propertyPath: String(first), reason: problem }]);
        return value;
      }) as Args[keyof Args];
    }
  }
  if (errors.length > 0) throw invalid(owner, errors);
  return gated;
}

import { type NameRule, type NumberRange } from "./limits";

/**
 * Judges one value.
 *
 * @returns What is wrong and what is permitted, to be read after the name of the property: "is 0; it must be …".
 *   `undefined` when nothing is wrong.
 */
export type Check<Value> = (value: Value) => string | undefined;

/** A whole number within a range. */
export function wholeNumberIn(range: NumberRange): Check<number> {
  return (value) =>
    Number.isInteger(value) && value >= range.min && value <= range.max
      ? undefined
      : `is ${value}; it must be a whole number of ${range.unit} from ${range.min} to ${range.max}`;
}

/** A finite number above zero. */
export function positiveNumber(unit: string): Check<number> {
  return (value) =>
    Number.isFinite(value) && value > 0
      ? undefined
      : `is ${value}; it must be a number of ${unit} above 0`;
}

/** One of a few numbers. */
export function oneOf(permitted: readonly number[], unit: string): Check<number> {
  return (value) =>
    permitted.includes(value)
      ? undefined
      : `is ${value}; it must be one of ${permitted.join(", ")} ${unit}`;
}

/** One of a closed set of texts. */
export function oneOfTexts(permitted: readonly string[]): Check<string> {
  return (value) =>
    permitted.includes(value)
      ? undefined
      : `is ${JSON.stringify(value)}; it must be one of ${permitted.map((each) => JSON.stringify(each)).join(", ")}`;
}

/** A list whose every member passes a check, of at least and at most so many members, none twice. */
export function listOf(
  check: Check<string>,
  { min = 1, max }: { readonly min?: number; readonly max?: number } = {},
): Check<readonly string[]> {
  return (values) => {
    if (values.length < min) return `has ${values.length} members; it must have at least ${min}`;
    if (max !== undefined && values.length > max) {
      return `has ${values.length} members; it must have at most ${max}`;
    }
    for (const [index, value] of values.entries()) {
      const problem = check(value);
      if (problem !== undefined) return `has a member that ${problem}`;
      if (values.indexOf(value) !== index) return `names ${JSON.stringify(value)} twice`;
    }
    return undefined;
  };
}

/** A text that follows a naming rule. */
export function named(rule: NameRule): Check<string> {
  return (value) =>
    value.length <= rule.maxLength && rule.pattern.test(value)
      ? undefined
      : `is ${JSON.stringify(value)}; it must be ${rule.description}, at most ${rule.maxLength} characters`;
}

/**
 * A smallest and a largest number of instances that fit together.
 *
 * @returns What is wrong, to be read after the name of the smaller one.
 */
export function capacityOrder(
  minCapacity: number,
  maxCapacity: number,
  maxName: string,
): string | undefined {
  return minCapacity > maxCapacity
    ? `is ${minCapacity}; it must not be above ${maxName}, which is ${maxCapacity}: lower it or raise ${maxName}`
    : undefined;
}

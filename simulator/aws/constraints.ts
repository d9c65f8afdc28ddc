import { type z } from "zod";
import { AwsError } from "./errors";

type Issue = z.core.$ZodIssue;

/**
 * Checks an input against what the service's API reference permits, and reports every breach at once, in the words that
 * AWS's front ends share.
 *
 * @param schema the permitted values; members that it does not name are not checked
 * @param input the decoded input
 * @param code the error's code, `ValidationException` by default
 * @throws AwsError `N validation error(s) detected: Value '…' at '…' failed to satisfy constraint: …`
 */
export function checkConstraints(
  schema: z.ZodType,
  input: unknown,
  code = "ValidationException",
): void {
  // With the values for its report zod takes five times as long: nearly every input is right.
  if (schema.safeParse(input).success) {
    return;
  }
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) {
    return;
  }
  const { issues } = result.error;
  const noun = issues.length === 1 ? "validation error" : "validation errors";
  const breaches = issues.map(
    (issue) =>
      `Value ${describeValue(issue.input)} at '${memberPath(issue.path)}' failed to satisfy constraint: ${describeConstraint(issue)}`,
  );
  throw new AwsError(code, `${issues.length} ${noun} detected: ${breaches.join("; ")}`, 400);
}

/** Members in lower camel case, list elements counted from 1 as `member`: `productionVariants.1.member.modelName`. */
function memberPath(path: readonly PropertyKey[]): string {
  return path
    .map((step) =>
      typeof step === "number"
        ? `${step + 1}.member`
        : String(step).replace(/^[A-Z]/u, (first) => first.toLowerCase()),
    )
    .join(".");
}

function describeValue(value: unknown): string {
  if (value === undefined || value === null) {
    return "null";
  }
  return `'${typeof value === "string" ? value : JSON.stringify(value)}'`;
}

function describeConstraint(issue: Issue): string {
  switch (issue.code) {
    case "too_big":
      return `Member must have ${measureOf(issue.origin)} less than or equal to ${issue.maximum}`;
    case "too_small":
      return `Member must have ${measureOf(issue.origin)} greater than or equal to ${issue.minimum}`;
    case "invalid_format":
      return `Member must satisfy regular expression pattern: ${(issue.pattern ?? "").replace(/^\/|\/[a-z]*$/gu, "")}`;
    case "invalid_value":
      return `Member must satisfy enum value set: [${issue.values.join(", ")}]`;
    case "invalid_type":
      return issue.input === undefined
        ? "Member must not be null"
        : `Member must be of type ${issue.expected}`;
    default:
      return issue.message;
  }
}

function measureOf(origin: string): string {
  return origin === "number" || origin === "int" ? "value" : "length";
}

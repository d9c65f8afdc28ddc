import { concerns, matches, type Statement, statementsOf } from "./policy-statements";

/** A call that a service makes on behalf of a resource of its own. */
export interface ServiceCall {
  /** Such as `sns.amazonaws.com`. */
  readonly principal: string;
  /** Such as `sqs:SendMessage`. */
  readonly action: string;
  /** ARN of what is called. */
  readonly resource: string;
  /** ARN of what the service acts for, which conditions know as `aws:SourceArn`. */
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

/**
 * Whether a resource's policy lets a service in. There is no identity that could allow it instead.
 *
 * https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
 *
 * @param document the policy as JSON; none lets no one in
 */
export function resourceAllows(document: string | undefined, call: ServiceCall): boolean {
  const applicable = statementsOf(document ?? "").filter(
    (statement) =>
      concerns(statement, call.action, call.resource) &&
      namesPrincipal(statement, call.principal) &&
      conditionsHold(statement, call),
  );
  return (
    applicable.some(({ Effect: effect }) => effect === "Allow") &&
    !applicable.some(({ Effect: effect }) => effect === "Deny")
  );
}

function namesPrincipal({ Principal: principal }: Statement, service: string): boolean {
  if (principal === undefined || typeof principal === "string") {
    return principal === "*";
  }
  return (principal.Service ?? []).includes(service) || (principal.AWS ?? []).includes("*");
}

/** A condition on what such a call does not have does not hold. */
function conditionsHold({ Condition: condition = {} }: Statement, call: ServiceCall): boolean {
  const context: Readonly<Record<string, string>> = {
    "aws:sourcearn": call.sourceArn,
    "aws:sourceaccount": call.sourceAccount,
    "aws:sourceowner": call.sourceAccount,
    "aws:principalisawsservice": "true",
    "aws:securetransport": "true",
  };
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries((keys ?? {}) as Record<string, unknown>).every(([key, expected]) =>
      fits(operator, context[key.toLowerCase()], [expected].flat().map(String)),
    ),
  );
}

function fits(operator: string, value: string | undefined, expected: readonly string[]): boolean {
  const optional = operator.endsWith("IfExists");
  const name = operator.replace(/IfExists$/, "");
  const isNegative = /Not(Equals|Like)/.test(name);
  if (value === undefined) {
    return optional || isNegative;
  }
  const some = expected.some((pattern) => {
    switch (name) {
      case "StringEquals":
      case "StringNotEquals":
        return pattern === value;
      case "Bool":
      case "StringEqualsIgnoreCase":
      case "StringNotEqualsIgnoreCase":
        return pattern.toLowerCase() === value.toLowerCase();
      case "ArnEquals":
      case "ArnLike":
      case "ArnNotEquals":
      case "ArnNotLike":
      case "StringLike":
      case "StringNotLike":
        return matches(pattern, value, "");
      default:
        return false;
    }
  });
  return some !== isNegative;
}

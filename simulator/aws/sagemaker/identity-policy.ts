import { concerns, matches, type Statement, statementsOf } from "../iam/policy-statements";

/**
 * Whether identity policies allow an action on a resource in a request that carries no context, as a simulation of a
 * principal's policies has it: a statement with a condition then never applies, unless each of its operators ends in
 * `IfExists`.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * @param documents policies as JSON; one that cannot be read allows nothing
 * @param action such as `sns:Publish`
 * @param resource ARN
 */
export function identityAllows(
  documents: readonly string[],
  action: string,
  resource: string,
): boolean {
  const applicable = documents
    .flatMap(statementsOf)
    .filter((each) => concerns(each, action, resource) && applies(each));
  return (
    applicable.some(({ Effect: effect }) => effect === "Allow") &&
    !applicable.some(({ Effect: effect }) => effect === "Deny")
  );
}

/** Whether a role's trust policy lets a service assume it. */
export function trusts(document: string, servicePrincipal: string): boolean {
  return statementsOf(document).some(
    ({ Effect: effect, Action: actions = [], Principal: principal }) =>
      effect === "Allow" &&
      actions.some((pattern) => matches(pattern, "sts:AssumeRole", "i")) &&
      (principal === "*" ||
        (typeof principal === "object" && (principal.Service ?? []).includes(servicePrincipal))),
  );
}

function applies({ Condition: condition = {} }: Statement): boolean {
  return Object.keys(condition).every((operator) => operator.endsWith("IfExists"));
}

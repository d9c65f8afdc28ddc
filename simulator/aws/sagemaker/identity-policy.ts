import { z } from "zod";

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const statement = z.object({
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Principal: z.union([z.string(), z.record(z.string(), oneOrMore)]).optional(),
  Condition: z.record(z.string(), z.unknown()).optional(),
});

const policyDocument = z.object({
  Statement: z.union([statement, z.array(statement)]).transform((value) => [value].flat()),
});

type Statement = z.output<typeof statement>;

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

function statementsOf(document: string): Statement[] {
  try {
    const parsed = policyDocument.safeParse(JSON.parse(document));
    return parsed.success ? parsed.data.Statement : [];
  } catch {
    return [];
  }
}

function concerns(each: Statement, action: string, resource: string): boolean {
  const actionMatches = each.NotAction
    ? !each.NotAction.some((pattern) => matches(pattern, action, "i"))
    : (each.Action ?? []).some((pattern) => matches(pattern, action, "i"));
  const resourceMatches = each.NotResource
    ? !each.NotResource.some((pattern) => matches(pattern, resource, ""))
    : (each.Resource ?? []).some((pattern) => matches(pattern, resource, ""));
  return actionMatches && resourceMatches;
}

function applies({ Condition: condition = {} }: Statement): boolean {
  return Object.keys(condition).every((operator) => operator.endsWith("IfExists"));
}

/** `*` stands for any characters, `?` for one. */
function matches(pattern: string, value: string, flags: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, `s${flags}`).test(value);
}

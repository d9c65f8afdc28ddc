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

/** A statement of a policy, each of its parts a list. */
export type Statement = z.output<typeof statement>;

/** Endpoints look at the same few policies, and patterns, for every request. */
const parsed = new Map<string, readonly Statement[]>();
const mostParsed = 1000;

/** The statements of a policy; none of one that cannot be read. */
export function statementsOf(document: string): readonly Statement[] {
  const known = parsed.get(document);
  if (known !== undefined) {
    return known;
  }
  const statements = parseStatements(document);
  if (parsed.size >= mostParsed) {
    parsed.clear();
  }
  parsed.set(document, statements);
  return statements;
}

function parseStatements(document: string): Statement[] {
  try {
    const result = policyDocument.safeParse(JSON.parse(document));
    return result.success ? result.data.Statement : [];
  } catch {
    return [];
  }
}

/** Whether a statement is about an action on a resource. */
export function concerns(each: Statement, action: string, resource: string): boolean {
  const actionMatches = each.NotAction
    ? !each.NotAction.some((pattern) => matches(pattern, action, "i"))
    : (each.Action ?? []).some((pattern) => matches(pattern, action, "i"));
  const resourceMatches = each.NotResource
    ? !each.NotResource.some((pattern) => matches(pattern, resource, ""))
    : (each.Resource ?? []).some((pattern) => matches(pattern, resource, ""));
  return actionMatches && resourceMatches;
}

/** `*` stands for any characters, `?` for one. */
export function matches(pattern: string, value: string, flags: "" | "i"): boolean {
  return patternOf(pattern, flags).test(value);
}

const patterns = { "": new Map<string, RegExp>(), i: new Map<string, RegExp>() };

function patternOf(pattern: string, flags: "" | "i"): RegExp {
  const known = patterns[flags].get(pattern);
  if (known !== undefined) {
    return known;
  }
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const made = new RegExp(`^${source}$`, `s${flags}`);
  if (patterns[flags].size >= mostParsed) {
    patterns[flags].clear();
  }
  patterns[flags].set(pattern, made);
  return made;
}

import { createHash } from "node:crypto";

import { isRecord, type Properties } from "./property-values";

/**
 * The data source aws.iam.getPolicyDocument: an IAM policy document from its statements, as the provider writes it
 * (a list of one as the item itself, statements without an effect allow).
 */
export function policyDocument(args: Properties): Properties {
  const document = {
    Version: args["version"] ?? "2012-10-17",
    Id: args["policyId"],
    Statement: records(args["statements"]).map(statement),
  };
  const json = JSON.stringify(document, undefined, 2);
  const id = createHash("sha256").update(json).digest("hex").slice(0, 10);
  return { ...args, id, json, minifiedJson: JSON.stringify(document) };
}

function statement(given: Properties): Properties {
  return {
    Sid: given["sid"],
    Effect: given["effect"] ?? "Allow",
    Principal: principals(given["principals"]),
    NotPrincipal: principals(given["notPrincipals"]),
    Action: oneOrMany(given["actions"]),
    NotAction: oneOrMany(given["notActions"]),
    Resource: oneOrMany(given["resources"]),
    NotResource: oneOrMany(given["notResources"]),
    Condition: conditions(given["conditions"]),
  };
}

function principals(given: unknown): unknown {
  const list = records(given);
  if (list.length === 0) return undefined;
  const isEveryone = list.some(
    ({ type, identifiers }) => type === "*" && oneOrMany(identifiers) === "*",
  );
  if (isEveryone) return "*";
  const byType = new Map<string, unknown[]>();
  for (const { type, identifiers } of list) {
    const key = String(type);
    byType.set(key, [...(byType.get(key) ?? []), ...[identifiers].flat()]);
  }
  return Object.fromEntries([...byType].map(([type, names]) => [type, oneOrMany(names)]));
}

function conditions(given: unknown): unknown {
  const list = records(given);
  if (list.length === 0) return undefined;
  const byTest: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of list) {
    const tests = (byTest[String(test)] ??= {});
    tests[String(variable)] = oneOrMany(values);
  }
  return byTest;
}

function oneOrMany(values: unknown): unknown {
  if (!Array.isArray(values)) return values;
  const list: unknown[] = values;
  if (list.length === 0) return undefined;
  return list.length === 1 ? list[0] : list;
}

function records(value: unknown): Properties[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

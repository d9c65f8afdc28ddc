import { z } from "zod";

/** What is read of a policy that is written back with a statement more or less; everything else stays as it is. */
const policyShape = z.looseObject({
  Statement: z
    .union([z.array(z.looseObject({})), z.looseObject({})])
    .default([])
    .transform((value) => [value].flat() as { readonly Sid?: unknown }[]),
});

/** A permission that a label names, as topics and queues have them. */
export interface LabelledPermission {
  readonly label: string;
  readonly accountIds: readonly string[];
  /** With the service's prefix, such as `SQS:SendMessage`. */
  readonly actions: readonly string[];
  readonly resource: string;
}

/** Whether a policy has a statement of that label. */
export function hasLabel(document: string, label: string): boolean {
  return readPolicy(document).Statement.some(({ Sid: sid }) => sid === label);
}

/** The policy with a statement that lets accounts do something. */
export function withPermission(
  document: string,
  { label, accountIds, actions, resource }: LabelledPermission,
): string {
  const policy = readPolicy(document);
  const statement = {
    Sid: label,
    Effect: "Allow",
    Principal: { AWS: oneOrAll(accountIds.map((id) => `arn:aws:iam::${id}:root`)) },
    Action: oneOrAll(actions),
    Resource: resource,
  };
  return JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] });
}

/** The policy without the statements of a label; undefined when none is left. */
export function withoutPermission(document: string, label: string): string | undefined {
  const policy = readPolicy(document);
  const left = policy.Statement.filter(({ Sid: sid }) => sid !== label);
  return left.length === 0 ? undefined : JSON.stringify({ ...policy, Statement: left });
}

/** A policy that cannot be read has no statements. */
function readPolicy(document: string): z.output<typeof policyShape> {
  try {
    return policyShape.parse(JSON.parse(document));
  } catch {
    return { Statement: [] };
  }
}

/** A list of one is written as its only member. */
function oneOrAll(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] ?? "") : values;
}

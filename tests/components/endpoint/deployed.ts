import type * as pulumi from "@pulumi/pulumi";

import { AsyncInferenceEndpoint, type AsyncInferenceEndpointArgs } from "../../../components";
import { type Recording, record, refusals } from "../recording-monitor";

/** An endpoint as most tests want it. */
export const happyPath: AsyncInferenceEndpointArgs = {
  modelId: "google/pegasus-large",
  task: "summarization",
  maxConcurrentInvocationsPerInstance: 2,
  endpointName: "summaries",
  createQueues: true,
};

/** Where the recorded endpoints stand. */
export const bucketArn = "arn:aws:s3:::inference-bucket-0123456";
export const keyArn = "arn:aws:kms:us-east-1:123456789012:key/inference-key-0123456";
export const topicArn = (outcome: string) =>
  `arn:aws:sns:us-east-1:123456789012:inference-${outcome}-topic-0123456`;
export const queueArn = (name: string) =>
  `arn:aws:sqs:us-east-1:123456789012:inference-${name}-0123456`;

/** What an endpoint of that shape registers, with some arguments changed. */
export function deployed(
  change: Partial<AsyncInferenceEndpointArgs> = {},
  opts?: pulumi.ComponentResourceOptions,
): Promise<Recording> {
  return record(() => new AsyncInferenceEndpoint("inference", { ...happyPath, ...change }, opts));
}

/** What an endpoint with nothing but these arguments is refused for, by argument. */
export async function refusedFor(
  args: AsyncInferenceEndpointArgs,
): Promise<Record<string, string>> {
  let reasons: Record<string, string> = {};
  const { resources } = await record(() => {
    reasons = refusals(() => new AsyncInferenceEndpoint("inference", args));
  });
  const created = resources.filter(({ type }) => type.startsWith("aws:"));
  if (Object.keys(reasons).length > 0 && created.length > 0) {
    throw new Error(`Refused, and yet ${created.map(({ name }) => name).join(", ")} were created`);
  }
  return reasons;
}

/** One statement of a recorded policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** The statements of a policy as text. */
export function statementsOf(policy: unknown): Statement[] {
  return (JSON.parse(policy as string) as { Statement: Statement[] }).Statement;
}

/** The statements of a resource's policy. */
export function statements(recording: Recording, name: string, property = "policy"): Statement[] {
  return statementsOf(recording.resource(name).inputs[property]);
}

/** The statement of a resource's policy that has a name. */
export function statement(recording: Recording, name: string, sid: string): Statement {
  const found = statements(recording, name).find(({ Sid }) => Sid === sid);
  if (found === undefined) throw new Error(`${name} has no statement ${sid}`);
  return found;
}

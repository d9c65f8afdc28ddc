import type * as pulumi from "@pulumi/pulumi";

import { awsxOutputs, type Outputs } from "../components/recording-monitor";

/** What programs commonly read of a resource. */
const outputNames = [
  "arn",
  "name",
  "id",
  "bucket",
  "url",
  "invokeArn",
  "keyId",
  "bucketRegionalDomainName",
  "bucketDomainName",
  "policyId",
  "uniqueId",
  "dashboardArn",
  "resourceId",
  "serviceNamespace",
  "scalableDimension",
];

/** The place of an output in a text: `@@type|name|output@@`, which no name, ARN or URL may look like. */
export function reference(type: string, name: string, output: string): string {
  return `@@${type}|${name}|${output}@@`;
}

/** Outputs as {@link reference}s, whatever a resource is not given as a text: they tell what is made of what. */
export function symbolicOutputs({ type, name, inputs }: pulumi.runtime.MockResourceArgs): Outputs {
  const given = inputs as Record<string, unknown>;
  const state = Object.fromEntries(
    outputNames.map((output) => {
      const value = given[output];
      return [output, typeof value === "string" ? value : reference(type, name, output)];
    }),
  );
  return { id: String(state["id"]), state: { ...given, ...state, ...awsxOutputs(type) } };
}

import * as pulumi from "@pulumi/pulumi";

/** One statement of an IAM policy. */
export interface PolicyStatement {
  /** Says what the statement is for; letters and digits only. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: pulumi.Input<string> | Record<string, pulumi.Input<string> | string[]>;
  readonly Action: string | string[];
  readonly Resource: pulumi.Input<string> | pulumi.Input<pulumi.Input<string>[]>;
  readonly Condition?: Record<
    string,
    Record<string, pulumi.Input<string> | pulumi.Input<string>[]>
  >;
}

/** A policy of IAM's current language version, as JSON. */
export function policyDocument(statements: PolicyStatement[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

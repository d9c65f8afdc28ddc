import * as pulumi from "@pulumi/pulumi";

import { type PolicyStatement, policyDocument } from "../policy-document";
import { type DeploymentPlace } from "./deployment-place";

/** What a caller of an endpoint reaches. */
export interface CallerRights {
  readonly place: DeploymentPlace;
  readonly endpointName: pulumi.Input<string>;
  readonly bucketArn: pulumi.Output<string>;
  readonly inputPrefix: pulumi.Input<string>;
  readonly outputPrefix: pulumi.Input<string>;
  readonly failurePrefix: pulumi.Input<string>;
  readonly keyArn: pulumi.Output<string> | undefined;
}

/**
 * All that a caller needs, and nothing else: to invoke, to put an input, to find and read its result or the report of
 * its failure.
 *
 * @returns An IAM policy as JSON, for a role, a user or a group.
 */
export function callerPolicy({
  place: { partition, region, accountId },
  endpointName,
  bucketArn,
  inputPrefix,
  outputPrefix,
  failurePrefix,
  keyArn,
}: CallerRights): pulumi.Output<string> {
  // IAM compares with the ARN, whose name SageMaker writes in lower case.
  const name = pulumi.output(endpointName).apply((written) => written.toLowerCase());
  const results = [outputPrefix, failurePrefix];
  const statements: PolicyStatement[] = [
    {
      Sid: "Invoke",
      Effect: "Allow",
      Action: "sagemaker:InvokeEndpointAsync",
      Resource: pulumi.interpolate`arn:${partition}:sagemaker:${region}:${accountId}:endpoint/${name}`,
    },
    {
      Sid: "PutInputs",
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
      Resource: pulumi.interpolate`${bucketArn}/${inputPrefix}/*`,
    },
    {
      Sid: "GetResults",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: results.map((prefix) => pulumi.interpolate`${bucketArn}/${prefix}/*`),
    },
    {
      // Without it S3 denies access to a result that is not there yet, instead of saying so. A request for one object
      // carries no prefix: a condition would deny it.
      Sid: "FindResults",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArn,
    },
  ];
  if (keyArn !== undefined) {
    statements.push({
      Sid: "UseKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: keyArn,
    });
  }
  return policyDocument(statements);
}

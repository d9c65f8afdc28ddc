import * as lambda from "@pulumi/aws/lambda";
import * as s3 from "@pulumi/aws/s3";
import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";

import { type Storage } from "./storage";

/** Lets topics call a function with everything they announce. */
export function feedFromTopics(
  name: string,
  recorder: lambda.Function,
  topicArns: readonly pulumi.Output<string>[],
  parent: pulumi.Resource,
): pulumi.Resource[] {
  return topicArns.map((topic, index) => {
    const suffix = ["success", "error"][index] ?? String(index);
    const permission = new lambda.Permission(
      `${name}-results-${suffix}-permission`,
      {
        action: "lambda:InvokeFunction",
        function: recorder.arn,
        principal: "sns.amazonaws.com",
        sourceArn: topic,
      },
      { parent },
    );
    return new sns.TopicSubscription(
      `${name}-results-${suffix}-subscription`,
      { topic, protocol: "lambda", endpoint: recorder.arn },
      { parent, dependsOn: [permission] },
    );
  });
}

/** Where results are stored. */
export interface BucketFeedArgs {
  readonly storage: Storage;
  readonly outputPrefix: pulumi.Input<string>;
  readonly failurePrefix: pulumi.Input<string>;
  readonly accountId: pulumi.Output<string>;
}

/** Lets a bucket call a function with every object under the prefixes of results and failures. */
export function feedFromBucket(
  name: string,
  recorder: lambda.Function,
  { storage, outputPrefix, failurePrefix, accountId }: BucketFeedArgs,
  parent: pulumi.Resource,
): pulumi.Resource[] {
  const permission = new lambda.Permission(
    `${name}-results-bucket-permission`,
    {
      action: "lambda:InvokeFunction",
      function: recorder.arn,
      principal: "s3.amazonaws.com",
      sourceArn: storage.bucketArn,
      // A bucket's ARN names no account, and a deleted bucket's name may be anybody's.
      sourceAccount: accountId,
    },
    { parent },
  );
  return [
    new s3.BucketNotification(
      `${name}-results-bucket-notification`,
      {
        bucket: storage.bucketName,
        lambdaFunctions: [outputPrefix, failurePrefix].map((prefix) => ({
          lambdaFunctionArn: recorder.arn,
          events: ["s3:ObjectCreated:*"],
          filterPrefix: pulumi.interpolate`${prefix}/`,
        })),
      },
      { parent, dependsOn: [permission] },
    ),
  ];
}

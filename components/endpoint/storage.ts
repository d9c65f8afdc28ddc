import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";

import { policyDocument } from "../policy-document";

/** Where inputs are read from and results are written to. */
export interface StorageArgs {
  /** Name of an existing bucket; without it a bucket is made. */
  readonly bucketName?: pulumi.Input<string>;
  readonly forceDestroy: pulumi.Input<boolean>;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** The bucket behind an endpoint, made or given. */
export interface Storage {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** What must stand before anything is put into the bucket. */
  readonly safeguards: pulumi.Resource[];
}

/** Makes a private, encrypted bucket that only TLS reaches, or takes the one that is given, as it is. */
export function createStorage(
  name: string,
  args: StorageArgs,
  partition: pulumi.Output<string>,
  parent: pulumi.Resource,
): Storage {
  if (args.bucketName !== undefined) {
    const bucketName = pulumi.output(args.bucketName);
    return { bucketName, bucketArn: bucketArn(partition, bucketName), safeguards: [] };
  }
  const bucket = new s3.Bucket(
    `${name}-bucket`,
    { forceDestroy: args.forceDestroy, tags: args.tags },
    { parent },
  );
  const encryption = new s3.BucketServerSideEncryptionConfiguration(
    `${name}-bucket-encryption`,
    {
      bucket: bucket.bucket,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    },
    { parent },
  );
  const privacy = new s3.BucketPublicAccessBlock(
    `${name}-bucket-privacy`,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    { parent },
  );
  const policy = createTransportPolicy(name, bucket, partition, privacy, parent);
  return {
    bucketName: bucket.bucket,
    bucketArn: bucketArn(partition, bucket.bucket),
    safeguards: [encryption, privacy, policy],
  };
}

function createTransportPolicy(
  name: string,
  bucket: s3.Bucket,
  partition: pulumi.Output<string>,
  privacy: s3.BucketPublicAccessBlock,
  parent: pulumi.Resource,
): s3.BucketPolicy {
  const arn = bucketArn(partition, bucket.bucket);
  return new s3.BucketPolicy(
    `${name}-bucket-policy`,
    {
      bucket: bucket.bucket,
      policy: policyDocument([
        {
          Sid: "DenyPlainHttp",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [arn, pulumi.interpolate`${arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
    },
    // S3 refuses two changes of one bucket's access at the same time.
    { parent, dependsOn: [privacy] },
  );
}

function bucketArn(
  partition: pulumi.Output<string>,
  bucketName: pulumi.Output<string>,
): pulumi.Output<string> {
  return pulumi.interpolate`arn:${partition}:s3:::${bucketName}`;
}

import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";

import { policyDocument } from "../policy-document";

/** Where inputs are read from and results are written to. */
export interface StorageArgs {
  /** Name of an existing bucket; without it a bucket is made. */
  readonly bucketName?: pulumi.Input<string>;
  readonly forceDestroyBucket: pulumi.Input<boolean>;
  readonly inputPrefix: pulumi.Input<string>;
  readonly outputPrefix: pulumi.Input<string>;
  readonly failurePrefix: pulumi.Input<string>;
  readonly inputRetentionDays?: pulumi.Input<number>;
  readonly outputRetentionDays?: pulumi.Input<number>;
  /** Key that the bucket encrypts with; S3's own without it. */
  readonly keyArn: pulumi.Output<string> | undefined;
  readonly partition: pulumi.Output<string>;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** The bucket behind an endpoint, made or given. */
export interface Storage {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** Where results are written, as an S3 URI. */
  readonly outputPath: pulumi.Output<string>;
  /** Where the reports of failed requests are written, as an S3 URI. */
  readonly failurePath: pulumi.Output<string>;
  /** What must stand before anything is put into the bucket. */
  readonly safeguards: pulumi.Resource[];
}

/** Days after which the parts of an upload that was never finished are deleted: nobody sees them, and they cost. */
const unfinishedUploadDays = 7;

/** Makes a private, encrypted bucket that only TLS reaches, or takes the one that is given, as it is. */
export function createStorage(name: string, args: StorageArgs, parent: pulumi.Resource): Storage {
  if (args.bucketName !== undefined) return storageIn(pulumi.output(args.bucketName), args, []);
  const bucket = new s3.Bucket(
    `${name}-bucket`,
    { forceDestroy: args.forceDestroyBucket, tags: args.tags },
    { parent },
  );
  const encryption = createEncryption(name, bucket, args.keyArn, parent);
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
  const policy = createTransportPolicy(name, bucket, args.partition, privacy, parent);
  createLifecycle(name, bucket, args, parent);
  return storageIn(bucket.bucket, args, [encryption, privacy, policy]);
}

function storageIn(
  bucketName: pulumi.Output<string>,
  { partition, outputPrefix, failurePrefix }: StorageArgs,
  safeguards: pulumi.Resource[],
): Storage {
  return {
    bucketName,
    bucketArn: bucketArn(partition, bucketName),
    outputPath: pulumi.interpolate`s3://${bucketName}/${outputPrefix}`,
    failurePath: pulumi.interpolate`s3://${bucketName}/${failurePrefix}`,
    safeguards,
  };
}

/** A bucket key asks KMS once in a while instead of once an object. */
function createEncryption(
  name: string,
  bucket: s3.Bucket,
  keyArn: pulumi.Output<string> | undefined,
  parent: pulumi.Resource,
): s3.BucketServerSideEncryptionConfiguration {
  const rule =
    keyArn === undefined
      ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
      : {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
          bucketKeyEnabled: true,
        };
  return new s3.BucketServerSideEncryptionConfiguration(
    `${name}-bucket-encryption`,
    { bucket: bucket.bucket, rules: [rule] },
    { parent },
  );
}

function createLifecycle(
  name: string,
  bucket: s3.Bucket,
  args: StorageArgs,
  parent: pulumi.Resource,
): s3.BucketLifecycleConfiguration {
  const expiry = (
    id: string,
    prefix: pulumi.Input<string>,
    days: pulumi.Input<number> | undefined,
  ) =>
    days === undefined
      ? []
      : [
          {
            id,
            status: "Enabled",
            filter: { prefix: pulumi.interpolate`${prefix}/` },
            expiration: { days },
          },
        ];
  return new s3.BucketLifecycleConfiguration(
    `${name}-bucket-lifecycle`,
    {
      bucket: bucket.bucket,
      rules: [
        {
          id: "unfinished-uploads",
          status: "Enabled",
          filter: { prefix: "" },
          abortIncompleteMultipartUpload: { daysAfterInitiation: unfinishedUploadDays },
        },
        ...expiry("inputs", args.inputPrefix, args.inputRetentionDays),
        ...expiry("results", args.outputPrefix, args.outputRetentionDays),
        ...expiry("failures", args.failurePrefix, args.outputRetentionDays),
      ],
    },
    { parent },
  );
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

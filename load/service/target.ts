/** The deployed stack under load, as the program's outputs name it. */
export interface LoadTarget {
  /** Base URL of a server that speaks AWS's interfaces; left out, the load goes to AWS itself. */
  readonly endpointUrl?: string | undefined;
  readonly region: string;
  readonly endpointName: string;
  readonly variantName: string;
  /** Bucket that the inputs are uploaded to. */
  readonly bucketName: string;
  /** Key prefix of the inputs, without a slash at its end. */
  readonly inputPrefix: string;
  /** `s3://bucket/prefix` that the endpoint writes results to. */
  readonly outputPath: string;
  /** Queue that is subscribed to the success topic. */
  readonly successQueueUrl: string;
  /** Queue that is subscribed to the error topic. */
  readonly errorQueueUrl: string;
}

/** An object of S3. */
export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Reads an `s3://bucket/key` location.
 *
 * @throws When it is not one.
 */
export function parseS3Location(location: string): S3Location {
  const match = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(location);
  const [, bucket, key] = match ?? [];
  if (bucket === undefined || key === undefined) {
    throw new Error(`The location ${JSON.stringify(location)} is not of the form s3://bucket/key`);
  }
  return { bucket, key };
}

/** The `s3://bucket/key` form of a location. */
export function formatS3Location(location: S3Location): string {
  return `s3://${location.bucket}/${location.key}`;
}

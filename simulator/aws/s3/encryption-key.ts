import { AwsError } from "../errors";
import { keyNamed, keyProblem } from "../kms/key-problem";
import { type ServiceHost } from "../service-host";
import { type Bucket, type ObjectHeaders } from "./bucket";

const codes = {
  NotFound: "KMS.NotFoundException",
  Disabled: "KMS.DisabledException",
  InvalidState: "KMS.KMSInvalidStateException",
} as const;

/**
 * Sees that the key of an object can be used, to write it and to read it.
 *
 * @returns the key's ARN, by which S3 names it whatever it was called by; undefined for an object without one
 * @throws AwsError `KMS.NotFoundException`, `KMS.DisabledException`, `KMS.KMSInvalidStateException`
 */
export function requireUsableKey(
  aws: ServiceHost,
  { region }: Bucket,
  { kmsKeyId }: Pick<ObjectHeaders, "kmsKeyId">,
): string | undefined {
  const problem = keyProblem(aws, region, kmsKeyId);
  if (problem !== undefined) {
    throw new AwsError(codes[problem.kind], problem.message, 400);
  }
  return kmsKeyId === undefined ? undefined : keyNamed(aws, region, kmsKeyId).arn;
}

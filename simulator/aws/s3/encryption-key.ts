import { AwsError } from "../errors";
import { keyProblem } from "../kms/key-problem";
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
 * @throws AwsError `KMS.NotFoundException`, `KMS.DisabledException`, `KMS.KMSInvalidStateException`
 */
export function requireUsableKey(
  aws: ServiceHost,
  { region }: Bucket,
  { kmsKeyId }: Pick<ObjectHeaders, "kmsKeyId">,
): void {
  const problem = keyProblem(aws, region, kmsKeyId);
  if (problem !== undefined) {
    throw new AwsError(codes[problem.kind], problem.message, 400);
  }
}

/** The account that every local resource belongs to. */
export const ACCOUNT_ID = "123456789012";

/** The region of a request that names none in its signature. */
export const DEFAULT_REGION = "us-east-1";

/**
 * The ARN of a local resource.
 *
 * @param service the service's name as ARNs spell it, such as `sagemaker`
 * @param region the region; empty for a global service such as IAM
 * @param resource the rest, such as `endpoint/summariser`
 */
export function arn(service: string, region: string, resource: string): string {
  return `arn:aws:${service}:${region}:${ACCOUNT_ID}:${resource}`;
}

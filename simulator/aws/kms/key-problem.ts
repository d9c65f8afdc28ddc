import { AwsError } from "../errors";
import { type ServiceHost } from "../service-host";
import { KMS, type Key } from "./store";

/** Why a service cannot use a key, under the name that KMS gives the state. */
export interface KeyProblem {
  readonly kind: "NotFound" | "Disabled" | "InvalidState";
  readonly message: string;
}

/**
 * What keeps a service from using a key: it does not exist, is disabled, or waits for its deletion.
 *
 * @param region where the key is looked for, unless its ARN names another region
 * @param reference id, ARN or alias; undefined, for no key of the customer's, has no problem
 */
export function keyProblem(
  aws: ServiceHost,
  region: string,
  reference: string | undefined,
): KeyProblem | undefined {
  if (reference === undefined || reference === "") {
    return undefined;
  }
  let key: Key;
  try {
    key = keyNamed(aws, region, reference);
  } catch (error) {
    if (error instanceof AwsError) {
      return { kind: "NotFound", message: error.message };
    }
    throw error;
  }
  if (key.deletionAt !== undefined) {
    return { kind: "InvalidState", message: `${key.arn} is pending deletion.` };
  }
  return key.isEnabled ? undefined : { kind: "Disabled", message: `${key.arn} is disabled.` };
}

/**
 * The key that a service is told to use.
 *
 * @param region as for {@link keyProblem}
 * @param reference id, ARN or alias
 * @throws AwsError `NotFoundException`
 */
export function keyNamed(aws: ServiceHost, region: string, reference: string): Key {
  const where = reference.startsWith("arn:") ? (reference.split(":")[3] ?? region) : region;
  return aws.store(KMS, where).key(reference, aws.clock.now());
}

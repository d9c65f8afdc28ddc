/**
 * A failure as AWS reports it to a client.
 *
 * The `code` is the name of the error's shape in the service's model where it has one (`NoSuchEntityException`,
 * `QueueDoesNotExist`), otherwise the code that AWS sends (`ValidationException`, `NoSuchBucketPolicy`). Each protocol
 * writes it in its own way: the query protocol, for one, sends the older code that the model gives for the shape.
 */
export class AwsError extends Error {
  /**
   * @param code shape name or code
   * @param message AWS's own words
   * @param status HTTP status; when left out, the one that the service's model gives the shape, otherwise 400
   * @param members further members of the error's body, such as `BucketName`
   */
  constructor(
    readonly code: string,
    message: string,
    readonly status?: number,
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = "AwsError";
  }
}

/** A request that breaks a rule of the service's model, as JSON services report it. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationException", message, 400);
}

/**
 * One broken constraint, in the words that AWS's front ends share.
 *
 * @param value the value that was given, as text
 * @param member the input's member in lower camel case, such as `endpointName`
 * @param constraint such as `Member must have length less than or equal to 63`
 */
export function constraintError(value: string, member: string, constraint: string): AwsError {
  return validationError(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

import { AwsError } from "../errors";

/** What S3 says to an execution role that may not. */
export function accessDenied(): AwsError {
  return new AwsError("AccessDenied", "Access Denied", 403);
}

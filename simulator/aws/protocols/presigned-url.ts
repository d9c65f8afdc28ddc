import { AwsError } from "../errors";
import { type Query } from "./wire";

/** Longest life of a presigned URL, in seconds: a week. */
const LONGEST_LIFE_SECONDS = 604_800;

/**
 * Holds a presigned URL to its expiry, in both forms that clients make: `X-Amz-Expires` after `X-Amz-Date` (version 4),
 * and `Expires` (version 2, boto3's default in us-east-1). Its signature is not checked.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 *
 * @param wallSeconds present time on the wall, which is what clients sign with
 * @throws AwsError `AccessDenied` (403) once it has expired, `AuthorizationQueryParametersError`
 */
export function checkPresignedUrl(query: Query, wallSeconds: number): void {
  if (query.has("X-Amz-Signature")) {
    const expires = query.get("X-Amz-Expires")?.[0];
    const life = wholeSeconds(expires);
    const signedAt = parseDate(query.get("X-Amz-Date")?.[0]);
    if (expires === undefined || signedAt === undefined) {
      throw invalidParameters(
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
      );
    }
    if (life === undefined) {
      throw invalidParameters("X-Amz-Expires should be a number");
    }
    if (life > LONGEST_LIFE_SECONDS) {
      throw invalidParameters(
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
      );
    }
    refuseAfter(signedAt + life, wallSeconds, { "X-Amz-Expires": expires });
  } else if (query.has("AWSAccessKeyId") && query.has("Signature")) {
    const end = wholeSeconds(query.get("Expires")?.[0]);
    if (end === undefined) {
      throw new AwsError("AccessDenied", "Missing or invalid Expires", 403);
    }
    refuseAfter(end, wallSeconds, {});
  }
}

function refuseAfter(
  endSeconds: number,
  wallSeconds: number,
  members: Readonly<Record<string, string>>,
): void {
  if (wallSeconds > endSeconds) {
    const iso = (seconds: number): string =>
      `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
    throw new AwsError("AccessDenied", "Request has expired", 403, {
      ...members,
      Expires: iso(endSeconds),
      ServerTime: iso(wallSeconds),
    });
  }
}

function wholeSeconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

/** `20261125T120000Z`, in epoch seconds. */
function parseDate(text: string | undefined): number | undefined {
  const iso = text?.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, "$1-$2-$3T$4:$5:$6Z");
  const milliseconds = Date.parse(iso === text ? "" : (iso ?? ""));
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

function invalidParameters(message: string): AwsError {
  return new AwsError("AuthorizationQueryParametersError", message, 400);
}

import { type WireRequest } from "./wire";

/** Bucket and key of an S3 request, still percent-encoded. */
export interface S3Address {
  readonly bucket: string | undefined;
  /** "" when the address is the bucket's own. */
  readonly key: string;
}

/**
 * Finds the bucket in the host (`bucket.s3.us-east-1.amazonaws.com`, `bucket.localhost`) or in the first segment of the path.
 */
export function s3Address(request: WireRequest): S3Address {
  const path = request.path.startsWith("/") ? request.path.slice(1) : request.path;
  const fromHost = bucketInHost(request.headers.host ?? "");
  if (fromHost !== undefined) {
    return { bucket: fromHost, key: path };
  }
  const slash = path.indexOf("/");
  if (slash === -1) {
    return { bucket: path === "" ? undefined : path, key: "" };
  }
  return { bucket: path.slice(0, slash) || undefined, key: path.slice(slash + 1) };
}

function bucketInHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/, "");
  const bucket = /^(.+?)\.(?:s3[.-].+|localhost)$/.exec(name)?.[1];
  return bucket === "s3" ? undefined : bucket;
}

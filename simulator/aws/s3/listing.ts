import { type EncodingType, type ObjectStorageClass, type _Object } from "@aws-sdk/client-s3";
import { type Bucket, type ObjectVersion } from "./bucket";
import { invalidArgument } from "./errors";
import { compareUtf8 } from "./sorted-keys";

/** Most entries on a page, and the default. */
export const LARGEST_PAGE = 1000;

/** What a page is made of. */
export interface PageRequest {
  readonly prefix: string;
  /** "" groups nothing. */
  readonly delimiter: string;
  /** Entries up to and including this one are left out. */
  readonly after: string;
  readonly limit: number;
}

/** A page of keys, or of the groups that a delimiter makes of them. */
export interface Page {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  /** The last key or group, to go on after. */
  readonly last: string | undefined;
}

/**
 * A page of a bucket's keys.
 *
 * @param isListed leaves out keys, such as those whose newest version is a delete marker
 */
export function listPage(
  bucket: Bucket,
  request: PageRequest,
  isListed: (key: string) => boolean,
): Page {
  const { prefix, delimiter, after, limit } = request;
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  for (const key of bucket.keys.from(compareUtf8(after, prefix) > 0 ? after : prefix)) {
    if (!key.startsWith(prefix)) {
      break;
    }
    const group = groupOf(key, prefix, delimiter);
    const entry = group ?? key;
    if (compareUtf8(entry, last ?? after) <= 0 || !isListed(key)) {
      continue;
    }
    if (keys.length + commonPrefixes.length === limit) {
      return { keys, commonPrefixes, isTruncated: limit > 0, last };
    }
    (group === undefined ? keys : commonPrefixes).push(entry);
    last = entry;
  }
  return { keys, commonPrefixes, isTruncated: false, last };
}

function groupOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === "") {
    return undefined;
  }
  const end = key.indexOf(delimiter, prefix.length);
  return end === -1 ? undefined : key.slice(0, end + delimiter.length);
}

/** @throws AwsError `InvalidArgument` */
export function pageLimit(maxKeys: number | undefined, name = "maxKeys"): number {
  if (maxKeys !== undefined && (!Number.isInteger(maxKeys) || maxKeys < 0)) {
    throw invalidArgument(
      `Argument ${name} must be an integer between 0 and 2147483647`,
      name,
      String(maxKeys),
    );
  }
  return Math.min(maxKeys ?? LARGEST_PAGE, LARGEST_PAGE);
}

/** Keys as the client wants them: percent-encoded where it asks for `url`, since XML cannot carry every character. */
export function keyEncoder(encoding: EncodingType | undefined): (key: string) => string {
  return encoding === "url"
    ? (key) => encodeURIComponent(key).replaceAll("%2F", "/")
    : (key) => key;
}

/** An object as lists describe it. */
export function listedObject(version: ObjectVersion, encode: (key: string) => string): _Object {
  return {
    Key: encode(version.key),
    LastModified: new Date(version.lastModified * 1000),
    ETag: version.etag,
    Size: version.content?.sizeBytes ?? 0,
    StorageClass: (version.headers.storageClass ?? "STANDARD") as ObjectStorageClass,
  };
}

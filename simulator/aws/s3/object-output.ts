import { type GetObjectRequest, type HeadObjectOutput } from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { NULL_VERSION, type ObjectVersion } from "./bucket";
import { type Checksums } from "./checksums";
import { type ByteRange, type Content } from "./content-store";
import { noSuchKey, preconditionFailed } from "./errors";
import { type S3Store } from "./store";

/** The members that `GetObject` and `HeadObject` share. */
type ReadInput = Pick<
  GetObjectRequest,
  | "Bucket"
  | "Key"
  | "VersionId"
  | "Range"
  | "PartNumber"
  | "IfMatch"
  | "IfNoneMatch"
  | "IfModifiedSince"
  | "IfUnmodifiedSince"
  | "ChecksumMode"
>;

type ReadConditions = Pick<
  ReadInput,
  "IfMatch" | "IfNoneMatch" | "IfModifiedSince" | "IfUnmodifiedSince"
>;

/** A version that has a body. */
export type ReadableVersion = ObjectVersion & { readonly content: Content };

/**
 * The version that a read asks for.
 *
 * @throws AwsError `NoSuchKey`, `NoSuchVersion`, and `MethodNotAllowed` for a delete marker that is named
 */
export function findForReading(
  s3: S3Store,
  input: Pick<ReadInput, "Bucket" | "Key" | "VersionId">,
): ReadableVersion {
  const key = input.Key as string;
  const version = s3.bucket(input.Bucket as string).find(key, input.VersionId);
  if (version === undefined && input.VersionId !== undefined) {
    throw new AwsError("NoSuchVersion", "The specified version does not exist.", 404, {
      Key: key,
      VersionId: input.VersionId,
    });
  }
  if (version?.content === undefined) {
    if (version !== undefined && input.VersionId !== undefined) {
      throw new AwsError(
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.",
        405,
        { Method: "GET", ResourceType: "DeleteMarker" },
      );
    }
    throw noSuchKey(key);
  }
  return version as ReadableVersion;
}

/**
 * What a read answers besides the body, and the range of bytes to send.
 *
 * @throws AwsError `NotModified` (304), `PreconditionFailed`, `InvalidRange`, `InvalidPartNumber`
 */
export function describeObject(
  version: ReadableVersion,
  input: ReadInput,
): { readonly output: HeadObjectOutput; readonly range: ByteRange | undefined } {
  checkReadConditions(version, input);
  const { content, headers } = version;
  const part = input.PartNumber === undefined ? undefined : findPart(version, input.PartNumber);
  if (part !== undefined && input.Range !== undefined) {
    throw new AwsError(
      "InvalidRequest",
      "Cannot specify both Range header and partNumber query parameter",
      400,
    );
  }
  const range =
    input.Range === undefined ? part?.range : parseRange(input.Range, content.sizeBytes);
  const output: HeadObjectOutput = {
    AcceptRanges: "bytes",
    LastModified: new Date(version.lastModified * 1000),
    ContentLength: range === undefined ? content.sizeBytes : range.last - range.first + 1,
    ContentRange:
      range === undefined ? undefined : `bytes ${range.first}-${range.last}/${content.sizeBytes}`,
    ETag: version.etag,
    VersionId: version.versionId === NULL_VERSION ? undefined : version.versionId,
    ContentType: headers.contentType,
    ContentEncoding: headers.contentEncoding,
    ContentDisposition: headers.contentDisposition,
    ContentLanguage: headers.contentLanguage,
    CacheControl: headers.cacheControl,
    Expires: headers.expires,
    WebsiteRedirectLocation: headers.websiteRedirectLocation,
    StorageClass:
      headers.storageClass === "STANDARD"
        ? undefined
        : (headers.storageClass as HeadObjectOutput["StorageClass"]),
    ServerSideEncryption: headers.serverSideEncryption as HeadObjectOutput["ServerSideEncryption"],
    SSEKMSKeyId: headers.kmsKeyId,
    Metadata: { ...headers.metadata },
    PartsCount: part === undefined ? undefined : version.parts?.length,
    TagCount: version.tags.length > 0 ? version.tags.length : undefined,
    ...(input.ChecksumMode === "ENABLED" ? checksumsOf(version, input.Range, part) : {}),
  };
  return { output, range };
}

/** A part of an object, and where its bytes are; undefined for those of an empty object. */
interface FoundPart {
  readonly range: ByteRange | undefined;
  readonly checksums: Checksums;
}

/** The whole of an object that came in one piece is its part 1. */
function findPart(version: ReadableVersion, partNumber: number): FoundPart {
  const { sizeBytes } = version.content;
  const parts = version.parts ?? [{ partNumber: 1, sizeBytes, checksums: version.checksums }];
  let first = 0;
  for (const part of parts) {
    if (part.partNumber === partNumber) {
      const range = part.sizeBytes === 0 ? undefined : { first, last: first + part.sizeBytes - 1 };
      return { range, checksums: part.checksums };
    }
    first += part.sizeBytes;
  }
  throw new AwsError("InvalidPartNumber", "The requested partnumber is not satisfiable", 416, {
    PartNumberRequested: partNumber,
    ActualPartCount: parts.length,
  });
}

/** Checksums are of what is sent: none of them is of a range. */
function checksumsOf(
  version: ReadableVersion,
  range: string | undefined,
  part: FoundPart | undefined,
): Checksums {
  if (part === undefined) {
    return range === undefined ? version.checksums : {};
  }
  return { ...part.checksums, ChecksumType: version.checksums.ChecksumType };
}

/**
 * Holds a read to its conditions.
 *
 * @throws AwsError `NotModified` (304), `PreconditionFailed`
 */
export function checkReadConditions(version: ReadableVersion, input: ReadConditions): void {
  const matches = (list: string): boolean =>
    list.split(",").some((etag) => ["*", bare(version.etag)].includes(bare(etag.trim())));
  // HTTP dates have whole seconds.
  const modified = Math.floor(version.lastModified);
  const seconds = (date: Date): number => date.getTime() / 1000;
  if (input.IfMatch !== undefined) {
    if (!matches(input.IfMatch)) {
      throw preconditionFailed("If-Match");
    }
  } else if (input.IfUnmodifiedSince !== undefined && modified > seconds(input.IfUnmodifiedSince)) {
    throw preconditionFailed("If-Unmodified-Since");
  }
  if (input.IfNoneMatch !== undefined) {
    if (matches(input.IfNoneMatch)) {
      throw notModified();
    }
  } else if (input.IfModifiedSince !== undefined && modified <= seconds(input.IfModifiedSince)) {
    throw notModified();
  }
}

function bare(etag: string): string {
  return etag.replaceAll('"', "").replace(/^W\//, "");
}

function notModified(): AwsError {
  return new AwsError("NotModified", "Not Modified", 304);
}

/** `bytes=0-99`, `bytes=100-`, `bytes=-100`; anything else means the whole object, as HTTP says. */
function parseRange(text: string, sizeBytes: number): ByteRange | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(text.trim()) ?? [];
  if (from === undefined || to === undefined || (from === "" && to === "")) {
    return undefined;
  }
  const first = from === "" ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const last = from === "" || to === "" ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (from !== "" && to !== "" && Number(to) < Number(from)) {
    return undefined;
  }
  if (first >= sizeBytes || (from === "" && Number(to) === 0)) {
    throw new AwsError("InvalidRange", "The requested range is not satisfiable", 416, {
      RangeRequested: text,
      ActualObjectSize: sizeBytes,
    });
  }
  return { first, last };
}

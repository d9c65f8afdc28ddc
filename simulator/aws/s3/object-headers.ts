import { type PutObjectOutput, type PutObjectRequest, type Tag } from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { type Bucket, NULL_VERSION, type ObjectHeaders, type ObjectVersion } from "./bucket";
import { invalidArgument } from "./errors";

/** Longest key in bytes of UTF-8. */
const LONGEST_KEY_BYTES = 1024;

/** Longest user metadata, names and values together, in bytes. */
const LONGEST_METADATA_BYTES = 2048;

/** The key that AWS makes for S3, for who names none. */
const AWS_KEY = "alias/aws/s3";

/** What `PutObject`, `CopyObject` and `CreateMultipartUpload` may say of an object. */
export type HeadersInput = Pick<
  PutObjectRequest,
  | "ContentType"
  | "ContentEncoding"
  | "ContentDisposition"
  | "ContentLanguage"
  | "CacheControl"
  | "Expires"
  | "WebsiteRedirectLocation"
  | "StorageClass"
  | "ServerSideEncryption"
  | "SSEKMSKeyId"
  | "Metadata"
>;

/** @throws AwsError `KeyTooLongError` */
export function checkKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes > LONGEST_KEY_BYTES) {
    throw new AwsError("KeyTooLongError", "Your key is too long", 400, {
      Size: bytes,
      MaxSizeAllowed: LONGEST_KEY_BYTES,
    });
  }
}

/**
 * The headers to keep of a new object, the bucket's default encryption among them.
 *
 * @throws AwsError `MetadataTooLarge`
 */
export function objectHeaders(input: HeadersInput, bucket: Bucket): ObjectHeaders {
  const metadata = input.Metadata ?? {};
  const metadataBytes = Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (metadataBytes > LONGEST_METADATA_BYTES) {
    throw new AwsError(
      "MetadataTooLarge",
      "Your metadata headers exceed the maximum allowed metadata size",
      400,
      { Size: metadataBytes, MaxSizeAllowed: LONGEST_METADATA_BYTES },
    );
  }
  const encryption = bucket.settings.encryptionRules?.[0]?.ApplyServerSideEncryptionByDefault;
  const serverSideEncryption = input.ServerSideEncryption ?? encryption?.SSEAlgorithm ?? "AES256";
  return {
    contentType: input.ContentType ?? "application/octet-stream",
    contentEncoding: withoutAwsChunked(input.ContentEncoding),
    contentDisposition: input.ContentDisposition,
    contentLanguage: input.ContentLanguage,
    cacheControl: input.CacheControl,
    expires: input.Expires,
    websiteRedirectLocation: input.WebsiteRedirectLocation,
    storageClass: input.StorageClass,
    serverSideEncryption,
    kmsKeyId: serverSideEncryption.startsWith("aws:kms")
      ? (input.SSEKMSKeyId ?? encryption?.KMSMasterKeyID ?? AWS_KEY)
      : undefined,
    metadata,
  };
}

/** The framing of the transfer is no property of the object. */
function withoutAwsChunked(encoding: string | undefined): string | undefined {
  const rest = encoding
    ?.split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "aws-chunked" && name !== "");
  return rest === undefined || rest.length === 0 ? undefined : rest.join(",");
}

/**
 * Tags as the `x-amz-tagging` header carries them: `team=research&stage=dev`.
 *
 * @throws AwsError `InvalidArgument` for more than 10, or for two of the same key
 */
export function parseTags(text: string | undefined): readonly Tag[] {
  if (text === undefined) {
    return [];
  }
  const tags = [...new URLSearchParams(text)].map(([Key, Value]) => ({ Key, Value }));
  if (tags.length > 10 || new Set(tags.map(({ Key }) => Key)).size !== tags.length) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      "x-amz-tagging",
      text,
    );
  }
  return tags;
}

/** What a write answers of the version that it made. */
export function writeResult(version: ObjectVersion): PutObjectOutput {
  return {
    ETag: version.etag,
    ServerSideEncryption: version.headers
      .serverSideEncryption as PutObjectOutput["ServerSideEncryption"],
    SSEKMSKeyId: version.headers.kmsKeyId,
    VersionId: version.versionId === NULL_VERSION ? undefined : version.versionId,
    ...version.checksums,
  };
}

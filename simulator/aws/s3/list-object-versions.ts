import { s3Of } from "./store";
import {
  type DeleteMarkerEntry,
  type ListObjectVersionsOutput,
  type ListObjectVersionsRequest,
  type ObjectVersion as ListedVersion,
} from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { type Bucket } from "./bucket";
import { keyEncoder, listedObject, listPage, pageLimit } from "./listing";
import { OWNER } from "./owner";

export const listObjectVersions: Operation<ListObjectVersionsRequest, ListObjectVersionsOutput> = (
  input,
  { aws },
) => {
  const bucket = s3Of(aws).bucket(input.Bucket as string);
  const encode = keyEncoder(input.EncodingType);
  const limit = pageLimit(input.MaxKeys);
  const page = listPage(
    bucket,
    {
      prefix: input.Prefix ?? "",
      delimiter: input.Delimiter ?? "",
      after: input.VersionIdMarker === undefined ? (input.KeyMarker ?? "") : "",
      limit,
    },
    (key) => input.VersionIdMarker === undefined || key >= (input.KeyMarker ?? ""),
  );
  const entries = page.keys.flatMap((key) => listedVersions(bucket, key, encode));
  const from = startAfter(entries, input);
  const shown = entries.slice(from, from + limit);
  const isCut = from + limit < entries.length;
  const last = shown.at(-1)?.entry;
  return {
    Name: bucket.name,
    Prefix: encode(input.Prefix ?? ""),
    KeyMarker: encode(input.KeyMarker ?? ""),
    VersionIdMarker: input.VersionIdMarker ?? "",
    Delimiter: input.Delimiter,
    MaxKeys: limit,
    EncodingType: input.EncodingType,
    IsTruncated: isCut || page.isTruncated,
    NextKeyMarker: isCut || page.isTruncated ? (last?.Key ?? encode(page.last ?? "")) : undefined,
    NextVersionIdMarker: isCut || page.isTruncated ? last?.VersionId : undefined,
    Versions: shown.flatMap(({ entry, isMarker }) => (isMarker ? [] : [entry as ListedVersion])),
    DeleteMarkers: shown.flatMap(({ entry, isMarker }) => (isMarker ? [entry] : [])),
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
};

interface Entry {
  readonly key: string;
  readonly entry: DeleteMarkerEntry;
  readonly isMarker: boolean;
}

function listedVersions(bucket: Bucket, key: string, encode: (key: string) => string): Entry[] {
  return bucket.versions(key).map((version, index) => {
    const isMarker = version.content === undefined;
    const common = { VersionId: version.versionId, IsLatest: index === 0, Owner: OWNER };
    const { Key, LastModified, ...object } = listedObject(version, encode);
    return {
      key,
      isMarker,
      entry: { ...common, Key, LastModified, ...(isMarker ? {} : object) },
    };
  });
}

function startAfter(entries: readonly Entry[], input: ListObjectVersionsRequest): number {
  if (input.VersionIdMarker === undefined) {
    return 0;
  }
  const index = entries.findIndex(
    ({ key, entry }) => key === input.KeyMarker && entry.VersionId === input.VersionIdMarker,
  );
  return index + 1;
}

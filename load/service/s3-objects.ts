import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  type S3Client,
} from "@aws-sdk/client-s3";

import { loadSockets } from "./aws-clients";
import { forEachConcurrently } from "../sending/concurrency";
import { formatS3Location, parseS3Location } from "./target";

/**
 * A page of a listing names 1000 objects. Listing is given up when it has cost as many calls as asking for a twentieth
 * of the objects one by one: then the folder is full of other people's.
 */
const askedOneByOnePerPage = 20;

/** Pages that are always read, however few objects are looked for. */
const leastPages = 5;

/**
 * Finds out which of the locations hold an object: by listing their folders where that is cheaper, otherwise one by
 * one.
 *
 * @param locations `s3://bucket/key`, in any folders.
 * @returns Those of them that exist, and when each was last written, in epoch seconds as S3 tells them.
 */
export async function findObjects(
  s3: S3Client,
  locations: Iterable<string>,
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const unseen: string[] = [];
  for (const [folder, wanted] of groupByFolder(locations)) {
    const complete = await listInto(s3, folder, wanted, found);
    if (!complete) {
      unseen.push(...[...wanted].filter((location) => !found.has(location)));
    }
  }
  await forEachConcurrently(unseen, loadSockets, async (location) => {
    const modified = await lastModified(s3, location);
    if (modified !== null) {
      found.set(location, modified);
    }
  });
  return found;
}

function groupByFolder(locations: Iterable<string>): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>();
  for (const location of locations) {
    const folder = location.slice(0, location.lastIndexOf("/") + 1);
    const inFolder = folders.get(folder);
    if (inFolder === undefined) {
      folders.set(folder, new Set([location]));
    } else {
      inFolder.add(location);
    }
  }
  return folders;
}

/** Returns whether every wanted object has been decided. */
async function listInto(
  s3: S3Client,
  folder: string,
  wanted: ReadonlySet<string>,
  found: Map<string, number>,
): Promise<boolean> {
  const { bucket, key: prefix } = parseS3Location(folder);
  const mostPages = leastPages + wanted.size / askedOneByOnePerPage;
  let missing = wanted.size;
  let continuationToken: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const listing = await s3.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...(continuationToken === undefined ? {} : { ContinuationToken: continuationToken }),
      }),
    );
    for (const { Key: key = "", LastModified: modified } of listing.Contents ?? []) {
      const location = formatS3Location({ bucket, key });
      if (wanted.has(location)) {
        found.set(location, epochSeconds(modified));
        missing -= 1;
      }
    }
    continuationToken = listing.NextContinuationToken;
    if (continuationToken === undefined || missing === 0) {
      return true;
    }
  }
  return false;
}

function epochSeconds(date: Date | undefined): number {
  return (date?.getTime() ?? 0) / 1000;
}

/** Null where there is no object. */
async function lastModified(s3: S3Client, location: string): Promise<number | null> {
  const { bucket, key } = parseS3Location(location);
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return epochSeconds(head.LastModified);
  } catch (error) {
    if (error instanceof NotFound || error instanceof NoSuchKey) {
      return null;
    }
    throw error;
  }
}

/** Failure objects hold a sentence or a container's answer; no more of one is of use. */
const mostTextBytes = 16_384;

/** Reads the start of an object as text, or null when there is none. */
export async function readObjectStart(s3: S3Client, location: string): Promise<string | null> {
  const { bucket, key } = parseS3Location(location);
  try {
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const text = await object.Body?.transformToString();
    return text?.slice(0, mostTextBytes) ?? "";
  } catch (error) {
    if (error instanceof NoSuchKey || error instanceof NotFound) {
      return null;
    }
    throw error;
  }
}

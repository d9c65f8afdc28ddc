import { randomBytes } from "node:crypto";
import { type Bucket, NULL_VERSION, type ObjectVersion } from "./bucket";
import { OWNER_ID } from "./owner";

/** What happened to an object, without the `s3:` that configurations write before it. */
export type ObjectEvent =
  | "ObjectCreated:Put"
  | "ObjectCreated:Copy"
  | "ObjectCreated:CompleteMultipartUpload"
  | "ObjectRemoved:Delete"
  | "ObjectRemoved:DeleteMarkerCreated";

/** One event of one object. */
export interface ObjectChange {
  readonly event: ObjectEvent;
  readonly version: ObjectVersion;
  /** Simulated epoch seconds. */
  readonly at: number;
  /** Id of the request that made it; a fresh one where no client asked for it. */
  readonly requestId?: string;
}

/** MD5 of nothing, which a delete marker has for its ETag. */
const EMPTY_MD5 = "d41d8cd98f00b204e9800998ecf8427e";

/**
 * The message that tells of an event.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 *
 * @param sequencer tells a later event of a key from an earlier one
 */
export function eventMessage(
  bucket: Bucket,
  configurationId: string,
  { event, version, at, requestId }: ObjectChange,
  sequencer: string,
): string {
  const { content, etag } = version;
  const isRemoved = event === "ObjectRemoved:Delete";
  const object = {
    key: encodedKey(version.key),
    ...(isRemoved || content === undefined ? {} : { size: content.sizeBytes }),
    ...(isRemoved ? {} : { eTag: content === undefined ? EMPTY_MD5 : etag.replaceAll('"', "") }),
    ...(version.versionId === NULL_VERSION ? {} : { versionId: version.versionId }),
    sequencer,
  };
  return JSON.stringify({
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: bucket.region,
        eventTime: new Date(at * 1000).toISOString(),
        eventName: event,
        userIdentity: { principalId: OWNER_ID },
        requestParameters: { sourceIPAddress: "127.0.0.1" },
        responseElements: {
          "x-amz-request-id": requestId ?? newRequestId(),
          "x-amz-id-2": newHostId(),
        },
        s3: {
          s3SchemaVersion: "1.0",
          configurationId,
          bucket: {
            name: bucket.name,
            ownerIdentity: { principalId: OWNER_ID },
            arn: bucketArn(bucket),
          },
          object,
        },
      },
    ],
  });
}

/** What S3 sends to a target when it is configured, to see that it can. */
export function testMessage(bucket: Bucket, at: number, requestId: string): string {
  return JSON.stringify({
    Service: "Amazon S3",
    Event: "s3:TestEvent",
    Time: new Date(at * 1000).toISOString(),
    Bucket: bucket.name,
    RequestId: requestId,
    HostId: newHostId(),
  });
}

export function bucketArn(bucket: Bucket): string {
  return `arn:aws:s3:::${bucket.name}`;
}

/** Encoded as in a form, except for its slashes: `out/a b.txt` is `out/a+b.txt`. */
function encodedKey(key: string): string {
  return new URLSearchParams([["", key]]).toString().slice(1).replaceAll("%2F", "/");
}

function newRequestId(): string {
  return randomBytes(8).toString("hex").toUpperCase();
}

function newHostId(): string {
  return randomBytes(56).toString("base64");
}

import { randomUUID } from "node:crypto";
import { type Readable } from "node:stream";
import { join } from "node:path";
import { GLOBAL, type ServiceHost, StoreKey } from "../service-host";
import { Bucket, type ObjectHeaders, type ObjectVersion } from "./bucket";
import { type Content, ContentStore } from "./content-store";
import { requireUsableKey } from "./encryption-key";
import { noSuchBucket, noSuchKey } from "./errors";
import { MultipartUploads } from "./multipart-uploads";
import { tellOfChange } from "./object-events";

/** The state of S3. */
const S3 = new StoreKey("s3", (aws) => new S3Store(aws));

/** An object as other services read it. */
export interface ReadableObject {
  readonly sizeBytes: number;
  readonly contentType: string | undefined;
  readonly etag: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Epoch seconds. */
  readonly lastModified: number;
  /** The body, from its beginning, each time it is called. */
  readonly open: () => Readable;
}

/** How another service writes an object. */
export interface PutObjectOptions {
  /** `application/octet-stream` by default. */
  readonly contentType?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Simulated epoch seconds; now by default. */
  readonly at?: number;
  /** Length of a stream where it is known. */
  readonly sizeBytes?: number;
  readonly kmsKeyId?: string;
}

/** Buckets, the bodies of their objects, and uploads in parts. */
export class S3Store {
  readonly contents: ContentStore;
  readonly uploads: MultipartUploads;
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly aws: ServiceHost) {
    // A name of its own: whatever else is in the user's folder stays untouched.
    this.contents = new ContentStore(join(aws.dataDir, `s3-${randomUUID()}`));
    this.uploads = new MultipartUploads((content) => this.contents.remove(content));
  }

  /** @throws AwsError `NoSuchBucket` */
  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) {
      throw noSuchBucket(name);
    }
    return bucket;
  }

  findBucket(name: string): Bucket | undefined {
    return this.buckets.get(name);
  }

  /** All buckets by name. */
  listBuckets(): readonly Bucket[] {
    return [...this.buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  createBucket(name: string, region: string, at: number): Bucket {
    const bucket = new Bucket(name, region, at, (content) => this.contents.remove(content));
    this.buckets.set(name, bucket);
    return bucket;
  }

  deleteBucket(name: string): void {
    this.buckets.delete(name);
  }

  /**
   * The current object of a key, for other services.
   *
   * @throws AwsError `NoSuchBucket`, `NoSuchKey`, `KMS.…` for one whose key cannot be used
   */
  readObject(bucket: string, key: string): ReadableObject {
    const version = this.bucket(bucket).find(key);
    if (version?.content === undefined) {
      throw noSuchKey(key);
    }
    const { content, headers } = version;
    requireUsableKey(this.aws, this.bucket(bucket), headers);
    return {
      sizeBytes: content.sizeBytes,
      contentType: headers.contentType,
      etag: version.etag,
      metadata: headers.metadata,
      lastModified: version.lastModified,
      open: () => this.contents.read(content),
    };
  }

  /**
   * Writes an object on behalf of another service.
   *
   * @throws AwsError `NoSuchBucket`
   */
  async putObject(
    bucketName: string,
    key: string,
    body: Readable | Uint8Array | string,
    options: PutObjectOptions = {},
  ): Promise<ObjectVersion> {
    this.bucket(bucketName);
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    const content = await this.contents.write(bytes, options.sizeBytes);
    try {
      return this.putContent(bucketName, key, content, options);
    } catch (error) {
      this.contents.remove(content);
      throw error;
    }
  }

  /**
   * Makes an object of a body that is on disk already.
   *
   * @throws AwsError `NoSuchBucket`, `KMS.…` for a key that cannot be used; the body then stays the caller's
   */
  putContent(
    bucketName: string,
    key: string,
    content: Content,
    options: PutObjectOptions = {},
  ): ObjectVersion {
    const bucket = this.bucket(bucketName);
    const kmsKeyId = requireUsableKey(this.aws, bucket, { kmsKeyId: options.kmsKeyId });
    const version: ObjectVersion = {
      key,
      versionId: bucket.newVersionId(),
      lastModified: options.at ?? this.aws.clock.now(),
      content,
      etag: `"${content.md5}"`,
      headers: {
        ...NO_HEADERS,
        contentType: options.contentType ?? "application/octet-stream",
        metadata: options.metadata ?? {},
        ...(kmsKeyId === undefined ? {} : { serverSideEncryption: "aws:kms", kmsKeyId }),
      },
      checksums: {},
      parts: undefined,
      tags: [],
    };
    bucket.add(version);
    const at = version.lastModified;
    tellOfChange(this.aws, bucket, { event: "ObjectCreated:Put", version, at });
    return version;
  }

  async close(): Promise<void> {
    this.buckets.clear();
    await this.contents.clear();
  }
}

/** Of an object that nothing is said of. */
export const NO_HEADERS: ObjectHeaders = {
  contentType: undefined,
  contentEncoding: undefined,
  contentDisposition: undefined,
  contentLanguage: undefined,
  cacheControl: undefined,
  expires: undefined,
  websiteRedirectLocation: undefined,
  storageClass: undefined,
  serverSideEncryption: undefined,
  kmsKeyId: undefined,
  metadata: {},
};

/** The state of S3, which is one for all regions. */
export function s3Of(aws: ServiceHost): S3Store {
  return aws.store(S3, GLOBAL);
}

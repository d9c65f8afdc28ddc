import { randomUUID } from "node:crypto";
import {
  type BucketVersioningStatus,
  type CORSRule,
  type LifecycleRule,
  type ServerSideEncryptionRule,
  type Tag,
} from "@aws-sdk/client-s3";
import { type Checksums } from "./checksums";
import { type Content } from "./content-store";
import { SortedKeys } from "./sorted-keys";

/** What a client may say of an object besides its body. */
export interface ObjectHeaders {
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly contentDisposition: string | undefined;
  readonly contentLanguage: string | undefined;
  readonly cacheControl: string | undefined;
  readonly expires: Date | undefined;
  readonly websiteRedirectLocation: string | undefined;
  readonly storageClass: string | undefined;
  readonly serverSideEncryption: string | undefined;
  readonly kmsKeyId: string | undefined;
  /** User metadata without the `x-amz-meta-` prefix. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A part of an object that came in several. */
export interface ObjectPart {
  readonly partNumber: number;
  readonly sizeBytes: number;
  readonly checksums: Checksums;
}

/** One version of an object, or a delete marker, which has no content. */
export interface ObjectVersion {
  readonly key: string;
  /** "null" when the bucket was not versioned at the time. */
  readonly versionId: string;
  /** Epoch seconds. */
  readonly lastModified: number;
  readonly content: Content | undefined;
  /** In quotes, as headers carry it; "" for a delete marker. */
  readonly etag: string;
  readonly headers: ObjectHeaders;
  readonly checksums: Checksums;
  /** The parts that it came in, in order; undefined when it came in one piece. */
  readonly parts: readonly ObjectPart[] | undefined;
  tags: readonly Tag[];
}

/** A bucket's settings, each undefined until it is put. */
export interface BucketSettings {
  versioning?: BucketVersioningStatus;
  policy?: string;
  tags?: readonly Tag[];
  lifecycleRules?: readonly LifecycleRule[];
  encryptionRules?: readonly ServerSideEncryptionRule[];
  corsRules?: readonly CORSRule[];
  /** Settings that are stored and given back as they came, by the name of their sub-resource. */
  readonly others: Map<string, object>;
}

/** The id of a version that was written while the bucket was not versioned. */
export const NULL_VERSION = "null";

/** A bucket: its settings, and every version of its objects. */
export class Bucket {
  readonly settings: BucketSettings = { others: new Map() };
  /** Keys of all objects, those that only have delete markers included. */
  readonly keys = new SortedKeys();
  private readonly objects = new Map<string, ObjectVersion[]>();
  private sequence = 0;

  constructor(
    readonly name: string,
    readonly region: string,
    /** Epoch seconds. */
    readonly createdAt: number,
    private readonly discard: (content: Content) => void,
  ) {}

  /** True when no object, no old version and no delete marker is left. */
  get isEmpty(): boolean {
    return this.objects.size === 0;
  }

  /** The id that a version written now gets. */
  newVersionId(): string {
    return this.settings.versioning === "Enabled" ? randomUUID().replaceAll("-", "") : NULL_VERSION;
  }

  /** A number in hexadecimal that is greater each time. */
  newSequencer(): string {
    return (++this.sequence).toString(16).toUpperCase().padStart(18, "0");
  }

  /** All versions of a key, the newest first. */
  versions(key: string): readonly ObjectVersion[] {
    return this.objects.get(key) ?? [];
  }

  /** The newest version of a key, which may be a delete marker; or the version of that id. */
  find(key: string, versionId?: string): ObjectVersion | undefined {
    const versions = this.objects.get(key);
    return versionId === undefined
      ? versions?.[0]
      : versions?.find((version) => version.versionId === versionId);
  }

  /** Adds a version as the newest; one with the id "null" takes the place of the former one. */
  add(version: ObjectVersion): void {
    const versions = this.objects.get(version.key);
    if (versions === undefined) {
      this.objects.set(version.key, [version]);
      this.keys.add(version.key);
      return;
    }
    if (version.versionId === NULL_VERSION) {
      this.dropFrom(versions, NULL_VERSION);
    }
    versions.unshift(version);
  }

  /** Removes one version for good. */
  remove(key: string, versionId: string): ObjectVersion | undefined {
    const versions = this.objects.get(key);
    if (versions === undefined) {
      return undefined;
    }
    const removed = this.dropFrom(versions, versionId);
    if (versions.length === 0) {
      this.objects.delete(key);
      this.keys.delete(key);
    }
    return removed;
  }

  private dropFrom(versions: ObjectVersion[], versionId: string): ObjectVersion | undefined {
    const index = versions.findIndex((version) => version.versionId === versionId);
    if (index === -1) {
      return undefined;
    }
    const [removed] = versions.splice(index, 1);
    if (removed?.content !== undefined) {
      this.discard(removed.content);
    }
    return removed;
  }
}

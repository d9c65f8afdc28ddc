import { randomBytes } from "node:crypto";
import { type ChecksumType, type Tag } from "@aws-sdk/client-s3";
import { type ObjectHeaders } from "./bucket";
import { type Checksums } from "./checksums";
import { type Content } from "./content-store";
import { noSuchUpload } from "./errors";
import { compareUtf8 } from "./sorted-keys";

/** A part that has arrived. */
export interface UploadedPart {
  readonly partNumber: number;
  readonly etag: string;
  readonly content: Content;
  readonly checksums: Checksums;
  /** Epoch seconds. */
  readonly lastModified: number;
}

/** An object that comes in parts. */
export interface MultipartUpload {
  readonly uploadId: string;
  readonly bucket: string;
  readonly key: string;
  /** Epoch seconds. */
  readonly initiated: number;
  readonly headers: ObjectHeaders;
  readonly tags: readonly Tag[];
  /** What the client said of checksums when it began; undefined when it said nothing. */
  readonly checksumAlgorithm: string | undefined;
  readonly checksumType: ChecksumType | undefined;
  readonly parts: Map<number, UploadedPart>;
}

/** Uploads under way, by their ids. */
export class MultipartUploads {
  private readonly byId = new Map<string, MultipartUpload>();

  constructor(private readonly discard: (content: Content) => void) {}

  start(upload: Omit<MultipartUpload, "uploadId" | "parts">): MultipartUpload {
    const started = { ...upload, uploadId: randomBytes(24).toString("hex"), parts: new Map() };
    this.byId.set(started.uploadId, started);
    return started;
  }

  /** @throws AwsError `NoSuchUpload` when the id belongs to another object, or to none */
  get(bucket: string, key: string, uploadId: string): MultipartUpload {
    const upload = this.byId.get(uploadId);
    if (upload?.bucket !== bucket || upload.key !== key) {
      throw noSuchUpload(uploadId);
    }
    return upload;
  }

  /** Uploads of a bucket, by key. */
  list(bucket: string): readonly MultipartUpload[] {
    return [...this.byId.values()]
      .filter((upload) => upload.bucket === bucket)
      .sort((a, b) => compareUtf8(a.key, b.key) || compareUtf8(a.uploadId, b.uploadId));
  }

  addPart(upload: MultipartUpload, part: UploadedPart): void {
    const former = upload.parts.get(part.partNumber);
    if (former !== undefined) {
      this.discard(former.content);
    }
    upload.parts.set(part.partNumber, part);
  }

  /** Ends an upload and drops its parts. */
  end(upload: MultipartUpload): void {
    this.byId.delete(upload.uploadId);
    for (const part of upload.parts.values()) {
      this.discard(part.content);
    }
  }
}

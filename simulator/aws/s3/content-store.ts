import { createHash, type Hash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readBody } from "../protocols/body";
import { type LogPlace, SegmentLog } from "./segment-log";

/**
 * Bodies up to this many bytes go into the log of short ones, in one synchronous step: that costs less than a round trip
 * through the thread pool, and thousands of small objects a second are what this store is for.
 */
const SMALL_BODY_BYTES = 64 * 1024;

/** A body on disk. */
export interface Content {
  /** A place in the log of short bodies, or the name of a file: chance letters, never anything that a client sent. */
  readonly place: LogPlace | string;
  readonly sizeBytes: number;
  /** MD5 in lower-case hexadecimal, which is the ETag of an object sent in one piece. */
  readonly md5: string;
}

/** Something that is fed every byte of a body, such as a checksum. */
export interface Digest {
  update(chunk: Uint8Array): void;
}

/** Part of a body, both ends included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Object bodies on disk under one folder. Nothing larger than a chunk is held in memory. */
export class ContentStore {
  private readonly log: SegmentLog;

  /** @param folder made when the first body is written */
  constructor(private readonly folder: string) {
    this.log = new SegmentLog(folder);
  }

  /**
   * Writes a body.
   *
   * @param expectedBytes its length where it is known; short bodies then take a shorter way
   * @throws whatever the stream fails with; nothing is left behind
   */
  async write(
    body: Readable | Uint8Array,
    expectedBytes?: number,
    digests: readonly Digest[] = [],
  ): Promise<Content> {
    if (body instanceof Uint8Array) {
      return body.byteLength <= SMALL_BODY_BYTES
        ? this.writeSmall(body, digests)
        : this.writeLarge(Readable.from([body]), digests);
    }
    if (expectedBytes !== undefined && expectedBytes <= SMALL_BODY_BYTES) {
      return this.writeSmall(await readBody(body, SMALL_BODY_BYTES), digests);
    }
    return this.writeLarge(body, digests);
  }

  /** Joins bodies into a new one, in order. */
  concatenate(parts: readonly Content[], digests: readonly Digest[] = []): Promise<Content> {
    return this.writeLarge(Readable.from(this.inTurn(parts), { objectMode: false }), digests);
  }

  /** A stream of a body or of a part of it. */
  read(content: Content, range?: ByteRange): Readable {
    if (typeof content.place !== "string") {
      return Readable.from([this.readSmall(content.place, content, range)], { objectMode: false });
    }
    return createReadStream(
      join(this.folder, content.place),
      range === undefined ? {} : { start: range.first, end: range.last },
    );
  }

  /** A short body at once; undefined for one that must be streamed. */
  readAtOnce(content: Content, range?: ByteRange): Uint8Array | undefined {
    return typeof content.place === "string"
      ? undefined
      : this.readSmall(content.place, content, range);
  }

  /** Forgets a body. Streams that read it may go on. */
  remove(content: Content): void {
    if (typeof content.place === "string") {
      void unlink(join(this.folder, content.place)).catch(() => undefined);
    } else {
      this.log.remove(content.place);
    }
  }

  /** Removes every body. */
  async clear(): Promise<void> {
    this.log.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async *inTurn(parts: readonly Content[]): AsyncGenerator<Buffer> {
    for (const part of parts) {
      yield* this.read(part) as AsyncIterable<Buffer>;
    }
  }

  private readSmall(place: LogPlace, { sizeBytes }: Content, range?: ByteRange): Uint8Array {
    return range === undefined
      ? this.log.read(place, 0, sizeBytes)
      : this.log.read(place, range.first, range.last - range.first + 1);
  }

  private writeSmall(body: Uint8Array, digests: readonly Digest[]): Content {
    for (const digest of digests) {
      digest.update(body);
    }
    return {
      place: this.log.append(body),
      sizeBytes: body.byteLength,
      md5: createHash("md5").update(body).digest("hex"),
    };
  }

  private async writeLarge(body: Readable, digests: readonly Digest[]): Promise<Content> {
    const place = randomUUID();
    const path = join(this.folder, place);
    const meter = new Meter(digests);
    await mkdir(this.folder, { recursive: true });
    try {
      await pipeline(body, meter, createWriteStream(path));
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return { place, sizeBytes: meter.sizeBytes, md5: meter.md5.digest("hex") };
  }
}

/** Counts and digests what passes through it. */
class Meter extends Transform {
  sizeBytes = 0;
  readonly md5: Hash = createHash("md5");

  constructor(private readonly digests: readonly Digest[]) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    this.sizeBytes += chunk.length;
    this.md5.update(chunk);
    for (const digest of this.digests) {
      digest.update(chunk);
    }
    callback(null, chunk);
  }
}

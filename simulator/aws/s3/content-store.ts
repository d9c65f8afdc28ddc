import { createHash, randomUUID, type Hash } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";

/**
 * Bodies up to this many bytes are written and read in one synchronous step: three short system calls cost less than a
 * round trip through the thread pool, and thousands of small objects a second are what this store is for.
 */
const SMALL_BODY_BYTES = 64 * 1024;

/** A body on disk. */
export interface Content {
  /** Name of its file: chance letters, never anything that a client sent. */
  readonly file: string;
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

/** Object bodies as files under one folder. Nothing larger than a chunk is held in memory. */
export class ContentStore {
  private readonly folders = new Set<string>();

  /** @param folder made when the first body is written */
  constructor(private readonly folder: string) {}

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
      return this.writeSmall(body, digests);
    }
    if (expectedBytes !== undefined && expectedBytes <= SMALL_BODY_BYTES) {
      const chunks: Buffer[] = [];
      for await (const chunk of body) {
        chunks.push(chunk as Buffer);
      }
      return this.writeSmall(Buffer.concat(chunks), digests);
    }
    const file = this.newFile();
    const meter = new Meter(digests);
    try {
      await pipeline(body, meter, createWriteStream(this.path(file)));
    } catch (error) {
      await rm(this.path(file), { force: true });
      throw error;
    }
    return { file, sizeBytes: meter.sizeBytes, md5: meter.md5.digest("hex") };
  }

  /** Joins bodies into a new one, in order. */
  concatenate(parts: readonly Content[]): Promise<Content> {
    return this.write(Readable.from(this.inTurn(parts), { objectMode: false }));
  }

  private async *inTurn(parts: readonly Content[]): AsyncGenerator<Buffer> {
    for (const part of parts) {
      yield* this.read(part) as AsyncIterable<Buffer>;
    }
  }

  /** A stream of a body or of a part of it. */
  read(content: Content, range?: ByteRange): Readable {
    if (content.sizeBytes <= SMALL_BODY_BYTES) {
      return Readable.from([this.readSmall(content, range)], { objectMode: false });
    }
    return createReadStream(
      this.path(content.file),
      range === undefined ? {} : { start: range.first, end: range.last },
    );
  }

  /** A short body at once; undefined for one that must be streamed. */
  readAtOnce(content: Content, range?: ByteRange): Uint8Array | undefined {
    return content.sizeBytes <= SMALL_BODY_BYTES ? this.readSmall(content, range) : undefined;
  }

  /** Forgets a body. Streams that read it may go on. */
  remove(content: Content): void {
    void unlink(this.path(content.file)).catch(() => undefined);
  }

  /** Removes every body. */
  async clear(): Promise<void> {
    this.folders.clear();
    await rm(this.folder, { recursive: true, force: true });
  }

  private readSmall(content: Content, range?: ByteRange): Uint8Array {
    const whole = readFileSync(this.path(content.file));
    return range === undefined ? whole : whole.subarray(range.first, range.last + 1);
  }

  private writeSmall(body: Uint8Array, digests: readonly Digest[]): Content {
    const file = this.newFile();
    for (const digest of digests) {
      digest.update(body);
    }
    writeFileSync(this.path(file), body);
    return {
      file,
      sizeBytes: body.byteLength,
      md5: createHash("md5").update(body).digest("hex"),
    };
  }

  private newFile(): string {
    const file = randomUUID();
    const folder = join(this.folder, file.slice(0, 2));
    if (!this.folders.has(folder)) {
      mkdirSync(folder, { recursive: true });
      this.folders.add(folder);
    }
    return file;
  }

  private path(file: string): string {
    return join(this.folder, file.slice(0, 2), file);
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

import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

/** A new segment is begun when one is as long as this, in bytes. */
const SEGMENT_BYTES = 64 * 1024 * 1024;

interface Segment {
  readonly path: string;
  readonly descriptor: number;
  sizeBytes: number;
  /** How many of its entries are still wanted. */
  live: number;
}

/** Where a short body lies. */
export interface LogPlace {
  readonly segment: Segment;
  readonly offset: number;
}

/**
 * Short bodies one after another in few files: an append costs a hundredth of a new file. A file goes when nothing in it is
 * wanted any more.
 */
export class SegmentLog {
  private current: Segment | undefined;
  private readonly segments = new Set<Segment>();
  private count = 0;

  /** @param folder made when the first body is written */
  constructor(private readonly folder: string) {}

  append(body: Uint8Array): LogPlace {
    const segment = this.segmentFor(body.byteLength);
    const offset = segment.sizeBytes;
    let written = 0;
    while (written < body.byteLength) {
      written += writeSync(
        segment.descriptor,
        body,
        written,
        body.byteLength - written,
        offset + written,
      );
    }
    segment.sizeBytes += body.byteLength;
    segment.live++;
    return { segment, offset };
  }

  /**
   * @param from first byte of the body to read
   * @param length bytes to read
   */
  read({ segment, offset }: LogPlace, from: number, length: number): Buffer {
    const body = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      done += readSync(segment.descriptor, body, done, length - done, offset + from + done);
    }
    return body;
  }

  remove({ segment }: LogPlace): void {
    segment.live--;
    if (segment.live > 0 || !this.segments.has(segment)) {
      return;
    }
    if (segment === this.current) {
      ftruncateSync(segment.descriptor);
      segment.sizeBytes = 0;
    } else {
      this.drop(segment);
    }
  }

  /** Closes and removes all files. */
  close(): void {
    for (const segment of this.segments) {
      this.drop(segment);
    }
    this.current = undefined;
  }

  private segmentFor(bytes: number): Segment {
    if (this.current !== undefined && this.current.sizeBytes + bytes <= SEGMENT_BYTES) {
      return this.current;
    }
    mkdirSync(this.folder, { recursive: true });
    const path = join(this.folder, `segment-${this.count++}`);
    this.current = { path, descriptor: openSync(path, "w+"), sizeBytes: 0, live: 0 };
    this.segments.add(this.current);
    return this.current;
  }

  private drop(segment: Segment): void {
    this.segments.delete(segment);
    closeSync(segment.descriptor);
    unlinkSync(segment.path);
  }
}

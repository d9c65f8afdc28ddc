import { Transform, type Readable, type TransformCallback } from "node:stream";
import { type IncomingHttpHeaders } from "node:http";
import { AwsError } from "../errors";
import { headerValue } from "./wire";

/** Longest line of chunk framing, in bytes: a size, a signature, or a trailing header. */
const LONGEST_LINE_BYTES = 4096;

const CR = 0x0d;
const LF = 0x0a;

type State = "size" | "data" | "data-end" | "trailer" | "done";

/** True when the body is framed in signed or unsigned chunks of its own, whatever HTTP does around it. */
export function isAwsChunked(headers: IncomingHttpHeaders): boolean {
  return (
    (headerValue(headers, "content-encoding") ?? "").includes("aws-chunked") ||
    (headerValue(headers, "x-amz-content-sha256") ?? "").startsWith("STREAMING-")
  );
}

/** Takes the chunk framing off a body. */
export function decodeAwsChunked(body: Readable, headers: IncomingHttpHeaders): AwsChunkedDecoder {
  const length = headerValue(headers, "x-amz-decoded-content-length");
  const decoder = new AwsChunkedDecoder(
    length === undefined ? undefined : Number(length),
    headerValue(headers, "x-amz-trailer")?.trim().toLowerCase(),
  );
  // An operation may refuse the request before it reads the body; the error of a body that no one reads is no one's.
  decoder.on("error", () => undefined);
  body.once("error", (error) => decoder.destroy(error));
  body.once("close", () => {
    if (!body.readableEnded) {
      decoder.destroy(new AwsError("RequestTimeout", "The client went away.", 400));
    }
  });
  return body.pipe(decoder);
}

/**
 * Reads `aws-chunked` framing: `<hex size>[;chunk-signature=…]`, data, and so on to a chunk of size 0, then trailing headers.
 * Signatures are not checked: any credentials are good.
 */
export class AwsChunkedDecoder extends Transform {
  /** Trailing headers by lower-case name, complete when the stream has ended. */
  readonly trailers = new Map<string, string>();
  private state: State = "size";
  private line = "";
  private remaining = 0;

  /**
   * @param decodedBytes length of the body without its framing, where the client says it
   * @param announcedTrailer name of the header that is to follow the body
   */
  constructor(
    readonly decodedBytes?: number,
    readonly announcedTrailer?: string,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    let offset = 0;
    try {
      while (offset < chunk.length && this.state !== "done") {
        offset =
          this.state === "data" ? this.takeData(chunk, offset) : this.takeLine(chunk, offset);
      }
    } catch (error) {
      callback(error as Error);
      return;
    }
    callback();
  }

  override _flush(callback: TransformCallback): void {
    // A client may end right after the last chunk's size, without the empty line.
    const complete = this.state === "done" || this.state === "trailer";
    const { announcedTrailer } = this;
    if (complete && announcedTrailer !== undefined && !this.trailers.has(announcedTrailer)) {
      callback(
        new AwsError(
          "MalformedTrailerError",
          "The request contained trailing data that was not well-formed or did not conform to our published schema.",
          400,
        ),
      );
      return;
    }
    callback(complete ? null : incompleteBody("The body ended inside a chunk."));
  }

  private takeData(chunk: Buffer, offset: number): number {
    const end = Math.min(chunk.length, offset + this.remaining);
    this.push(chunk.subarray(offset, end));
    this.remaining -= end - offset;
    if (this.remaining === 0) {
      this.state = "data-end";
    }
    return end;
  }

  private takeLine(chunk: Buffer, offset: number): number {
    const newline = chunk.indexOf(LF, offset);
    const end = newline === -1 ? chunk.length : newline;
    const withoutCr = newline > offset && chunk[newline - 1] === CR ? end - 1 : end;
    this.line += chunk.toString("latin1", offset, withoutCr);
    if (this.line.length > LONGEST_LINE_BYTES) {
      throw incompleteBody("A chunk's header is too long.");
    }
    if (newline === -1) {
      return chunk.length;
    }
    const line = this.line.replace(/\r$/, "");
    this.line = "";
    this.lineEnded(line);
    return newline + 1;
  }

  private lineEnded(line: string): void {
    if (this.state === "data-end") {
      if (line !== "") {
        throw incompleteBody("A chunk is longer than its size says.");
      }
      this.state = "size";
    } else if (this.state === "size") {
      const size = /^([0-9a-fA-F]{1,12})(;.*)?$/.exec(line)?.[1];
      if (size === undefined) {
        throw incompleteBody(`'${line.slice(0, 40)}' is not a chunk's size.`);
      }
      this.remaining = parseInt(size, 16);
      this.state = this.remaining === 0 ? "trailer" : "data";
    } else if (line === "") {
      this.state = "done";
    } else {
      const colon = line.indexOf(":");
      this.trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
    }
  }
}

function incompleteBody(message: string): AwsError {
  return new AwsError("IncompleteBody", message, 400);
}

import { type IncomingHttpHeaders } from "node:http";
import { type Readable } from "node:stream";
import { AwsError } from "../errors";

/** Longest body, in bytes, that is read into memory: no call that is not streamed needs more. */
export const LONGEST_BUFFERED_BODY_BYTES = 32 * 1024 * 1024;

/** Whether a request's headers announce a body; without one there is no stream to wait for. */
export function announcesBody(headers: IncomingHttpHeaders): boolean {
  return headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
}

/**
 * Reads a whole body into memory.
 *
 * @throws AwsError `RequestEntityTooLarge` (413) when it is longer than `limitBytes`; the rest is then read and dropped,
 *   so that the client sees the answer instead of a broken connection
 */
export function readBody(
  stream: Readable,
  limitBytes = LONGEST_BUFFERED_BODY_BYTES,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    stream.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limitBytes) {
        chunks.push(chunk);
      } else {
        chunks.length = 0;
      }
    });
    stream.once("end", () => {
      if (length > limitBytes) {
        reject(
          new AwsError(
            "RequestEntityTooLarge",
            `The request is ${length} bytes long; ${limitBytes} bytes are allowed.`,
            413,
          ),
        );
        return;
      }
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    });
    const failed = (error: Error): void => reject(error instanceof AwsError ? error : clientGone());
    if (stream.errored !== null) {
      // It broke before anyone read it, and says so only once.
      failed(stream.errored);
      return;
    }
    stream.once("error", failed);
    stream.once("close", () => {
      if (!stream.readableEnded) {
        reject(clientGone());
      }
    });
  });
}

/** No one hears it, but the request has to end. */
function clientGone(): AwsError {
  return new AwsError("RequestTimeout", "The client went away before it had sent the whole body.");
}

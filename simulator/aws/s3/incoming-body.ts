import { type Readable } from "node:stream";
import { AwsError } from "../errors";
import { AwsChunkedDecoder } from "../protocols/aws-chunked";
import { type Checksums, ExpectedChecksums } from "./checksums";
import { type Content, type ContentStore } from "./content-store";

/** Longest body of a single PutObject or UploadPart: 5 GiB. */
const LONGEST_BODY_BYTES = 5 * 1024 ** 3;

/** The members that `PutObject` and `UploadPart` share. */
export interface BodyInput extends Checksums {
  readonly Body?: unknown;
  readonly ContentLength?: number | undefined;
  readonly ContentMD5?: string | undefined;
  readonly ChecksumAlgorithm?: string | undefined;
}

/** A body that has arrived whole and was found to be what its sender says. */
export interface ReceivedBody {
  readonly content: Content;
  readonly checksums: Checksums;
}

/**
 * Writes the body of a request to disk and checks length, `Content-MD5` and checksums.
 *
 * @throws AwsError `IncompleteBody`, `BadDigest`, `EntityTooLarge`; nothing is left behind
 */
export async function receiveBody(contents: ContentStore, input: BodyInput): Promise<ReceivedBody> {
  const body = input.Body as Readable;
  const expectedBytes = body instanceof AwsChunkedDecoder ? body.decodedBytes : input.ContentLength;
  if (expectedBytes !== undefined && expectedBytes > LONGEST_BODY_BYTES) {
    body.resume();
    throw new AwsError(
      "EntityTooLarge",
      "Your proposed upload exceeds the maximum allowed size",
      400,
      { ProposedSize: expectedBytes, MaxSizeAllowed: LONGEST_BODY_BYTES },
    );
  }
  const checksums = new ExpectedChecksums(input, body, input.ChecksumAlgorithm);
  const content = await writeBody(contents, body, expectedBytes, checksums);
  try {
    if (expectedBytes !== undefined && content.sizeBytes !== expectedBytes) {
      throw new AwsError(
        "IncompleteBody",
        "You did not provide the number of bytes specified by the Content-Length HTTP header",
        400,
      );
    }
    const md5 = Buffer.from(content.md5, "hex").toString("base64");
    if (input.ContentMD5 !== undefined && input.ContentMD5 !== md5) {
      throw new AwsError(
        "BadDigest",
        "The Content-MD5 you specified did not match what we received.",
        400,
      );
    }
    return { content, checksums: await checksums.verify() };
  } catch (error) {
    contents.remove(content);
    throw error;
  }
}

async function writeBody(
  contents: ContentStore,
  body: Readable,
  expectedBytes: number | undefined,
  checksums: ExpectedChecksums,
): Promise<Content> {
  try {
    return await contents.write(body, expectedBytes, checksums.digests);
  } catch (error) {
    if (error instanceof AwsError) {
      throw error;
    }
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ECONNRESET" || code === "ERR_STREAM_PREMATURE_CLOSE") {
      throw new AwsError("IncompleteBody", "The request body terminated unexpectedly", 400);
    }
    throw error;
  }
}

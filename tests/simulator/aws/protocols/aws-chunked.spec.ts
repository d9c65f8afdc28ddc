import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import fc from "fast-check";
import {
  AwsChunkedDecoder,
  decodeAwsChunked,
} from "../../../../simulator/aws/protocols/aws-chunked";
import { readBody } from "../../../../simulator/aws/protocols/body";
import { errorOf } from "../local-server";

function decode(pieces: readonly (string | Buffer)[]): {
  decoder: AwsChunkedDecoder;
  body: Promise<Buffer>;
} {
  const decoder = new AwsChunkedDecoder();
  Readable.from(pieces.map((piece) => Buffer.from(piece))).pipe(decoder);
  return { decoder, body: buffer(decoder) };
}

function frame(chunks: readonly Buffer[], trailer: string): Buffer {
  const framed = chunks.flatMap((chunk) => [
    Buffer.from(`${chunk.length.toString(16)};chunk-signature=abc\r\n`),
    chunk,
    Buffer.from("\r\n"),
  ]);
  return Buffer.concat([...framed, Buffer.from(`0\r\n${trailer}\r\n`)]);
}

describe("AwsChunkedDecoder", () => {
  it("takes off the framing and keeps the trailing headers", async () => {
    const { decoder, body } = decode(["5\r\nhello\r\n0\r\nX-Amz-Checksum-Crc32: NhCmhg==\r\n\r\n"]);
    expect((await body).toString()).to.equal("hello");
    expect(decoder.trailers.get("x-amz-checksum-crc32")).to.equal("NhCmhg==");
  });

  it("gives back what was framed, wherever the network cuts it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        async (arrays, step) => {
          const chunks = arrays.map((array) => Buffer.from(array));
          const framed = frame(chunks, "a:b\r\n");
          const pieces = Array.from({ length: Math.ceil(framed.length / step) }, (_, index) =>
            framed.subarray(index * step, (index + 1) * step),
          );
          expect(await decode(pieces).body).to.deep.equal(Buffer.concat(chunks));
        },
      ),
      { numRuns: 60 },
    );
  });

  const broken: Readonly<Record<string, string>> = {
    "'zz' is not a chunk's size.": "zz\r\nhello\r\n",
    "A chunk is longer than its size says.": "2\r\nhello\r\n0\r\n\r\n",
    "The body ended inside a chunk.": "5\r\nhel",
    "A chunk's header is too long.": "1".repeat(5000),
  };
  for (const [message, text] of Object.entries(broken)) {
    it(`refuses a body with: ${message}`, async () => {
      expect(await errorOf(decode([text]).body)).to.include({ code: "IncompleteBody", message });
    });
  }

  it("tells of what broke before anyone read it", async () => {
    const decoder = decodeAwsChunked(Readable.from([Buffer.from("-5\r\n")]), {});
    await new Promise((resolve) => decoder.once("close", resolve));
    let problem: unknown;
    await readBody(decoder).catch((error: unknown) => (problem = error));
    expect(problem).to.include({ code: "IncompleteBody", message: "'-5' is not a chunk's size." });
  });
});

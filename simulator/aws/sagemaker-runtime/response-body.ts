import { Readable } from "node:stream";
import { maxNotifiedResponseBytes } from "../../../sagemaker/limits";
import { type Content, type ContentStore } from "../s3/content-store";

/** The answer of a model: in memory as far as a notification could carry it, otherwise on disk. */
export type ResponseBody = Buffer | Content;

/** What is kept, in bytes, of what a model says of its failure. */
const LONGEST_FAILURE_BYTES = 64 * 1024;

/**
 * Takes the answer of a model, whatever its length.
 *
 * @throws when the model breaks off; nothing is left behind
 */
export async function takeResponse(
  body: Buffer | Readable,
  contents: ContentStore,
): Promise<ResponseBody> {
  if (Buffer.isBuffer(body)) {
    return body;
  }
  const source = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const { chunks, isWhole } = await readUpTo(source, maxNotifiedResponseBytes.value);
  if (isWhole) {
    return Buffer.concat(chunks);
  }
  return contents.write(Readable.from(inTurn(chunks, source), { objectMode: false }));
}

/** The beginning of what a model says of its failure; the rest is dropped. */
export async function takeFailure(body: Buffer | Readable): Promise<Buffer> {
  if (Buffer.isBuffer(body)) {
    return body;
  }
  const source = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const { chunks } = await readUpTo(source, LONGEST_FAILURE_BYTES);
  body.destroy();
  return Buffer.concat(chunks).subarray(0, LONGEST_FAILURE_BYTES);
}

async function readUpTo(
  source: AsyncIterator<Buffer>,
  limitBytes: number,
): Promise<{ readonly chunks: Buffer[]; readonly isWhole: boolean }> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  while (sizeBytes <= limitBytes) {
    const next = await source.next();
    if (next.done === true) {
      return { chunks, isWhole: true };
    }
    chunks.push(next.value);
    sizeBytes += next.value.length;
  }
  return { chunks, isWhole: false };
}

async function* inTurn(
  first: readonly Buffer[],
  rest: AsyncIterator<Buffer>,
): AsyncGenerator<Buffer> {
  yield* first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    yield next.value;
  }
}

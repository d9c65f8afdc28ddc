import { type Readable } from "node:stream";

import { z } from "zod";

import { type Model, type ModelRequest, type ModelResponse } from "./model";
import { summarize } from "./summarize";

/** A transformer cuts its input at some thousand tokens; nothing after the first megabyte can matter to a summary. */
const readTextBytes = 1024 * 1024;

/** Largest JSON document, in bytes, that is parsed; the container of Hugging Face answers 413 beyond its own limit. */
const maxJsonBytes = 6_553_500;

const jsonRequest = z.object({
  inputs: z.union([z.string(), z.array(z.string())]),
  parameters: z.looseObject({ max_length: z.number().int().positive().optional() }).optional(),
});

/**
 * The default model: an extractive summariser that speaks the interface of the Hugging Face inference container for the
 * task `summarization`. It takes `text/plain`, or `application/json` with `inputs` (a text or a list of texts) and
 * optionally `parameters.max_length` (here in words), and answers `[{"summary_text": …}]`.
 *
 * Anything else is answered with status 400 and the JSON error body of that container, a JSON document over
 * 6,553,500 bytes (the container's own default limit) with 413.
 */
export class Summarizer implements Model {
  async invoke(request: ModelRequest): Promise<ModelResponse> {
    const accept = mediaType(request.accept ?? "application/json");
    if (accept !== "application/json" && accept !== "*/*") return unsupported(accept);

    const contentType = mediaType(request.contentType ?? "application/json");
    switch (contentType) {
      case "text/plain":
        return summaries([(await readAtMost(request.body(), readTextBytes)).toString("utf8")], {});
      case "application/json":
        if (request.sizeBytes > maxJsonBytes) {
          return failure(413, `Request entity too large: at most ${maxJsonBytes} bytes.`);
        }
        return summarizeJson((await readAtMost(request.body(), maxJsonBytes)).toString("utf8"));
      default:
        return unsupported(contentType);
    }
  }
}

function summarizeJson(text: string): ModelResponse {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return failure(400, error instanceof Error ? error.message : String(error));
  }
  const request = jsonRequest.safeParse(document);
  if (!request.success) {
    return failure(400, 'Expected a JSON object with "inputs", a text or a list of texts.');
  }
  const { inputs, parameters } = request.data;
  return summaries(typeof inputs === "string" ? [inputs] : inputs, {
    maxWords: parameters?.max_length,
  });
}

function summaries(texts: readonly string[], options: { maxWords?: number }): ModelResponse {
  const answer = texts.map((text) => ({ summary_text: summarize(text, options) }));
  return {
    status: 200,
    contentType: "application/json",
    body: Buffer.from(JSON.stringify(answer)),
  };
}

function unsupported(contentType: string): ModelResponse {
  return failure(400, `Content type ${contentType} is not supported by this framework.`);
}

/** The error body of the multi model server, on which the Hugging Face container stands. */
function failure(code: number, message: string): ModelResponse {
  const body = JSON.stringify({ code, type: "InternalServerException", message }, undefined, 2);
  return { status: code, contentType: "application/json", body: Buffer.from(body) };
}

function mediaType(header: string): string {
  return (header.split(";")[0] ?? "").trim().toLowerCase();
}

async function readAtMost(stream: Readable, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= limitBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, limitBytes);
}

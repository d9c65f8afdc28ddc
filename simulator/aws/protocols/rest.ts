import { FromStringShapeDeserializer, ToStringShapeSerializer } from "@smithy/core/protocols";
import { type NormalizedSchema } from "@smithy/core/schema";
import { type Readable } from "node:stream";
import { AwsError } from "../errors";
import { decodeAwsChunked, isAwsChunked } from "./aws-chunked";
import { announcesBody, readBody } from "./body";
import { type HttpBinding } from "./http-binding";
import { type OperationModel } from "./service-model";
import { headerValue, type WireRequest } from "./wire";

/** Smithy's numbers for the formats of timestamps. */
const DATE_TIME = 5;

/** Text in headers, queries and paths: timestamps take the format of the place where they stand. */
const textSettings = {
  timestampFormat: { useTrait: true, default: DATE_TIME },
  httpBindings: true,
} as const;
const fromString = new FromStringShapeDeserializer(textSettings);
const toString = new ToStringShapeSerializer(textSettings);

const NO_BYTES = Buffer.alloc(0);

/** Decodes and encodes the structured bodies of one REST protocol. */
export interface BodyCodec {
  read(schema: NormalizedSchema, body: Buffer): unknown;
  write(schema: NormalizedSchema, value: object): string | Uint8Array;
  readonly contentType: string;
}

function bindingOf(operation: OperationModel): HttpBinding {
  if (operation.http === undefined) {
    throw new Error(`${operation.name} has no HTTP binding`);
  }
  return operation.http;
}

/**
 * Decodes a REST request: labels, headers, query, and the body, which is a stream for members that stream.
 *
 * @param labels values of the path's labels, percent-encoded
 */
export async function readRestInput(
  operation: OperationModel,
  labels: Readonly<Record<string, string>>,
  request: WireRequest,
  codec: BodyCodec,
): Promise<Record<string, unknown>> {
  const { request: bindings } = bindingOf(operation);
  const input: Record<string, unknown> = {};
  for (const [member, encoded] of Object.entries(labels)) {
    input[member] = decodeLabel(encoded);
  }
  for (const { member, schema, wireName } of bindings.headers) {
    const text = headerValue(request.headers, wireName);
    if (text !== undefined) {
      input[member] = readText(schema, text, wireName);
    }
  }
  for (const { member, schema, wireName } of bindings.queries) {
    const values = request.query.get(wireName);
    if (values?.[0] !== undefined) {
      input[member] = schema.isListSchema()
        ? values.map((value) => readText(schema.getValueSchema(), value, wireName))
        : readText(schema, values[0], wireName);
    }
  }
  for (const { member, wireName } of bindings.prefixHeaders) {
    const found = Object.keys(request.headers).filter((name) => name.startsWith(wireName));
    if (found.length > 0) {
      input[member] = Object.fromEntries(
        found.map((name) => [name.slice(wireName.length), headerValue(request.headers, name)]),
      );
    }
  }
  await readRestBody(operation, request, codec, input);
  return input;
}

async function readRestBody(
  operation: OperationModel,
  request: WireRequest,
  codec: BodyCodec,
  input: Record<string, unknown>,
): Promise<void> {
  const { payload, body } = bindingOf(operation).request;
  const stream = isAwsChunked(request.headers)
    ? decodeAwsChunked(request.body, request.headers)
    : request.body;
  if (payload?.schema.isStreaming()) {
    input[payload.member] = stream;
    return;
  }
  if (payload === undefined && body === undefined) {
    stream.resume();
    return;
  }
  const bytes = announcesBody(request.headers) ? await readBody(stream) : NO_BYTES;
  if (payload === undefined) {
    Object.assign(input, body === undefined ? {} : codec.read(body, bytes));
  } else if (payload.schema.isBlobSchema()) {
    input[payload.member] = bytes.length === 0 ? undefined : bytes;
  } else if (payload.schema.isStringSchema()) {
    input[payload.member] = bytes.toString("utf8");
  } else if (bytes.length > 0) {
    input[payload.member] = codec.read(payload.schema, bytes);
  }
}

/** The parts of a REST answer that the output's bindings decide. */
export function writeRestOutput(
  operation: OperationModel,
  output: object,
  codec: BodyCodec,
): { status: number; headers: Record<string, string>; body: string | Uint8Array | Readable } {
  const { response, status } = bindingOf(operation);
  const record = output as Record<string, unknown>;
  const headers: Record<string, string> = {};
  for (const { member, schema, wireName } of response.headers) {
    const value = record[member];
    if (value !== undefined && value !== null) {
      toString.write(schema, value);
      headers[wireName] = toString.flush();
    }
  }
  for (const { member, wireName } of response.prefixHeaders) {
    for (const [name, value] of Object.entries((record[member] ?? {}) as Record<string, string>)) {
      headers[wireName + name] = value;
    }
  }
  if (response.payload !== undefined) {
    const value = record[response.payload.member];
    const structured = response.payload.schema.isStructSchema();
    if (value === undefined) {
      return { status, headers, body: "" };
    }
    if (structured) {
      headers["content-type"] ??= codec.contentType;
      return { status, headers, body: codec.write(response.payload.schema, value as object) };
    }
    return { status, headers, body: value as string | Uint8Array | Readable };
  }
  if (response.body !== undefined) {
    headers["content-type"] ??= codec.contentType;
    return { status, headers, body: codec.write(response.body, output) };
  }
  return { status, headers, body: "" };
}

function decodeLabel(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new AwsError("InvalidURI", "Couldn't parse the specified URI.", 400);
  }
}

function readText(schema: NormalizedSchema, text: string, name: string): unknown {
  const refuse = (expected: string): AwsError =>
    new AwsError("InvalidArgument", `The value of '${name}' is not ${expected}.`, 400, {
      ArgumentName: name,
      ArgumentValue: text,
    });
  if (schema.isNumericSchema() && (text.trim() === "" || !Number.isFinite(Number(text)))) {
    throw refuse("a number");
  }
  try {
    return fromString.read(schema, text) as unknown;
  } catch {
    throw refuse("valid");
  }
}

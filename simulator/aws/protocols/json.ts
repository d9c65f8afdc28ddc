import { JsonShapeDeserializer2, JsonShapeSerializer2 } from "@smithy/core/protocols";
import { type NormalizedSchema } from "@smithy/core/schema";
import { AwsError } from "../errors";
import { readBody } from "./body";
import { checkInput } from "./input-check";
import { faultOf, queryCodeOf, statusOf, type ServerProtocol } from "./protocol";
import { type OperationModel, type ServiceModel } from "./service-model";
import { type WireRequest, type WireResponse } from "./wire";

type Document = Parameters<JsonShapeDeserializer2["readObject"]>[1];

/** Smithy's number for the format "seconds since the epoch". */
const EPOCH_SECONDS = 7;

const settings = {
  timestampFormat: { useTrait: true, default: EPOCH_SECONDS },
  jsonName: false,
} as const;
const serializer = new JsonShapeSerializer2(settings);
const deserializer = new JsonShapeDeserializer2(settings);

/**
 * Decodes JSON into the shape that a schema describes.
 *
 * @throws AwsError `SerializationException` when it is no JSON object, or a value in it cannot be read
 */
export function parseJson(schema: NormalizedSchema, body: Buffer): object {
  if (body.length === 0) {
    return {};
  }
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    throw new AwsError("SerializationException", "The request's body is not valid JSON", 400);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new AwsError("SerializationException", "The request's body is not a JSON object", 400);
  }
  if (!schema.isStructSchema()) {
    return {};
  }
  try {
    return deserializer.readObject(schema, value as Document) as object;
  } catch (error) {
    throw new AwsError(
      "SerializationException",
      `The request's body cannot be read: ${String(error)}`,
      400,
    );
  }
}

/** Encodes a value of a schema as JSON. */
function writeJson(schema: NormalizedSchema, value: object): string | Uint8Array {
  if (!schema.isStructSchema()) {
    return "{}";
  }
  serializer.write(schema, value);
  return serializer.flush();
}

/** AWS JSON 1.0 and 1.1: every operation is a POST to `/` that `X-Amz-Target` names. */
export class JsonProtocol implements ServerProtocol {
  private readonly contentType: string;

  constructor(version: "1.0" | "1.1") {
    this.contentType = `application/x-amz-json-${version}`;
  }

  async readInput(operation: OperationModel, request: WireRequest): Promise<object> {
    const input = parseJson(operation.input, await readBody(request.body));
    checkInput(operation.input, input);
    return input;
  }

  writeOutput(operation: OperationModel, output: object, requestId: string): WireResponse {
    return {
      status: 200,
      headers: { "content-type": this.contentType, "x-amzn-requestid": requestId },
      body: writeJson(operation.output, output),
    };
  }

  writeError(service: ServiceModel, error: AwsError, requestId: string): WireResponse {
    const status = statusOf(service, error);
    const headers: Record<string, string> = {
      "content-type": this.contentType,
      "x-amzn-requestid": requestId,
    };
    if (service.definition.queryCompatible === true) {
      headers["x-amzn-query-error"] = `${queryCodeOf(service, error)};${faultOf(status)}`;
    }
    return { status, headers, body: JSON.stringify(errorBody(service, error)) };
  }
}

/** A failure as JSON and CBOR carry it; `__type` is the absolute name where the model knows the shape. */
export function errorBody(service: ServiceModel, error: AwsError): Record<string, unknown> {
  const isModelled = service.error(error.code) !== undefined;
  const type = isModelled ? `${service.namespace}#${error.code}` : error.code;
  return { __type: type, ...errorMembers(service, error) };
}

/** The members of a failure, the message under the name that the model gives it. */
export function errorMembers(service: ServiceModel, error: AwsError): Record<string, unknown> {
  const model = service.error(error.code);
  const messageMember =
    model !== undefined && "Message" in model.schema.getMemberSchemas() ? "Message" : "message";
  return { [messageMember]: error.message, ...error.members };
}

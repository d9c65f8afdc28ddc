import { CborCodec } from "@smithy/core/cbor";
import { NormalizedSchema } from "@smithy/core/schema";
import { AwsError } from "../errors";
import { readBody } from "./body";
import { checkInput } from "./input-check";
import { errorBody } from "./json";
import { faultOf, queryCodeOf, statusOf, type ServerProtocol } from "./protocol";
import { type OperationModel, type ServiceModel } from "./service-model";
import { type WireRequest, type WireResponse } from "./wire";

/** Smithy's number for a value without a schema. */
const DOCUMENT = 15;

const document = NormalizedSchema.of(DOCUMENT);
const codec = new CborCodec();
const serializer = codec.createSerializer();
const deserializer = codec.createDeserializer();

/** Smithy RPC v2 over CBOR: `POST /service/<target>/operation/<name>`. */
export class CborProtocol implements ServerProtocol {
  async readInput(operation: OperationModel, request: WireRequest): Promise<object> {
    const body = await readBody(request.body);
    if (body.length === 0 || !operation.input.isStructSchema()) {
      return {};
    }
    let input: unknown;
    try {
      input = deserializer.read(operation.input, body);
    } catch (error) {
      throw new AwsError(
        "SerializationException",
        `The request's body is not valid CBOR: ${String(error)}`,
        400,
      );
    }
    if (typeof input !== "object" || input === null || Array.isArray(input)) {
      throw new AwsError("SerializationException", "The request's body is not a CBOR map", 400);
    }
    checkInput(operation.input, input);
    return input;
  }

  writeOutput(operation: OperationModel, output: object, requestId: string): WireResponse {
    const schema = operation.output.isStructSchema() ? operation.output : document;
    return { status: 200, headers: headers(requestId), body: encode(schema, output) };
  }

  writeError(service: ServiceModel, error: AwsError, requestId: string): WireResponse {
    const status = statusOf(service, error);
    const withCode = headers(requestId);
    if (service.definition.queryCompatible === true) {
      withCode["x-amzn-query-error"] = `${queryCodeOf(service, error)};${faultOf(status)}`;
    }
    return { status, headers: withCode, body: encode(document, errorBody(service, error)) };
  }
}

function encode(schema: NormalizedSchema, value: object): Uint8Array {
  serializer.write(schema, value);
  return serializer.flush();
}

function headers(requestId: string): Record<string, string> {
  return {
    "content-type": "application/cbor",
    "smithy-protocol": "rpc-v2-cbor",
    "x-amzn-requestid": requestId,
  };
}

import { JsonCodec2 } from "@smithy/core/protocols";
import { type AwsError } from "../errors";
import { checkInput } from "./input-check";
import { errorMembers, parseJson } from "./json";
import { statusOf, type ServerProtocol } from "./protocol";
import { readRestInput, writeRestOutput, type BodyCodec } from "./rest";
import { type RestMatch } from "./rest-router";
import { type OperationModel, type ServiceModel } from "./service-model";
import { type WireRequest, type WireResponse } from "./wire";

/** Smithy's number for the format "seconds since the epoch". */
const EPOCH_SECONDS = 7;

const json = new JsonCodec2({
  timestampFormat: { useTrait: true, default: EPOCH_SECONDS },
  jsonName: true,
});
const serializer = json.createSerializer();

const codec: BodyCodec = {
  read: (schema, body) => parseJson(schema, body),
  write: (schema, value) => {
    serializer.write(schema, value);
    return serializer.flush();
  },
  contentType: "application/json",
};

/** REST with JSON bodies: SageMaker Runtime. One for each request, since the router has read its path. */
export class RestJsonProtocol implements ServerProtocol {
  constructor(private readonly match: RestMatch) {}

  async readInput(operation: OperationModel, request: WireRequest): Promise<object> {
    const input = await readRestInput(operation, this.match.labels, request, codec);
    checkInput(operation.input, input);
    return input;
  }

  writeOutput(operation: OperationModel, output: object, requestId: string): WireResponse {
    const response = writeRestOutput(operation, output, codec);
    response.headers["x-amzn-requestid"] = requestId;
    return response;
  }

  writeError(service: ServiceModel, error: AwsError, requestId: string): WireResponse {
    return {
      status: statusOf(service, error),
      headers: {
        "content-type": "application/json",
        "x-amzn-errortype": error.code,
        "x-amzn-requestid": requestId,
      },
      body: JSON.stringify(errorMembers(service, error)),
    };
  }
}

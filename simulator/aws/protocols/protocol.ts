import { type AwsError } from "../errors";
import { type OperationModel, type ServiceModel } from "./service-model";
import { type WireRequest, type WireResponse } from "./wire";

/** The server's side of a wire protocol. */
export interface ServerProtocol {
  /** Decodes a request into the operation's input. Throws an AwsError for one that does not fit. */
  readInput(operation: OperationModel, request: WireRequest): Promise<object>;
  /** Encodes the operation's output. */
  writeOutput(operation: OperationModel, output: object, requestId: string): WireResponse;
  /** Encodes a failure. */
  writeError(service: ServiceModel, error: AwsError, requestId: string): WireResponse;
}

/** The HTTP status of a failure: its own, the model's, or 400. */
export function statusOf(service: ServiceModel, error: AwsError): number {
  return error.status ?? service.error(error.code)?.status ?? 400;
}

/** The code of a failure in the query protocol. */
export function queryCodeOf(service: ServiceModel, error: AwsError): string {
  return service.error(error.code)?.queryCode ?? error.code;
}

/** Who is at fault, as the query protocol says it. */
export function faultOf(status: number): "Sender" | "Receiver" {
  return status < 500 ? "Sender" : "Receiver";
}

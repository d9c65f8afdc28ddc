import { type Readable } from "node:stream";

/** One request to the model, as SageMaker's client on the instance posts it to `/invocations` of the container. */
export interface ModelRequest {
  /** `Content-Type` of the payload; undefined when neither the caller nor the S3 object names one. */
  readonly contentType: string | undefined;
  /** `Accept` of the caller, if given. */
  readonly accept: string | undefined;
  /** `X-Amzn-SageMaker-Custom-Attributes`, forwarded as it was given. */
  readonly customAttributes: string | undefined;
  /** Opens the payload. A function, so that a large input is read from disk only by a model that wants it. */
  readonly body: () => Readable;
  readonly sizeBytes: number;
  /** Aborted when the invocation has timed out or its instance went away. */
  readonly signal?: AbortSignal;
}

/** The model's answer: a status other than 2xx is an error of the model. */
export interface ModelResponse {
  readonly status: number;
  readonly contentType: string;
  /** A stream for answers that may be long. */
  readonly body: Buffer | Readable;
}

/** What answers the invocations of an endpoint. A rejection means that the container could not be reached. */
export interface Model {
  /**
   * True for a model that takes the time that it really takes: simulated time then goes on while it works, and its
   * requests time out. Otherwise simulated time waits for the model, and the service time is drawn.
   */
  readonly takesOwnTime?: boolean;
  invoke(request: ModelRequest): Promise<ModelResponse>;
  /** Whether it is healthy, which instances that start must be. One that cannot be asked always is. */
  ping?(): Promise<boolean>;
  /** Releases what the model holds, such as connections. */
  close?(): void;
}

import { type S3Location } from "../sagemaker/s3-location";
import { type ResponseBody } from "./response-body";

/** One accepted asynchronous invocation, from the 202 to its notification. */
export interface Invocation {
  readonly inferenceId: string;
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  readonly customAttributes: string | undefined;
  /** Where the input is: in S3, or in a file of ours when the request carried it. */
  readonly input:
    | { readonly kind: "s3"; readonly uri: string }
    | { readonly kind: "inline"; readonly path: string; readonly sizeBytes: number };
  readonly output: S3Location | undefined;
  readonly failure: S3Location | undefined;
  /** Simulated epoch seconds of the 202. */
  readonly receivedAt: number;
}

/** How the processing of an invocation went, before the engine says when it is over. */
export type ProcessingResult =
  | { readonly kind: "succeeded"; readonly contentType: string; readonly body: ResponseBody }
  | {
      readonly kind: "failed";
      readonly reason: string;
      /** The model's own words, when it gave any. */
      readonly body?: Buffer;
    };

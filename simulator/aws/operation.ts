import { type Simulation } from "../engine/simulation";
import { type ServiceHost } from "./service-host";

/** What an operation knows of the request that it answers. */
export interface RequestContext {
  /** The region that the request's signature names. */
  readonly region: string;
  /** The account that owns everything, 123456789012. */
  readonly accountId: string;
  /** The id that the answer carries as `x-amzn-RequestId`. */
  readonly requestId: string;
  readonly aws: ServiceHost;
  /** Simulated time in epoch seconds, fixed for the whole request. */
  readonly now: number;
  /** The engine of the request's region, advanced to `now` for services on simulated time. */
  readonly simulation: Simulation;
  /** Where the client reached the server, such as `http://127.0.0.1:4566`: queue URLs begin with it. */
  readonly endpoint: string;
  /**
   * Calls back once if the client goes away before it has its answer. Long polls end on it.
   *
   * @returns a function that withdraws the listener
   */
  onClientGone(listener: () => void): () => void;
}

/** One operation of a service: the SDK's own input and output, decoded and encoded by the protocols. */
export type Operation<Input, Output> = (
  input: Input,
  context: RequestContext,
) => Promise<Output> | Output;

/** An operation whose types are its own affair. */
export type AnyOperation = Operation<never, object | void>;

import { type ServerResponse } from "node:http";
import { type Simulation } from "../engine/simulation";
import { ACCOUNT_ID } from "./account";
import { type ServiceHost } from "./service-host";
import { type RequestContext } from "./operation";

/** The context of a request that came over HTTP. */
export class HttpRequestContext implements RequestContext {
  readonly accountId = ACCOUNT_ID;
  readonly now: number;

  constructor(
    readonly aws: ServiceHost,
    readonly region: string,
    readonly requestId: string,
    private readonly response: ServerResponse,
  ) {
    this.now = aws.clock.now();
  }

  get simulation(): Simulation {
    return this.aws.simulation(this.region);
  }

  get endpoint(): string {
    const { host } = this.response.req.headers;
    return host === undefined ? this.aws.endpoint : `http://${host}`;
  }

  onClientGone(listener: () => void): () => void {
    const closed = (): void => {
      if (!this.response.writableEnded) {
        listener();
      }
    };
    this.response.once("close", closed);
    return () => this.response.removeListener("close", closed);
  }
}

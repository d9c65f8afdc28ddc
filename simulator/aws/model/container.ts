import {
  Agent,
  type IncomingMessage,
  request as httpRequest,
  type RequestOptions,
} from "node:http";
import { Agent as SecureAgent, request as httpsRequest } from "node:https";
import { pipeline } from "node:stream/promises";
import { type Model, type ModelRequest, type ModelResponse } from "./model";

/** A health check that takes longer, in milliseconds, has failed. */
export const PING_LIMIT_MS = 2000;

/** A container that was healthy is not asked again for so long, in milliseconds. */
const HEALTHY_FOR_MS = 5000;

/**
 * A model in a container that the user runs, spoken to as SageMaker speaks to one: `GET /ping` within 2 s before work is
 * given to it, and `POST /invocations` with the payload as it is. It takes the time that it really takes: a simulated
 * second at `--speed 1`.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
 */
export class ContainerModel implements Model {
  readonly takesOwnTime = true;
  private readonly base: URL;
  private readonly agent: Agent;
  private healthyUntil = 0;
  private check: Promise<boolean> | undefined;

  /**
   * @param url where the container listens, such as `http://127.0.0.1:8080`
   * @throws RangeError when it is no address of HTTP or HTTPS
   */
  constructor(url: string) {
    const base = URL.canParse(url) ? new URL(url) : undefined;
    if (base?.protocol !== "http:" && base?.protocol !== "https:") {
      throw new RangeError(
        `\`containerUrl\` is '${url}'; it must be the http:// or https:// address of the container, such as ` +
          "http://127.0.0.1:8080, without /ping or /invocations",
      );
    }
    this.base = base;
    this.agent =
      base.protocol === "https:"
        ? new SecureAgent({ keepAlive: true })
        : new Agent({ keepAlive: true });
  }

  /** Whether `/ping` is answered with 200 within 2 s. */
  async ping(): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(PING_LIMIT_MS);
      const response = await this.exchange("ping", { method: "GET", signal }, undefined);
      response.resume();
      return response.statusCode === 200;
    } catch {
      return false;
    }
  }

  /** @throws when the container is not healthy, cannot be reached or breaks off */
  async invoke(request: ModelRequest): Promise<ModelResponse> {
    if (!(await this.isHealthy())) {
      throw new Error(`GET ${this.address("ping").href} was not answered with 200 within 2 s`);
    }
    const headers: Record<string, string> = { "content-length": String(request.sizeBytes) };
    setGiven(headers, "content-type", request.contentType);
    setGiven(headers, "accept", request.accept);
    setGiven(headers, "x-amzn-sagemaker-custom-attributes", request.customAttributes);
    const response = await this.exchange(
      "invocations",
      { method: "POST", headers, ...(request.signal ? { signal: request.signal } : {}) },
      request,
    );
    return {
      status: response.statusCode ?? 0,
      contentType: response.headers["content-type"] ?? "application/octet-stream",
      body: response,
    };
  }

  close(): void {
    this.agent.destroy();
  }

  /** One health check serves all requests that need one at the time. */
  private async isHealthy(): Promise<boolean> {
    if (performance.now() < this.healthyUntil) {
      return true;
    }
    this.check ??= this.ping().finally(() => (this.check = undefined));
    const healthy = await this.check;
    if (healthy) {
      this.healthyUntil = performance.now() + HEALTHY_FOR_MS;
    }
    return healthy;
  }

  private address(path: string): URL {
    return new URL(path, this.base.href.endsWith("/") ? this.base : `${this.base.href}/`);
  }

  private exchange(
    path: string,
    options: RequestOptions,
    payload: ModelRequest | undefined,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const send = this.base.protocol === "https:" ? httpsRequest : httpRequest;
      const request = send(this.address(path), { ...options, agent: this.agent }, resolve);
      request.once("error", reject);
      if (payload === undefined) {
        request.end();
      } else {
        // A container may answer before it has read everything: what its answer says then counts, not the broken pipe.
        pipeline(payload.body(), request).catch(reject);
      }
    });
  }
}

function setGiven(headers: Record<string, string>, name: string, value: string | undefined): void {
  if (value !== undefined) {
    headers[name] = value;
  }
}

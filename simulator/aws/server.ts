import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, type Socket } from "node:net";
import { pipeline, Readable } from "node:stream";
import { answerControl, isControlPath } from "./control";
import { AwsError } from "./errors";
import { type ServerHost } from "./service-host";
import { type Operation } from "./operation";
import { type ServerProtocol } from "./protocols/protocol";
import { JsonProtocol } from "./protocols/json";
import { Router, type Route } from "./protocols/router";
import { ServiceModel } from "./protocols/service-model";
import { credentialScope, type CredentialScope } from "./protocols/signature";
import { parseQuery, type WireRequest, type WireResponse } from "./protocols/wire";
import { HttpRequestContext } from "./request-context";
import { type ServiceDefinition } from "./service";

/** Only this machine reaches a server on this address. */
export const LOOPBACK = "127.0.0.1";

/** Addresses that mean every network: a client on this machine takes the loopback one. */
const EVERY_ADDRESS: readonly string[] = ["0.0.0.0", "::"];

/** Idle connections stay open longer than any client keeps one, so that it is never the server that hangs up first. */
const KEEP_ALIVE_MS = 120_000;

/** Longest request, in milliseconds: a slow upload of 1 GB is one. */
const LONGEST_REQUEST_MS = 3_600_000;

/** Longest body, in bytes, that is worth a copy to be sent along with its head. */
const SHORT_BODY_BYTES = 16 * 1024;

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Answers what belongs to no service. */
const unrouted = {
  protocol: new JsonProtocol("1.1"),
  service: new ServiceModel({
    name: "unknown",
    signingName: "",
    schemas: {},
    protocols: [],
    operations: {},
  }),
};

/** The HTTP front of all services on one port. */
export class Server {
  private readonly http = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE_MS,
      requestTimeout: LONGEST_REQUEST_MS,
      noDelay: true,
      // Node's own refusal has no body that a client of AWS could read.
      requireHostHeader: false,
    },
    (request, response) => void this.answer(request, response),
  );
  private readonly router: Router;

  constructor(
    private readonly aws: ServerHost,
    definitions: readonly ServiceDefinition[],
  ) {
    this.router = new Router(definitions);
    this.http.on("clientError", refuseMalformedHttp);
    this.http.on("checkExpectation", (request, response) =>
      send(
        request,
        response,
        unroutedError(
          new AwsError("ExpectationFailed", "Only `Expect: 100-continue` can be met.", 417),
        ),
      ),
    );
  }

  /** Base URL, known once the server listens. */
  get endpoint(): string {
    const { port, address, family } = this.http.address() as AddressInfo;
    if (EVERY_ADDRESS.includes(address)) {
      return `http://${LOOPBACK}:${port}`;
    }
    return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
  }

  /** Resolves when connections are accepted; rejects with the system's error otherwise. */
  listen(port: number, host: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.http.once("error", reject);
      this.http.listen(port, host, () => {
        this.http.removeListener("error", reject);
        resolve();
      });
    });
  }

  /** Cuts all connections. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.http.close(() => resolve());
      this.http.closeAllConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = "", query = ""] = splitOnce(request.url ?? "", "?");
    request.on("error", ignore);
    response.on("error", ignore);
    if (isControlPath(path)) {
      const answer = await answerControl(this.aws, request.method ?? "", path, request);
      send(request, response, answer);
      return;
    }
    if (request.headers.host === undefined && request.httpVersion === "1.1") {
      const missing = new AwsError("BadRequest", "The request has no Host header.", 400);
      send(request, response, unroutedError(missing));
      return;
    }
    const wire: WireRequest = {
      method: request.method ?? "",
      path,
      query: parseQuery(query),
      headers: request.headers,
      body: request,
    };
    const requestId = randomUUID();
    const scope = credentialScope(request.headers, wire.query);
    let protocol: ServerProtocol = unrouted.protocol;
    let service = unrouted.service;
    let answer: WireResponse;
    let name = "?";
    try {
      const found = this.router.route(wire, scope);
      // A wait costs: nearly all requests say where they go without their body.
      const route = found instanceof Promise ? await found : found;
      ({ protocol, service } = route);
      name = route.operation.name;
      answer = await this.perform(route, wire, requestId, scope, response);
    } catch (error) {
      answer = protocol.writeError(service, this.asAwsError(error, service, name), requestId);
    }
    const { name: serviceName } = service.definition;
    this.aws.log?.(`${serviceName} ${name} ${answer.status}`);
    if (name !== "?" && answer.status < 500) {
      this.aws.servedOperations?.record(serviceName, name, request.headers["user-agent"]);
    }
    send(request, response, answer);
  }

  private async perform(
    { service, protocol, operation }: Route,
    wire: WireRequest,
    requestId: string,
    scope: CredentialScope,
    response: ServerResponse,
  ): Promise<WireResponse> {
    if (operation instanceof AwsError) {
      throw operation;
    }
    const { definition } = service;
    const run = definition.operations[operation.name] as
      Operation<object, object | void> | undefined;
    if (run === undefined) {
      throw new AwsError(
        "NotImplemented",
        `The operation ${operation.name} of ${definition.name} is not offered by this local AWS.`,
        501,
      );
    }
    const input = await protocol.readInput(operation, wire);
    const { driver, faults } = this.aws;
    if (faults !== undefined) {
      await faults.before(definition.name, operation.name);
    }
    if (definition.simulatedTime === true) {
      driver.catchUp();
    }
    const context = new HttpRequestContext(this.aws, scope.region, requestId, response);
    try {
      const output = await run(input, context);
      return protocol.writeOutput(operation, output ?? {}, requestId);
    } finally {
      if (definition.simulatedTime === true) {
        driver.arm();
      }
    }
  }

  /** What is no AwsError is a fault of this server: it goes to the error stream, and to the client as AWS would say it. */
  private asAwsError(error: unknown, service: ServiceModel, operation: string): AwsError {
    if (error instanceof AwsError) {
      return error;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.error(`${service.definition.name} ${operation} failed unexpectedly: ${detail}`);
    return new AwsError("InternalFailure", "The local AWS failed; its log says why.", 500);
  }
}

/** The answer to a request that is refused before anyone knows what it is for. */
function unroutedError(error: AwsError): WireResponse {
  return unrouted.protocol.writeError(unrouted.service, error, randomUUID());
}

function send(request: IncomingMessage, response: ServerResponse, answer: WireResponse): void {
  const { status, headers, body = "" } = answer;
  if (response.destroyed) {
    if (body instanceof Readable) {
      body.destroy();
    }
    return;
  }
  if (!request.complete) {
    // An answer before the end of the request: what still comes is read and dropped, so that the connection lives on.
    request.unpipe();
    request.resume();
  }
  if (body instanceof Readable) {
    response.writeHead(status, headers);
    if (request.method === "HEAD") {
      body.destroy();
      response.end();
      return;
    }
    pipeline(body, response, ignore);
    return;
  }
  if (request.method === "HEAD") {
    response.writeHead(status, headers);
    response.end();
    return;
  }
  if (status !== 204 && status !== 304) {
    headers["content-length"] = String(Buffer.byteLength(body));
  }
  response.writeHead(status, headers);
  response.end(oneWrite(headers, body));
}

/** Node sends the head and a text in one write, but the head and bytes in two: short JSON goes as text. */
function oneWrite(
  headers: WireResponse["headers"],
  body: string | Uint8Array,
): string | Uint8Array {
  const isShortJson =
    typeof body !== "string" &&
    body.byteLength <= SHORT_BODY_BYTES &&
    headers["content-type"]?.endsWith("json") === true;
  return isShortJson ? utf8.decode(body) : body;
}

function refuseMalformedHttp(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const tooLarge = error.code === "HPE_HEADER_OVERFLOW";
  const status = tooLarge ? "431 Request Header Fields Too Large" : "400 Bad Request";
  const body = JSON.stringify({
    __type: "BadRequest",
    message: tooLarge ? "The request's headers are too long." : "The request is not valid HTTP.",
  });
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/x-amz-json-1.1\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body}`,
  );
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function ignore(): void {
  // A broken connection has no one left to tell.
}

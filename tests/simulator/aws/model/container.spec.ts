import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import { type AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { ContainerModel } from "../../../../simulator/aws/model/container";
import { BUCKET, ENDPOINT, Hosting } from "../hosting";

type Invocation = (body: Buffer, response: ServerResponse, headers: IncomingHttpHeaders) => void;

/** A container as SageMaker starts them: `/ping` and `/invocations`. */
class Container {
  pingStatus = 200;
  pings = 0;
  invocation: Invocation = (body, response) => {
    response.setHeader("content-type", "text/plain");
    response.end(`echo ${body.toString()}`);
  };
  private readonly http: Server = createServer((request, response) => {
    if (request.url === "/ping") {
      this.pings++;
      response.writeHead(this.pingStatus).end();
      return;
    }
    void buffer(request).then((body) => this.invocation(body, response, request.headers));
  });

  async start(): Promise<string> {
    this.http.listen(0, "127.0.0.1");
    await once(this.http, "listening");
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.http.closeAllConnections();
    this.http.close();
    await once(this.http, "close");
  }
}

describe("ContainerModel", () => {
  it("refuses what is no address", () => {
    expect(() => new ContainerModel("localhost:8080")).to.throw(
      RangeError,
      "`containerUrl` is 'localhost:8080'; it must be the http:// or https:// address of the container, such as " +
        "http://127.0.0.1:8080, without /ping or /invocations",
    );
  });

  it("is not healthy where nothing listens", async () => {
    expect(await new ContainerModel("http://127.0.0.1:1").ping()).to.equal(false);
  });
});

describe("an endpoint whose model is a container", () => {
  let container: Container;
  let hosting: Hosting;

  beforeEach(async () => {
    container = new Container();
    hosting = await Hosting.start({
      speed: 60,
      containerUrl: await container.start(),
      platform: { provisionSeconds: { kind: "constant", value: 1 } },
    });
    await hosting.createConfig();
    await hosting.createEndpoint();
  });

  afterEach(async () => {
    await hosting.close();
    await container.stop();
  });

  async function resultOf(body: string, changes = {}): Promise<Record<string, unknown>> {
    await hosting.runtime.invokeEndpointAsync({
      EndpointName: ENDPOINT,
      Body: Buffer.from(body),
      ...changes,
    });
    const [result] = await hosting.receive("InferenceResult", 1);
    return result ?? {};
  }

  it("posts the payload and writes the answer to S3", async () => {
    const result = await resultOf("an article");
    const { outputLocation, contentType } = result.responseParameters as Record<string, string>;
    expect(contentType).to.equal("text/plain");
    const Key = outputLocation?.slice(`s3://${BUCKET}/`.length);
    const { Body } = await hosting.s3.getObject({ Bucket: BUCKET, Key });
    expect(await Body?.transformToString()).to.equal("echo an article");
  });

  it("forwards content type, accept and custom attributes", async () => {
    let seen: IncomingHttpHeaders = {};
    container.invocation = (_body, response, headers) => {
      seen = headers;
      response.end();
    };
    await resultOf("x", {
      ContentType: "application/json",
      Accept: "text/csv",
      CustomAttributes: "a=b",
    });
    expect(seen).to.include({
      "content-type": "application/json",
      accept: "text/csv",
      "x-amzn-sagemaker-custom-attributes": "a=b",
      "content-length": "1",
    });
  });

  it("reports the status of an error as SageMaker does, and keeps what the container said", async () => {
    container.invocation = (_body, response) => response.writeHead(422).end("no such language");
    const result = await resultOf("x");
    expect(result.failureReason).to.equal(
      "ClientError: Received client error (422) from model. See the SageMaker Endpoint logs in your account for more information.",
    );
    const Key = String(result.failureLocation).slice(`s3://${BUCKET}/`.length);
    const { Body } = await hosting.s3.getObject({ Bucket: BUCKET, Key });
    expect(await Body?.transformToString()).to.include("no such language");
  });

  it("reports a container that breaks off as status 0", async () => {
    container.invocation = (_body, response) => {
      response.write("half an");
      setTimeout(() => response.destroy(), 10);
    };
    const result = await resultOf("x");
    expect(result.failureReason).to.include("Received server error (0) from model.");
  });

  it("gives no work to a container that is not healthy", async () => {
    container.pingStatus = 503;
    let invocations = 0;
    container.invocation = (_body, response) => {
      invocations++;
      response.end();
    };
    const result = await resultOf("x");
    expect(result.failureReason).to.include("Received server error (0) from model.");
    expect(invocations).to.equal(0);
    expect(container.pings).to.be.greaterThan(0);
  });

  it("lets a request time out that takes too long", async () => {
    container.invocation = (_body, response) => {
      void sleep(60_000, undefined, { ref: false }).then(() => response.end());
    };
    // Six simulated seconds are a tenth of a second.
    const result = await resultOf("x", { InvocationTimeoutSeconds: 6 });
    expect(result.failureReason).to.equal("InternalFailure: invocation expired");
  });

  it("streams an answer that no message could carry", async () => {
    const long = Buffer.alloc(3_000_000, "long ");
    container.invocation = (_body, response) => response.end(long);
    const result = await resultOf("x");
    const { outputLocation } = result.responseParameters as Record<string, string>;
    const Key = outputLocation?.slice(`s3://${BUCKET}/`.length);
    const { Body } = await hosting.s3.getObject({ Bucket: BUCKET, Key });
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(long)).to.equal(true);
  });
});

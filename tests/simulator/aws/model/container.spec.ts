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
import { BUCKET, CONFIG, ENDPOINT, Hosting, scalableVariant, VARIANT } from "../hosting";

type Invocation = (body: Buffer, response: ServerResponse, headers: IncomingHttpHeaders) => void;

/** A container as SageMaker starts them: `/ping` and `/invocations`. */
class Container {
  pingStatus = 200;
  pings = 0;
  /** Told of each ping before it is answered. */
  pinged: (pings: number) => void = () => undefined;
  invocation: Invocation = (body, response) => {
    response.setHeader("content-type", "text/plain");
    response.end(`echo ${body.toString()}`);
  };
  private readonly http: Server = createServer((request, response) => {
    if (request.url === "/ping") {
      this.pinged(++this.pings);
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

  it("takes the time that the container takes", async () => {
    container.invocation = (_body, response) => {
      setTimeout(() => response.end(), 50);
    };
    const { receivedTime, eventTime } = await resultOf("x");
    // 50 ms at a speed of 60; a timer may ring a millisecond early.
    expect(Date.parse(String(eventTime)) - Date.parse(String(receivedTime))).to.be.least(2940);
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

describe("a container that does not pass its health check", () => {
  const failureReason =
    "The primary container for production variant all-traffic did not pass the ping health check. " +
    "Please check CloudWatch logs for this endpoint.";
  let container: Container;
  let hosting: Hosting;

  beforeEach(async () => {
    container = new Container();
    hosting = await Hosting.start({ speed: 3600, containerUrl: await container.start() });
    await createConfig(CONFIG);
  });

  afterEach(async () => {
    await hosting.close();
    await container.stop();
  });

  async function createConfig(EndpointConfigName: string): Promise<void> {
    const { ProductionVariants: [variant] = [] } = hosting.configInput();
    const timeout = { ContainerStartupHealthCheckTimeoutInSeconds: 60 };
    const ProductionVariants = [{ VariantName: VARIANT, ...variant, ...timeout }];
    await hosting.createConfig({ EndpointConfigName, ProductionVariants });
  }

  /** Creates the endpoint and gives the seconds that it took to get that status. */
  async function create(status: string): Promise<number> {
    const { driver, clock } = hosting.aws;
    const begin = clock.now();
    const start = driver.hold(begin);
    await hosting.sagemaker.createEndpoint({ EndpointName: ENDPOINT, EndpointConfigName: CONFIG });
    start();
    await hosting.untilStatus(status);
    const { LastModifiedTime: end } = await described();
    return Number(end) / 1000 - begin;
  }

  const described = () => hosting.sagemaker.describeEndpoint({ EndpointName: ENDPOINT });

  it("fails the creation of the endpoint, which can then only be deleted", async () => {
    container.pingStatus = 503;
    // 600 s to launch an instance, 60 s to be healthy.
    expect(await create("Failed")).to.be.closeTo(660, 0.01);
    expect((await described()).FailureReason).to.equal(failureReason);
    // At 0, 10 … 50 s.
    expect(container.pings).to.equal(6);
    await hosting.sagemaker.deleteEndpoint({ EndpointName: ENDPOINT });
    await hosting.until("deletion", () =>
      described().then(
        () => false,
        () => true,
      ),
    );
  });

  it("may need a while", async () => {
    container.pingStatus = 503;
    container.pinged = (pings) => (container.pingStatus = pings < 3 ? 503 : 200);
    expect(await create("InService")).to.be.closeTo(620, 0.01);
    expect((await described()).FailureReason).to.equal(undefined);
  });

  it("has an update rolled back, and a scale-out", async () => {
    await hosting.createEndpoint();
    container.pingStatus = 503;
    await createConfig("Next");
    await hosting.sagemaker.updateEndpoint({ EndpointName: ENDPOINT, EndpointConfigName: "Next" });
    await hosting.untilStatus("InService");
    let endpoint = await described();
    expect(endpoint).to.include({ EndpointConfigName: CONFIG, FailureReason: failureReason });

    await hosting.scaling.registerScalableTarget({
      ...scalableVariant,
      MinCapacity: 2,
      MaxCapacity: 2,
    });
    await hosting.untilStatus("InService");
    endpoint = await described();
    expect(endpoint.FailureReason).to.equal(failureReason);
    expect(endpoint.ProductionVariants?.[0]).to.include({
      CurrentInstanceCount: 1,
      DesiredInstanceCount: 1,
    });
    const { ScalingActivities: [activity] = [] } =
      await hosting.scaling.describeScalingActivities(scalableVariant);
    expect(activity).to.include({
      StatusCode: "Failed",
      StatusMessage:
        "Failed to set desired instance count to 2. The change was not fulfilled by sagemaker.",
    });
  });
});

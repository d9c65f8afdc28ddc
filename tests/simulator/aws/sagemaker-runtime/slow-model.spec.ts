import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { type Model } from "../../../../simulator/aws/model/model";
import { CONFIG, ENDPOINT, Hosting } from "../hosting";

const answer = { status: 200, contentType: "text/plain", body: Buffer.from("done") };

describe("an endpoint's model", () => {
  let hosting: Hosting;

  afterEach(() => hosting.close());

  async function resultWith(model: Model): Promise<Record<string, unknown>> {
    hosting = await Hosting.start({
      speed: 3600,
      model,
      serviceTimeSeconds: { kind: "constant", value: 3 },
    });
    await hosting.createConfig();
    await hosting.createEndpoint();
    await hosting.runtime.invokeEndpointAsync({
      EndpointName: ENDPOINT,
      Body: Buffer.from("x"),
      InvocationTimeoutSeconds: 10,
    });
    const [result] = await hosting.receive("InferenceResult", 1);
    return result ?? {};
  }

  it("has as much real time as it needs: simulated time waits for it", async () => {
    const result = await resultWith({
      invoke: async () => {
        await sleep(200);
        return answer;
      },
    });
    expect(result).to.include({ invocationStatus: "Completed" });
    const tookMs = Date.parse(String(result.eventTime)) - Date.parse(String(result.receivedTime));
    expect(tookMs).to.be.within(3000, 3000 + 60_000);
  });

  it("that cannot be reached is reported as SageMaker reports it", async () => {
    const result = await resultWith({
      invoke: () => Promise.reject(new Error("connection refused")),
    });
    expect(result).to.include({
      invocationStatus: "Failed",
      failureReason:
        "ClientError: Received server error (0) from model. See the SageMaker Endpoint logs in your account for more information.",
    });
  });

  it("that answers with a server error is reported with its status", async () => {
    const result = await resultWith({
      invoke: () => Promise.resolve({ ...answer, status: 503 }),
    });
    expect(result).to.include({
      failureReason:
        "ClientError: Received server error (503) from model. See the SageMaker Endpoint logs in your account for more information.",
    });
  });

  it("that cannot be asked how it is fails the creation of its endpoint", async () => {
    hosting = await Hosting.start({
      speed: 3600,
      model: {
        invoke: () => Promise.resolve(answer),
        ping: () => Promise.reject(new Error("connection refused")),
      },
    });
    await hosting.createConfig();
    await hosting.sagemaker.createEndpoint({ EndpointName: ENDPOINT, EndpointConfigName: CONFIG });
    await hosting.untilStatus("Failed");
  });
});

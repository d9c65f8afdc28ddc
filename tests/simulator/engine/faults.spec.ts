import { expect } from "chai";
import { endpointMetricId } from "../../../simulator/engine/endpoint-metrics";
import { constant, startEndpoint } from "./endpoint-fixture";

describe("an instance that crashes", () => {
  it("loses its work to the queue, and is replaced a provisioning time later", () => {
    const { simulation, endpoint, heard, settled, submit } = startEndpoint();
    submit(2);
    simulation.advanceTo(4);
    expect(endpoint.crashInstance(0)).to.equal(true);
    expect([endpoint.backlogSize, endpoint.currentInstanceCount]).to.deep.equal([2, 0]);
    expect(endpoint.status).to.equal("InService");
    simulation.advanceTo(200);
    expect(heard.filter(({ at }) => at === 4).map(({ what }) => what)).to.deep.equal([
      "interrupted, redelivered",
      "interrupted, redelivered",
    ]);
    expect(settled.map(({ startedAt, settledAt }) => [startedAt, settledAt])).to.deep.equal([
      [104, 114],
      [104, 114],
    ]);
  });

  it("stays on the bill", () => {
    const { simulation, endpoint } = startEndpoint();
    endpoint.crashInstance(0);
    simulation.advanceTo(1000);
    expect(endpoint.billedInstanceSeconds).to.equal(1000);
  });

  it("is the first to leave when the fleet shrinks", () => {
    const { simulation, endpoint } = startEndpoint({ endpoint: { initialInstanceCount: 2 } });
    endpoint.crashInstance(0);
    endpoint.setDesiredInstanceCount(1);
    expect(endpoint.currentInstanceCount).to.equal(1);
    simulation.advanceTo(1000);
    expect([endpoint.status, endpoint.currentInstanceCount]).to.deep.equal(["InService", 1]);
  });

  it("is replaced by the new fleet when a new endpoint config comes", () => {
    const { simulation, endpoint } = startEndpoint({
      platform: { provisionSeconds: { kind: "uniform", min: 50, max: 500 } },
    });
    endpoint.update({
      instanceType: "ml.m5.xlarge",
      initialInstanceCount: 1,
      maxConcurrentInvocationsPerInstance: 1,
      model: {
        serviceTimeSeconds: constant(10),
        failureProbability: 0,
        completion: "sampled",
      },
    });
    endpoint.crashInstance(0);
    simulation.advanceTo(2000);
    expect(endpoint.currentInstanceCount).to.equal(1);
  });

  it("is no instance that is not in service", () => {
    const { endpoint } = startEndpoint();
    expect(endpoint.crashInstance(1)).to.equal(false);
  });
});

describe("metrics that are lost", () => {
  it("are never readable, and those of later minutes are", () => {
    const { simulation, endpoint } = startEndpoint();
    simulation.advanceTo(130);
    endpoint.loseMetricsUntil(300);
    simulation.advanceTo(3600);
    const id = endpointMetricId("approximateBacklogSize", "summaries", "AllTraffic");
    const starts = simulation.metrics
      .datapoints(id, 0, 480, 60)
      .map(({ periodStart }) => periodStart);
    expect(starts).to.deep.equal([0, 60, 120, 300, 360, 420]);
  });
});

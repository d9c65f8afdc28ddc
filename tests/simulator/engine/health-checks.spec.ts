import { expect } from "chai";
import { startEndpoint, type Fixture } from "./endpoint-fixture";

const healthCheckSeconds = 240;

/** As the fixture's endpoint, but each instance has 240 s to show that it is healthy. */
function start(startInService: boolean): Fixture {
  return startEndpoint({ endpoint: { startInService }, model: { healthCheckSeconds } });
}

describe("an instance with a health check", () => {
  it("serves from the moment that it passes", () => {
    const { simulation, endpoint, statuses } = start(false);
    simulation.advanceTo(130);
    endpoint.passHealthCheck(0);
    simulation.advanceTo(1000);
    expect(statuses()).to.deep.equal(["130: InService"]);
    expect(endpoint).to.include({ currentInstanceCount: 1, lastChangeFailed: false });
  });

  it("that does not pass in time fails the creation, and goes", () => {
    const { simulation, endpoint, statuses } = start(false);
    simulation.advanceTo(1000);
    // 100 s to launch, 240 s to pass.
    expect(statuses()).to.deep.equal(["340: Failed"]);
    expect(endpoint).to.include({ currentInstanceCount: 0, desiredInstanceCount: 0 });
    // Gone 60 s later.
    expect(endpoint.billedInstanceSeconds).to.equal(400);
    simulation.deleteEndpoint(endpoint);
    simulation.advanceTo(2000);
    expect(endpoint.deleted).to.equal(true);
  });

  it("that does not pass in time takes a scale-out back with all that it launched", () => {
    const { simulation, endpoint, statuses } = start(true);
    endpoint.setDesiredInstanceCount(3);
    simulation.advanceTo(150);
    endpoint.passHealthCheck(1);
    expect(endpoint.currentInstanceCount).to.equal(2);
    simulation.advanceTo(1000);
    expect(statuses()).to.deep.equal([
      "0: Updating",
      "0: 1 -> 3",
      "340: RollingBack",
      "400: InService",
    ]);
    expect(endpoint).to.include({
      currentInstanceCount: 1,
      desiredInstanceCount: 1,
      lastChangeFailed: true,
    });
    // One all the time; two from 0 to 400.
    expect(endpoint.billedInstanceSeconds).to.equal(1000 + 2 * 400);
  });

  it("that does not pass in time rolls an update back", () => {
    const { simulation, endpoint, statuses } = start(true);
    endpoint.update({
      instanceType: "ml.g5.xlarge",
      initialInstanceCount: 2,
      maxConcurrentInvocationsPerInstance: 4,
      model: {
        serviceTimeSeconds: { kind: "constant", value: 1 },
        failureProbability: 0,
        completion: "sampled",
        healthCheckSeconds,
      },
    });
    simulation.advanceTo(150);
    endpoint.passHealthCheck(1);
    simulation.advanceTo(1000);
    expect(statuses()).to.deep.equal(["0: Updating", "340: RollingBack", "400: InService"]);
    expect(endpoint).to.include({ currentInstanceCount: 1, instanceType: "ml.m5.xlarge" });
  });

  it("may answer after it is given up, and is left alone", () => {
    const { simulation, endpoint } = start(false);
    simulation.advanceTo(350);
    endpoint.passHealthCheck(0);
    simulation.advanceTo(1000);
    expect(endpoint).to.include({ status: "Failed", currentInstanceCount: 0 });
  });
});

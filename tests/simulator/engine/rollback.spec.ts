import { expect } from "chai";
import { type EndpointUpdate } from "../../../simulator/engine/async-endpoint";
import { constant, startEndpoint } from "./endpoint-fixture";

/** Two larger instances for the one that serves; instances take 100 s to launch and 60 s to go. */
const update: EndpointUpdate = {
  instanceType: "ml.g5.xlarge",
  initialInstanceCount: 2,
  maxConcurrentInvocationsPerInstance: 4,
  model: { serviceTimeSeconds: constant(1), failureProbability: 0, completion: "sampled" },
};

describe("an update that is rolled back", () => {
  it("leaves the old fleet as it is while the new one has not taken over", () => {
    const { simulation, endpoint, statuses } = startEndpoint();
    endpoint.update(update);
    simulation.advanceTo(50);
    expect(endpoint.rollBack()).to.equal(true);
    expect(endpoint.setDesiredInstanceCount(2)).to.equal(false);
    simulation.advanceTo(500);
    expect(statuses()).to.deep.equal(["0: Updating", "50: RollingBack", "110: InService"]);
    expect(endpoint).to.include({ desiredInstanceCount: 1, currentInstanceCount: 1 });
    expect(endpoint.instanceType).not.to.equal(update.instanceType);
    // One for 500 s; the two new ones go at 50, and are gone at 110.
    expect(endpoint.billedInstanceSeconds).to.equal(500 + 2 * 110);
  });

  it("goes on watching after the new fleet has taken over, for as long as it bakes", () => {
    const { simulation, endpoint, statuses } = startEndpoint();
    endpoint.update({ ...update, bakeSeconds: 300 });
    simulation.advanceTo(399);
    expect(endpoint).to.include({ status: "Updating", currentInstanceCount: 2 });
    simulation.advanceTo(500);
    expect(statuses()).to.deep.equal(["0: Updating", "400: InService"]);
    expect(endpoint.rollBack()).to.equal(false);
  });

  it("launches a fleet like the old one when the new one has taken over", () => {
    const { simulation, endpoint, statuses, submit, settled } = startEndpoint();
    endpoint.update({ ...update, bakeSeconds: 300 });
    simulation.advanceTo(200);
    endpoint.rollBack();
    simulation.advanceTo(250);
    expect(endpoint.currentInstanceCount).to.equal(2);
    simulation.advanceTo(500);
    expect(statuses()).to.deep.equal(["0: Updating", "200: RollingBack", "300: InService"]);
    expect(endpoint).to.include({ desiredInstanceCount: 1, currentInstanceCount: 1 });
    submit(1);
    simulation.advanceTo(600);
    // The old model takes 10 s.
    expect(settled[0]).to.include({ startedAt: 500, settledAt: 510 });
  });

  it("is none where no update is under way", () => {
    const { endpoint } = startEndpoint();
    expect(endpoint.rollBack()).to.equal(false);
    endpoint.setDesiredInstanceCount(2);
    expect(endpoint.rollBack()).to.equal(false);
    expect(endpoint.status).to.equal("Updating");
  });
});

import { expect } from "chai";
import { type EndpointUpdate } from "../../../simulator/engine/endpoint-lifecycle";
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

  it("costs nothing for instances that never served, where their service is billed", () => {
    const { simulation, endpoint } = startEndpoint({ platform: { billFrom: "inService" } });
    endpoint.update(update);
    simulation.advanceTo(50);
    endpoint.rollBack();
    simulation.advanceTo(500);
    expect(endpoint.billedInstanceSeconds).to.equal(500);
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

  it("gives the work back to the old fleet, which stands by while the new one bakes", () => {
    const { simulation, endpoint, statuses, submit, settled } = startEndpoint();
    submit(2);
    endpoint.update({ ...update, bakeSeconds: 300 });
    simulation.advanceTo(200);
    expect(endpoint).to.include({ status: "Updating", currentInstanceCount: 2 });
    endpoint.rollBack();
    expect(endpoint.currentInstanceCount).to.equal(1);
    submit(1);
    simulation.advanceTo(500);
    expect(statuses()).to.deep.equal(["0: Updating", "200: RollingBack", "260: InService"]);
    expect(endpoint).to.include({ desiredInstanceCount: 1, currentInstanceCount: 1 });
    // The old model takes 10 s.
    expect(settled[2]).to.include({ startedAt: 200, settledAt: 210 });
    // One all the time; two from their launch at 0 to their end at 260.
    expect(endpoint.billedInstanceSeconds).to.equal(500 + 2 * 260);
  });

  it("takes an endpoint that had no instances back to none, though the new ones have taken over", () => {
    const { simulation, endpoint, statuses } = startEndpoint({
      endpoint: { initialInstanceCount: 0 },
    });
    endpoint.update({ ...update, bakeSeconds: 300, keepsOldFleet: false });
    simulation.advanceTo(200);
    expect(endpoint).to.include({ desiredInstanceCount: 2, currentInstanceCount: 2 });
    endpoint.rollBack();
    simulation.advanceTo(500);
    expect(statuses()).to.deep.equal(["0: Updating", "200: RollingBack", "260: InService"]);
    expect(endpoint).to.include({ desiredInstanceCount: 0, currentInstanceCount: 0 });
    expect(endpoint.instanceType).not.to.equal(update.instanceType);
  });

  it("launches a fleet like the old one where that is gone", () => {
    const { simulation, endpoint, statuses, submit, settled } = startEndpoint();
    endpoint.update({ ...update, bakeSeconds: 300, keepsOldFleet: false });
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

  it("may come while the work goes over step by step", () => {
    const { simulation, endpoint, statuses } = startEndpoint({
      endpoint: { initialInstanceCount: 4 },
    });
    endpoint.update({
      ...update,
      initialInstanceCount: 8,
      stepInstances: [2, 8],
      bakeSeconds: 100,
    });
    simulation.advanceTo(150);
    // Two of the eight new ones, and three of the four old ones.
    expect(endpoint.currentInstanceCount).to.equal(5);
    endpoint.rollBack();
    expect(endpoint.currentInstanceCount).to.equal(4);
    simulation.advanceTo(500);
    expect(statuses()).to.deep.equal(["0: Updating", "150: RollingBack", "210: InService"]);
    expect(endpoint).to.include({ desiredInstanceCount: 4, currentInstanceCount: 4 });
  });

  it("ends the new instances that are not ready yet, where old ones are gone", () => {
    const { simulation, endpoint, statuses } = startEndpoint({
      endpoint: { initialInstanceCount: 2 },
    });
    endpoint.update({ ...update, stepInstances: [1, 2], bakeSeconds: 100, keepsOldFleet: false });
    // The first of the new ones serves at 100, the second is launched at 200.
    simulation.advanceTo(200);
    endpoint.rollBack();
    simulation.advanceTo(1000);
    expect(statuses()).to.deep.equal(["0: Updating", "200: RollingBack", "300: InService"]);
    expect(endpoint).to.include({ desiredInstanceCount: 2, currentInstanceCount: 2 });
    // The old ones until 160 and 360, the new ones from 0 to 360 and from 200 to 260, those that come back from 200.
    expect(endpoint.billedInstanceSeconds).to.equal(160 + 360 + 360 + 60 + 2 * 800);
  });

  it("is none where no update is under way", () => {
    const { endpoint } = startEndpoint();
    expect(endpoint.rollBack()).to.equal(false);
    endpoint.setDesiredInstanceCount(2);
    expect(endpoint.rollBack()).to.equal(false);
    expect(endpoint.status).to.equal("Updating");
  });
});

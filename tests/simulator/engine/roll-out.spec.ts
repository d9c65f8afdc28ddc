import { expect } from "chai";
import { type EndpointUpdate } from "../../../simulator/engine/endpoint-lifecycle";
import { constant, startEndpoint } from "./endpoint-fixture";

/** Four instances for four; they take 100 s to launch and 60 s to go. */
const update: EndpointUpdate = {
  instanceType: "ml.g5.xlarge",
  initialInstanceCount: 4,
  maxConcurrentInvocationsPerInstance: 1,
  model: { serviceTimeSeconds: constant(1), failureProbability: 0, completion: "sampled" },
};

const fixture = () => startEndpoint({ endpoint: { initialInstanceCount: 4 } });

describe("the roll-out of an update", () => {
  it("turns a portion of the new fleet on and the same of the old one off at each step", () => {
    const { simulation, endpoint, heard, submit } = fixture();
    endpoint.update({ ...update, stepInstances: [1, 2, 3, 4], bakeSeconds: 50 });
    const started = (at: number): string[] => {
      simulation.advanceTo(at);
      const before = heard.length;
      submit(4);
      const names = heard.slice(before).map(({ what }) => what);
      simulation.advanceTo(at + 20);
      return names.sort();
    };
    // 0 to 3 are the old ones, 4 to 7 the new ones. The old ones have two slots, the new ones one.
    const on = (...ids: number[]): string[] => ids.map((id) => `started on ${id}`);
    expect(started(110)).to.deep.equal(on(1, 2, 3, 4));
    expect(started(160)).to.deep.equal(on(2, 3, 4, 5));
    expect(started(210)).to.deep.equal(on(3, 4, 5, 6));
    expect(started(260)).to.deep.equal(on(4, 5, 6, 7));
    expect(endpoint.status).to.equal("Updating");
    simulation.advanceTo(301);
    expect(endpoint).to.include({ status: "InService", instanceType: "ml.g5.xlarge" });
  });

  it("ends the old fleet, which is billed until then, after the last bake and the termination wait", () => {
    const { simulation, endpoint, statuses } = fixture();
    endpoint.update({ ...update, bakeSeconds: 50, terminationWaitSeconds: 30 });
    simulation.advanceTo(1000);
    expect(statuses()).to.deep.equal(["0: Updating", "180: InService"]);
    // Four new ones from 0, four old ones until 60 s after 180.
    expect(endpoint.billedInstanceSeconds).to.equal(4 * 1000 + 4 * 240);
  });

  it("launches batches of a rolling update one after the other, and ends as many old ones each time", () => {
    const { simulation, endpoint, statuses } = fixture();
    endpoint.update({ ...update, stepInstances: [2, 4], bakeSeconds: 50, keepsOldFleet: false });
    simulation.advanceTo(1000);
    // 100 s to launch, 50 s to bake, twice.
    expect(statuses()).to.deep.equal(["0: Updating", "300: InService"]);
    // Two new ones from 0 and two from 150; two old ones until 60 s after 100, two until 60 s after 250.
    expect(endpoint.billedInstanceSeconds).to.equal(2 * 1000 + 2 * 850 + 2 * 160 + 2 * 310);
    expect(endpoint.peakInstanceCount).to.equal(4);
  });

  it("lets an old instance that rests finish what it has", () => {
    const { simulation, endpoint, settled, submit } = startEndpoint({
      model: { serviceTimeSeconds: constant(200) },
    });
    submit(1);
    endpoint.update({ ...update, bakeSeconds: 300 });
    simulation.advanceTo(1000);
    expect(settled).to.have.length(1);
    expect(settled[0]).to.include({ outcome: "succeeded", settledAt: 200 });
  });
});

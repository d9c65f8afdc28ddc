import { expect } from "chai";
import { constant, startEndpoint } from "./endpoint-fixture";

describe("the fleet of an endpoint", () => {
  it("is Updating until every new instance serves, and refuses changes until then", () => {
    const { simulation, endpoint, statuses } = startEndpoint();
    expect(endpoint.setDesiredInstanceCount(3)).to.equal(true);
    simulation.advanceTo(50);
    expect(endpoint.setDesiredInstanceCount(4)).to.equal(false);
    simulation.advanceTo(200);
    expect(endpoint.setDesiredInstanceCount(4)).to.equal(true);
    expect(statuses()).to.deep.equal([
      "0: Updating",
      "0: 1 -> 3",
      "100: InService",
      "200: Updating",
      "200: 3 -> 4",
    ]);
  });

  it("puts each new instance to work as soon as it is ready", () => {
    const { simulation, endpoint } = startEndpoint({
      platform: { provisionSeconds: { kind: "uniform", min: 100, max: 300 } },
    });
    endpoint.setDesiredInstanceCount(4);
    const counts = new Set<number>();
    for (let second = 0; second <= 300; second++) {
      simulation.advanceTo(second);
      counts.add(endpoint.currentInstanceCount);
      if (endpoint.currentInstanceCount < 4) expect(endpoint.status).to.equal("Updating");
    }
    expect([...counts]).to.deep.equal([1, 2, 3, 4]);
    expect(endpoint.status).to.equal("InService");
  });

  it("takes waiting requests with a new instance", () => {
    const { simulation, endpoint, submit, settled } = startEndpoint({
      model: { serviceTimeSeconds: constant(300) },
    });
    submit(4);
    endpoint.setDesiredInstanceCount(2);
    simulation.advanceTo(1000);
    expect(settled.map(({ startedAt }) => startedAt)).to.deep.equal([0, 0, 100, 100]);
  });

  it("lets an instance finish within the drain time and bills it until it is gone", () => {
    const { simulation, endpoint, submit, settled, statuses } = startEndpoint();
    submit(1);
    simulation.advanceTo(1);
    endpoint.setDesiredInstanceCount(0);
    simulation.advanceTo(500);
    expect(settled[0]).to.include({ outcome: "succeeded", settledAt: 10 });
    // Done at 10, gone 60 s later.
    expect(statuses().at(-1)).to.equal("70: InService");
    expect(endpoint.billedInstanceSeconds).to.equal(70);
  });

  it("interrupts what has not finished after the drain time and redelivers it in its first place", () => {
    const { simulation, endpoint, submit, settled, heard } = startEndpoint({
      model: { serviceTimeSeconds: constant(100) },
      endpoint: { initialInstanceCount: 2, maxConcurrentInvocationsPerInstance: 1 },
    });
    const [first, second, third] = submit(3);
    endpoint.setDesiredInstanceCount(1);
    simulation.advanceTo(1000);
    expect(heard.filter(({ what }) => what.startsWith("interrupted"))).to.deep.equal([
      { at: 30, what: "interrupted, redelivered", request: second },
    ]);
    expect(settled.map(({ request, startedAt }) => [request, startedAt])).to.deep.equal([
      [first, 0],
      [second, 100],
      [third, 200],
    ]);
  });

  it("keeps the order of several redelivered requests", () => {
    const { simulation, endpoint, submit, settled } = startEndpoint({
      model: { serviceTimeSeconds: constant(100) },
      endpoint: { initialInstanceCount: 3 },
    });
    const requests = submit(8);
    endpoint.setDesiredInstanceCount(0);
    simulation.advanceTo(400);
    endpoint.setDesiredInstanceCount(1);
    simulation.advanceTo(5000);
    expect(settled.map(({ request }) => request)).to.deep.equal(requests);
  });

  it("loses interrupted requests where the platform does not redeliver", () => {
    const { simulation, endpoint, submit, settled } = startEndpoint({
      model: { serviceTimeSeconds: constant(100) },
      platform: { redeliverInterrupted: false },
    });
    submit(2);
    endpoint.setDesiredInstanceCount(0);
    simulation.advanceTo(1000);
    expect(settled.map(({ outcome, settledAt }) => [outcome, settledAt])).to.deep.equal([
      ["lost", 30],
      ["lost", 30],
    ]);
  });

  it("expires an interrupted request that is too old to wait again", () => {
    const { simulation, endpoint, submit, settled } = startEndpoint({
      model: { serviceTimeSeconds: constant(200) },
    });
    submit(1, { requestTtlSeconds: 60 });
    simulation.advanceTo(50);
    endpoint.setDesiredInstanceCount(0);
    simulation.advanceTo(1000);
    expect(settled[0]).to.include({ outcome: "expired", startedAt: 0, settledAt: 80 });
  });

  it("delays a scale-out that finds no capacity, and bills from its launch", () => {
    const { simulation, endpoint, statuses } = startEndpoint({
      endpoint: { initialInstanceCount: 0 },
      platform: { capacityShortage: { probability: 1, delaySeconds: 1800 } },
    });
    endpoint.setDesiredInstanceCount(2);
    simulation.advanceTo(2000);
    expect(statuses().at(-1)).to.equal("1900: InService");
    expect(endpoint.billedInstanceSeconds).to.equal(2 * 200);
  });

  it("bills for the least time that the platform says", () => {
    const { simulation, endpoint } = startEndpoint({ platform: { billMinimumSeconds: 600 } });
    simulation.advanceTo(100);
    endpoint.setDesiredInstanceCount(0);
    simulation.advanceTo(1000);
    // In service for 100 s and 60 s to go.
    expect(endpoint.billedInstanceSeconds).to.equal(600);
  });

  it("bills from the start of service where the platform says so", () => {
    const { simulation, endpoint } = startEndpoint({
      endpoint: { initialInstanceCount: 0 },
      platform: { billFrom: "inService" },
    });
    endpoint.setDesiredInstanceCount(2);
    simulation.advanceTo(160);
    expect(endpoint.billedInstanceSeconds).to.equal(2 * 60);
  });

  for (const [scaleInRemoves, kept] of [
    ["newest", 0],
    ["oldest", 2],
    ["idlest", 1],
  ] as const) {
    it(`removes the ${scaleInRemoves} instances where the platform says so`, () => {
      const { simulation, endpoint, submit, heard } = startEndpoint({
        endpoint: { initialInstanceCount: 3 },
        platform: { scaleInRemoves },
        model: { completion: "external", serviceTimeSeconds: constant(0) },
      });
      const [onFirst = -1, , onThird = -1] = submit(3);
      simulation.advanceTo(1);
      endpoint.complete(onFirst, "succeeded");
      endpoint.complete(onThird, "succeeded");
      endpoint.setDesiredInstanceCount(1);
      simulation.advanceTo(500);
      submit(1);
      expect(heard.at(-1)?.what).to.equal(`started on ${kept}`);
    });
  }

  it("is Creating for the provisioning time when it does not start in service", () => {
    const { simulation, endpoint, submit, statuses } = startEndpoint({
      endpoint: { startInService: false },
    });
    expect(endpoint.status).to.equal("Creating");
    expect(endpoint.setDesiredInstanceCount(2)).to.equal(false);
    submit(1);
    simulation.advanceTo(100);
    expect(statuses()).to.deep.equal(["100: InService"]);
    expect(endpoint.inFlight).to.equal(1);
  });

  it("serves with the old fleet during an update and with the new one after it", () => {
    const { simulation, endpoint, submit, settled, statuses } = startEndpoint();
    submit(1);
    endpoint.update({
      instanceType: "ml.g5.xlarge",
      initialInstanceCount: 2,
      maxConcurrentInvocationsPerInstance: 4,
      model: { serviceTimeSeconds: constant(1), failureProbability: 0, completion: "sampled" },
    });
    simulation.advanceTo(50);
    submit(1);
    simulation.advanceTo(100);
    expect(statuses()).to.deep.equal(["0: Updating", "100: InService"]);
    submit(9);
    expect([endpoint.inFlight, endpoint.backlogSize]).to.deep.equal([8, 1]);
    simulation.advanceTo(500);
    expect(settled.map(({ settledAt }) => settledAt)).to.deep.equal([
      10, 60, 101, 101, 101, 101, 101, 101, 101, 101, 102,
    ]);
    // The old instance for 100 + 60 s, the two new ones from their launch.
    expect(endpoint.billedInstanceSeconds).to.equal(160 + 2 * 500);
  });

  it("ends requests by the endpoint config of the instance that they run on", () => {
    const { simulation, endpoint, submit, settled } = startEndpoint();
    endpoint.update({
      instanceType: "ml.m5.xlarge",
      initialInstanceCount: 1,
      maxConcurrentInvocationsPerInstance: 2,
      model: { serviceTimeSeconds: constant(10), failureProbability: 1, completion: "sampled" },
    });
    submit(1);
    simulation.advanceTo(95);
    submit(1);
    simulation.advanceTo(102);
    submit(1);
    simulation.advanceTo(200);
    // The second runs on the old instance, which drains from 100 on.
    expect(settled.map(({ settledAt, outcome }) => [settledAt, outcome])).to.deep.equal([
      [10, "succeeded"],
      [105, "succeeded"],
      [112, "failed"],
    ]);
  });

  it("is gone after a deletion, which loses what waits and what does not finish", () => {
    const { simulation, endpoint, submit, settled } = startEndpoint({
      model: { serviceTimeSeconds: constant(100) },
    });
    submit(3);
    simulation.deleteEndpoint(endpoint);
    expect(endpoint.status).to.equal("Deleting");
    simulation.advanceTo(89);
    expect(endpoint.deleted).to.equal(false);
    simulation.advanceTo(90);
    expect(endpoint.deleted).to.equal(true);
    expect(settled.map(({ outcome, settledAt }) => [outcome, settledAt])).to.deep.equal([
      ["lost", 0],
      ["lost", 30],
      ["lost", 30],
    ]);
    expect(simulation.nextEventTime()).to.equal(Infinity);
  });

  it("is not gone before the old fleet of an update is", () => {
    const { simulation, endpoint, submit } = startEndpoint({
      model: { serviceTimeSeconds: constant(1000) },
    });
    submit(1);
    endpoint.update({
      instanceType: "ml.m5.xlarge",
      initialInstanceCount: 1,
      maxConcurrentInvocationsPerInstance: 1,
      model: { serviceTimeSeconds: constant(1), failureProbability: 0, completion: "sampled" },
    });
    simulation.advanceTo(105);
    simulation.deleteEndpoint(endpoint);
    // The new instance, idle, takes until 165 to go; the old one drains from 100 to 130 and goes until 190.
    simulation.advanceTo(189);
    expect(endpoint.deleted).to.equal(false);
    simulation.advanceTo(190);
    expect(endpoint.deleted).to.equal(true);
    // 0 to 190 of the old one, 0 to 165 of the new one.
    expect(endpoint.billedInstanceSeconds).to.equal(190 + 165);
  });

  it("refuses deletion and update while a change is under way", () => {
    const { simulation, endpoint } = startEndpoint();
    endpoint.setDesiredInstanceCount(2);
    expect(() => simulation.deleteEndpoint(endpoint)).to.throw(
      "Endpoint `summaries` cannot be deleted while its status is Updating; wait until it is InService.",
    );
  });
});

import { expect } from "chai";
import { constant, startEndpoint } from "./endpoint-fixture";

describe("requests of an endpoint", () => {
  for (const [requests, slots] of [
    [1, 2],
    [7, 2],
    [100, 6],
    [1000, 16],
  ] as const) {
    it(`end at ceil(N/c)·D in a burst of ${requests} on ${slots} slots`, () => {
      const { simulation, submit, settled } = startEndpoint({
        endpoint: { initialInstanceCount: slots / 2 },
      });
      submit(requests);
      simulation.advanceTo(100_000);
      expect(settled).to.have.length(requests);
      expect(settled.at(-1)?.settledAt).to.equal(Math.ceil(requests / slots) * 10);
    });
  }

  it("start in the order in which they came", () => {
    const { simulation, submit, heard } = startEndpoint();
    const requests = submit(7);
    simulation.advanceTo(1000);
    const started = heard.filter(({ what }) => what.startsWith("started"));
    expect(started.map(({ request }) => request)).to.deep.equal(requests);
  });

  it("start in an order of chance within the platform's window of the oldest", () => {
    const { simulation, submit, heard } = startEndpoint({
      endpoint: { maxConcurrentInvocationsPerInstance: 1 },
      platform: { queueWindow: 3 },
    });
    const waiting = submit(40);
    simulation.advanceTo(1000);
    const started = heard.flatMap(({ what, request }) =>
      what.startsWith("started") && request !== undefined ? request : [],
    );
    expect(started).to.have.members(waiting);
    expect(started).not.to.deep.equal(waiting);
    for (const request of started) {
      expect(waiting.indexOf(request)).to.be.within(0, 2);
      waiting.splice(waiting.indexOf(request), 1);
    }
  });

  it("go to the least busy instance", () => {
    const { submit, heard } = startEndpoint({ endpoint: { initialInstanceCount: 3 } });
    submit(4);
    expect(heard.map(({ what }) => what)).to.deep.equal([
      "started on 0",
      "started on 1",
      "started on 2",
      "started on 0",
    ]);
  });

  it("expire at exactly their time to live, counted from submission", () => {
    const { simulation, submit, settled } = startEndpoint({
      model: { serviceTimeSeconds: constant(500) },
    });
    submit(2);
    simulation.advanceTo(7);
    submit(1, { requestTtlSeconds: 60 });
    simulation.advanceTo(66.999);
    expect(settled).to.have.length(0);
    simulation.advanceTo(67);
    expect(settled[0]).to.include({ outcome: "expired", submittedAt: 7, settledAt: 67 });
    expect(settled[0]?.startedAt).to.satisfy(Number.isNaN);
  });

  it("are served when a slot gets free at the very instant of their expiry", () => {
    const { simulation, submit, settled } = startEndpoint({
      model: { serviceTimeSeconds: constant(60) },
    });
    submit(3, { requestTtlSeconds: 60 });
    simulation.advanceTo(1000);
    expect(settled.map(({ outcome }) => outcome)).to.deep.equal([
      "succeeded",
      "succeeded",
      "succeeded",
    ]);
    expect(settled.at(-1)).to.include({ startedAt: 60, settledAt: 120 });
  });

  it("expire by their own time to live, not by their place in the queue", () => {
    const { simulation, submit, settled } = startEndpoint({
      model: { serviceTimeSeconds: constant(400) },
    });
    submit(2);
    const [patient] = submit(1, { requestTtlSeconds: 300 });
    const [hasty] = submit(1, { requestTtlSeconds: 60 });
    simulation.advanceTo(350);
    expect(settled.map(({ request, settledAt }) => [request, settledAt])).to.deep.equal([
      [hasty, 60],
      [patient, 300],
    ]);
  });

  it("time out at the invocation time-out and free their slot", () => {
    const { simulation, submit, settled } = startEndpoint({
      model: { serviceTimeSeconds: constant(50) },
      endpoint: { maxConcurrentInvocationsPerInstance: 1 },
    });
    submit(2, { invocationTimeoutSeconds: 20 });
    simulation.advanceTo(1000);
    expect(settled.map(({ outcome, settledAt }) => [outcome, settledAt])).to.deep.equal([
      ["timedOut", 20],
      ["timedOut", 40],
    ]);
  });

  it("succeed when they take exactly the invocation time-out", () => {
    const { simulation, submit, settled } = startEndpoint({
      model: { serviceTimeSeconds: constant(20) },
    });
    submit(1, { invocationTimeoutSeconds: 20 });
    simulation.advanceTo(20);
    expect(settled[0]).to.include({ outcome: "succeeded", settledAt: 20 });
  });

  it("fail by the model's probability", () => {
    const { simulation, submit, settled } = startEndpoint({
      model: { failureProbability: 0.3, serviceTimeSeconds: constant(0.01) },
    });
    submit(20_000);
    simulation.advanceTo(1000);
    const failed = settled.filter(({ outcome }) => outcome === "failed").length;
    // Five standard deviations of the binomial distribution.
    expect(failed / 20_000).to.be.closeTo(0.3, 5 * Math.sqrt((0.3 * 0.7) / 20_000));
  });

  it("run as many at a time as the platform chooses where concurrency is unset", () => {
    const { submit, endpoint } = startEndpoint({
      endpoint: { maxConcurrentInvocationsPerInstance: null },
      platform: { chosenConcurrency: 7 },
    });
    submit(10);
    expect([endpoint.inFlight, endpoint.backlogSize]).to.deep.equal([7, 3]);
  });

  it("take the time that the profile measured for the requests then running, and their size", () => {
    const { simulation, submit, settled } = startEndpoint({
      endpoint: { maxConcurrentInvocationsPerInstance: 4 },
      model: {
        profile: [
          { concurrency: 1, serviceTimeSeconds: constant(10), secondsPerMegabyte: 0 },
          { concurrency: 3, serviceTimeSeconds: constant(20), secondsPerMegabyte: 4 },
        ],
      },
    });
    submit(4, { payloadBytes: 500_000 });
    simulation.advanceTo(1000);
    // Running 1, 2, 3, 4: at a point, halfway between two, at a point, beyond the last.
    expect(settled.map(({ settledAt }) => settledAt)).to.deep.equal([10, 16, 22, 22]);
  });

  it("may be submitted from within the call that tells of a settlement", () => {
    const { simulation, endpoint, submit, settled } = startEndpoint();
    submit(1);
    const submission = { requestTtlSeconds: 60, invocationTimeoutSeconds: 60, payloadBytes: 0 };
    const push = settled.push.bind(settled);
    settled.push = (...items) => {
      if (settled.length < 9) endpoint.submit(submission);
      return push(...items);
    };
    simulation.advanceTo(1000);
    expect(settled.map(({ settledAt }) => settledAt)).to.deep.equal([
      10, 20, 30, 40, 50, 60, 70, 80, 90, 100,
    ]);
  });
});

describe("requests that their owner completes", () => {
  const external = { model: { completion: "external" as const } };

  it("end when the drawn service time is over, if the owner was done before", () => {
    const { simulation, endpoint, submit, settled } = startEndpoint(external);
    const [request = -1] = submit(1);
    simulation.advanceTo(3);
    endpoint.complete(request, "succeeded");
    simulation.advanceTo(50);
    expect(settled[0]).to.include({ outcome: "succeeded", settledAt: 10 });
  });

  it("end when the owner is done, if that is later", () => {
    const { simulation, endpoint, submit, settled } = startEndpoint(external);
    const [request = -1] = submit(1);
    simulation.advanceTo(42);
    endpoint.complete(request, "failed");
    expect(settled[0]).to.include({ outcome: "failed", settledAt: 42 });
  });

  it("time out when the owner is too late, whose word is then ignored", () => {
    const { simulation, endpoint, submit, settled } = startEndpoint(external);
    const [request = -1] = submit(1, { invocationTimeoutSeconds: 30 });
    simulation.advanceTo(31);
    endpoint.complete(request, "succeeded");
    expect(settled).to.have.length(1);
    expect(settled[0]).to.include({ outcome: "timedOut", settledAt: 30 });
  });

  it("time out when the drawn service time is too long, even if the owner was done", () => {
    const { simulation, endpoint, submit, settled } = startEndpoint({
      model: { completion: "external", serviceTimeSeconds: constant(40) },
    });
    const [request = -1] = submit(1, { invocationTimeoutSeconds: 30 });
    endpoint.complete(request, "succeeded");
    simulation.advanceTo(100);
    expect(settled[0]).to.include({ outcome: "timedOut", settledAt: 30 });
  });

  it("leave a waiting request alone", () => {
    const { simulation, endpoint, submit, settled } = startEndpoint(external);
    const [, , waiting = -1] = submit(3);
    endpoint.complete(waiting, "succeeded");
    simulation.advanceTo(20);
    expect(settled).to.have.length(0);
    expect(endpoint.backlogSize).to.equal(1);
  });
});

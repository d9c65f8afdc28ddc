import { expect } from "chai";
import fc from "fast-check";
import { type PlatformOptions } from "../../../simulator/engine/platform-options";
import { Simulation } from "../../../simulator/engine/simulation";
import { constant, startEndpoint } from "./endpoint-fixture";

/** What may be done to an endpoint. */
const action = fc.oneof(
  fc.record({
    kind: fc.constant("submit" as const),
    count: fc.integer({ min: 1, max: 20 }),
    requestTtlSeconds: fc.constantFrom(60, 90, 21_600),
    invocationTimeoutSeconds: fc.constantFrom(5, 60, 900),
  }),
  fc.record({ kind: fc.constant("advance" as const), seconds: fc.integer({ min: 0, max: 400 }) }),
  fc.record({ kind: fc.constant("scale" as const), count: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ kind: fc.constant("update" as const), count: fc.integer({ min: 1, max: 3 }) }),
);

const platform: fc.Arbitrary<Partial<PlatformOptions>> = fc.record({
  redeliverInterrupted: fc.boolean(),
  drainSeconds: fc.constantFrom(0, 30),
  scaleInRemoves: fc.constantFrom("newest" as const, "oldest" as const, "idlest" as const),
  capacityShortage: fc.record({
    probability: fc.constantFrom(0, 0.5),
    delaySeconds: fc.constant(600),
  }),
  provisionSeconds: fc.constant({ kind: "uniform" as const, min: 0, max: 200 }),
});

describe("whatever happens to an endpoint", () => {
  it("every request ends once, and none starts after its expiry", () => {
    fc.assert(
      fc.property(
        fc.array(action, { maxLength: 40 }),
        platform,
        fc.integer(),
        (actions, options, seed) => {
          const { simulation, endpoint, settled, heard, submit } = startEndpoint({
            seed,
            platform: options,
            model: {
              serviceTimeSeconds: { kind: "exponential", mean: 40 },
              failureProbability: 0.1,
            },
          });
          let submitted = 0;
          const limits = new Map<string, number>();
          for (const step of actions) {
            switch (step.kind) {
              case "submit": {
                for (const request of submit(step.count, step)) {
                  limits.set(`${request}/${simulation.now}`, step.requestTtlSeconds);
                }
                submitted += step.count;
                break;
              }
              case "advance":
                simulation.advanceTo(simulation.now + step.seconds);
                break;
              case "scale":
                endpoint.setDesiredInstanceCount(step.count);
                break;
              case "update":
                if (endpoint.status !== "InService") break;
                endpoint.update({
                  instanceType: "ml.m5.large",
                  initialInstanceCount: step.count,
                  maxConcurrentInvocationsPerInstance: 3,
                  model: {
                    serviceTimeSeconds: { kind: "exponential", mean: 20 },
                    failureProbability: 0,
                    completion: "sampled",
                  },
                });
                break;
              default:
                step satisfies never;
            }
            expect(settled.length + endpoint.inFlight + endpoint.backlogSize).to.equal(submitted);
          }
          simulation.advanceTo(simulation.now + 40_000);
          expect(settled).to.have.length(submitted);
          expect([endpoint.inFlight, endpoint.backlogSize]).to.deep.equal([0, 0]);
          for (const { request, submittedAt, startedAt, settledAt } of settled) {
            expect(settledAt).to.be.at.least(submittedAt);
            const limit = limits.get(`${request}/${submittedAt}`);
            if (limit !== undefined && !Number.isNaN(startedAt)) {
              expect(startedAt - submittedAt).to.be.at.most(limit);
            }
          }
          const times = heard.map(({ at }) => at);
          expect(times).to.deep.equal(times.toSorted((a, b) => a - b));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("the time that requests spend in it is the integral of how many are in it (Little)", () => {
    const { simulation, endpoint, settled, submit } = startEndpoint({
      model: { serviceTimeSeconds: { kind: "exponential", mean: 7 } },
    });
    let integral = 0;
    let last = 0;
    const advance = (to: number): void => {
      while (simulation.nextEventTime() <= to) {
        const next = simulation.nextEventTime();
        integral += (next - last) * (endpoint.inFlight + endpoint.backlogSize);
        last = next;
        simulation.advanceTo(next);
      }
    };
    for (let burst = 0; burst < 50; burst++) {
      submit(10);
      advance(burst * 30);
      integral += (burst * 30 - last) * (endpoint.inFlight + endpoint.backlogSize);
      last = burst * 30;
      simulation.advanceTo(last);
    }
    advance(10_000);
    const spent = settled.reduce(
      (sum, { submittedAt, settledAt }) => sum + settledAt - submittedAt,
      0,
    );
    expect(settled).to.have.length(500);
    expect(integral).to.be.closeTo(spent, 1e-6 * spent);
  });

  it("several endpoints do not change each other's course", () => {
    const alone = startEndpoint({
      model: { serviceTimeSeconds: { kind: "exponential", mean: 7 } },
    });
    const beside = startEndpoint({
      model: { serviceTimeSeconds: { kind: "exponential", mean: 7 } },
    });
    const neighbour = beside.simulation.createEndpoint(
      {
        name: "neighbour",
        variantName: "AllTraffic",
        instanceType: "ml.m5.xlarge",
        initialInstanceCount: 2,
        startInService: true,
        maxConcurrentInvocationsPerInstance: 3,
        model: {
          serviceTimeSeconds: { kind: "exponential", mean: 3 },
          failureProbability: 0,
          completion: "sampled",
        },
      },
      { requestSettled: () => undefined },
    );
    for (let count = 0; count < 300; count++) {
      neighbour.submit({ requestTtlSeconds: 60, invocationTimeoutSeconds: 60, payloadBytes: 0 });
    }
    for (const { submit, simulation } of [alone, beside]) {
      submit(100);
      simulation.advanceTo(10_000);
    }
    expect(beside.settled).to.deep.equal(alone.settled);
    expect(neighbour.backlogSize + neighbour.inFlight).to.equal(0);
  });

  it("several endpoints come in the order of their creation at one instant, however time is stepped", () => {
    const run = (step: number): string[] => {
      const simulation = new Simulation({ startSeconds: 0, seed: 1 });
      const order: string[] = [];
      for (const [name, requests] of [
        ["first", [20]],
        ["second", [10, 20]],
      ] as const) {
        const endpoint = simulation.createEndpoint(
          {
            name,
            variantName: "AllTraffic",
            instanceType: "ml.m5.xlarge",
            initialInstanceCount: 2,
            startInService: true,
            maxConcurrentInvocationsPerInstance: 1,
            model: {
              serviceTimeSeconds: constant(900),
              failureProbability: 0,
              completion: "sampled",
            },
          },
          {
            requestSettled: (_request, _outcome, { settledAt }) =>
              order.push(`${settledAt} ${name}`),
          },
        );
        for (const invocationTimeoutSeconds of requests) {
          endpoint.submit({ requestTtlSeconds: 60, invocationTimeoutSeconds, payloadBytes: 0 });
        }
      }
      for (let at = step; at <= 30; at += step) simulation.advanceTo(at);
      return order;
    };
    expect(run(1)).to.deep.equal(["10 second", "20 first", "20 second"]);
    expect(run(30)).to.deep.equal(run(1));
  });
});

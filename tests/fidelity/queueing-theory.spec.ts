import { expect } from "chai";
import { type Distribution } from "../../simulator/engine/types";
import { constant, startEndpoint } from "../simulator/engine/endpoint-fixture";
import { type Estimate } from "./estimate";
import { evidence } from "./evidence";
import { measureQueue, type QueueExperiment } from "./queue-experiment";
import { erlangC, waitOfMDc, waitOfMG1, waitOfMMc } from "./queueing-formulas";

const exponential: Distribution = { kind: "exponential", mean: 1 };
const fixed: Distribution = { kind: "constant", value: 1 };
const requests = 600_000;

/** Slots are spread over instances where there are several: the fleet must be one queue. */
function queue(
  servers: number,
  ratePerSecond: number,
  serviceTimeSeconds: Distribution,
  seed = 100 + servers,
): QueueExperiment {
  const instances = Math.max(1, servers / 4);
  const concurrency = servers / instances;
  return { instances, concurrency, ratePerSecond, serviceTimeSeconds, requests, seed };
}

function text({ mean, halfWidth }: Estimate): string {
  return `${mean.toFixed(4)} ± ${halfWidth.toFixed(4)}`;
}

/** Within the interval, which must be narrow enough to mean something. */
function expectEstimate(estimate: Estimate, expected: number): void {
  expect(estimate.mean).to.be.closeTo(expected, estimate.halfWidth);
  expect(estimate.halfWidth).to.be.below(0.1 * expected);
}

evidence("Queueing theory", (show) => {
  it("agrees with the anchors that the formulas were checked against", () => {
    // Erlang C and Crommelin as tabulated elsewhere, to six places.
    expect(waitOfMMc(4, 2.8)).to.be.closeTo(0.357212, 1e-6);
    expect(waitOfMMc(4, 3.6)).to.be.closeTo(1.969383, 1e-6);
    expect(erlangC(16, 12.8)).to.be.closeTo(0.304884, 1e-6);
    expect(waitOfMDc(1, 0.5)).to.be.closeTo(0.5, 1e-6);
    expect(waitOfMDc(4, 2.8)).to.be.closeTo(0.189708, 1e-6);
    expect(waitOfMDc(8, 7.2)).to.be.closeTo(0.449973, 1e-6);
    expect(waitOfMDc(16, 12.8)).to.be.closeTo(0.052548, 1e-6);
  });

  for (const [servers, rate] of [
    [1, 0.5],
    [4, 2.8],
    [8, 6.4],
    [16, 12.8],
  ] as const) {
    it(`gives the mean wait and the share of waiters of M/M/${servers} at ${rate}`, () => {
      const { wait, waited } = measureQueue(queue(servers, rate, exponential));
      const expectedWait = waitOfMMc(servers, rate);
      const expectedShare = erlangC(servers, rate);
      show({
        claim: `Mean wait, M/M/${servers}, ${rate} requests/s at 1 s`,
        source: "Erlang C",
        expected: `${expectedWait.toFixed(4)} s`,
        obtained: `${text(wait)} s`,
      });
      show({
        claim: `Share that waits, M/M/${servers}, ${rate} requests/s at 1 s`,
        source: "Erlang C",
        expected: expectedShare.toFixed(4),
        obtained: text(waited),
      });
      expectEstimate(wait, expectedWait);
      expectEstimate(waited, expectedShare);
    });
  }

  for (const [servers, rate] of [
    [1, 0.5],
    [4, 2.8],
    [8, 6.4],
    [16, 12.8],
  ] as const) {
    it(`gives the mean wait of M/D/${servers} at ${rate}`, () => {
      const { wait } = measureQueue(queue(servers, rate, fixed));
      const expected = waitOfMDc(servers, rate);
      show({
        claim: `Mean wait, M/D/${servers}, ${rate} requests/s of exactly 1 s`,
        source: "Crommelin 1932",
        expected: `${expected.toFixed(4)} s`,
        obtained: `${text(wait)} s`,
      });
      expectEstimate(wait, expected);
    });
  }

  // Second moments: uniform (a² + ab + b²)/3; log-normal exp(2µ + 2σ²) with 1.2815515655446 the normal quantile 0.9.
  const sigma = Math.log(2) / 1.2815515655446;
  for (const [name, service, mean, secondMoment] of [
    ["uniform from 0 to 2 s", { kind: "uniform", min: 0, max: 2 }, 1, 4 / 3],
    [
      "log-normal, median 1 s, 90th percentile 2 s",
      { kind: "lognormal", p50: 1, p90: 2 },
      Math.exp(sigma ** 2 / 2),
      Math.exp(2 * sigma ** 2),
    ],
  ] as const) {
    it(`gives the mean wait of M/G/1 with service times ${name}`, () => {
      const { wait } = measureQueue(queue(1, 0.5, service));
      const expected = waitOfMG1(0.5, mean, secondMoment);
      show({
        claim: `Mean wait, M/G/1, 0.5 requests/s, service ${name}`,
        source: "Pollaczek-Khinchine",
        expected: `${expected.toFixed(4)} s`,
        obtained: `${text(wait)} s`,
      });
      expectEstimate(wait, expected);
    });
  }

  it("has intervals that hold the closed form as often as they say", () => {
    const expected = waitOfMMc(4, 2);
    const runs = Array.from({ length: 100 }, (_, seed) =>
      measureQueue({ ...queue(4, 2, exponential, seed), requests: 15_000 }),
    );
    const holding = runs.filter(
      ({ wait }) => Math.abs(wait.mean - expected) <= wait.halfWidth,
    ).length;
    show({
      claim: "Of 100 seeds, those whose interval holds the mean wait, M/M/4, 2 requests/s at 1 s",
      source: "99 % confidence",
      expected: "99",
      obtained: String(holding),
    });
    // Fewer than 95 of 100 at 99 % each has a probability below 0.4 %.
    expect(holding).to.be.at.least(95);
  });

  it("gives the 95th percentile of the time in M/M/1: it is exponential with rate µ − λ", () => {
    const p95 = Math.log(20) / (1 - 0.5);
    const { slow } = measureQueue(queue(1, 0.5, exponential), p95);
    show({
      claim: `Share of requests above ${p95.toFixed(3)} s in all, M/M/1, 0.5 requests/s at 1 s`,
      source: "exponential with rate µ − λ",
      expected: "0.0500",
      obtained: text(slow),
    });
    expectEstimate(slow, 0.05);
  });

  it("keeps Little's law and the utilisation law", () => {
    const measured = measureQueue(queue(4, 2.8, exponential));
    const little = measured.arrivalRate * waitOfMMc(4, 2.8);
    show({
      claim: "Mean number that waits, M/M/4, 2.8 requests/s at 1 s",
      source: "Little's law, L = λW",
      expected: (2.8 * waitOfMMc(4, 2.8)).toFixed(3),
      obtained: measured.queueLength.toFixed(3),
    });
    show({
      claim: "Mean share of busy slots, the same",
      source: "λE[S]/c",
      expected: "0.700",
      obtained: measured.utilisation.toFixed(3),
    });
    expect(measured.queueLength).to.be.closeTo(little, 0.05 * little);
    expect(measured.utilisation).to.be.closeTo(0.7, 0.005);
  });

  for (const [count, instances, concurrency] of [
    [1000, 1, 4],
    [1001, 5, 2],
    [1, 3, 3],
  ] as const) {
    it(`ends a burst of ${count} on ${instances * concurrency} slots after whole rounds`, () => {
      const { simulation, submit, settled } = startEndpoint({
        endpoint: {
          initialInstanceCount: instances,
          maxConcurrentInvocationsPerInstance: concurrency,
        },
        model: { serviceTimeSeconds: constant(7) },
      });
      submit(count);
      simulation.advanceTo(21_600);
      const last = settled.at(-1)?.settledAt;
      const expected = Math.ceil(count / (instances * concurrency)) * 7;
      show({
        claim: `End of ${count} requests at once on ${instances} × ${concurrency} slots of 7 s`,
        source: "⌈N/c⌉·D",
        expected: `${expected} s`,
        obtained: `${last} s`,
      });
      expect(last).to.equal(expected);
    });
  }
});

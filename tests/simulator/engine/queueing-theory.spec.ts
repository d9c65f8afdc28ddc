import { expect } from "chai";
import { randomExponential } from "d3-random";
import { randomSource } from "../../../simulator/engine/random-streams";
import { type Distribution } from "../../../simulator/engine/types";
import { constant, startEndpoint } from "./endpoint-fixture";

const exponential: Distribution = { kind: "exponential", mean: 1 };

/** Mean wait of Poisson arrivals at an endpoint of that many slots, without the warm-up. */
function meanWait(slots: number, rate: number, serviceTimeSeconds: Distribution): number {
  const { simulation, submit, settled } = startEndpoint({
    endpoint: { maxConcurrentInvocationsPerInstance: slots },
    model: { serviceTimeSeconds },
    seed: 7,
  });
  const gap = randomExponential.source(randomSource(7, "arrivals"))(rate);
  let waited = 0;
  let served = 0;
  let arrival = 0;
  for (let count = 0; count < 300_000; count++) {
    arrival += gap();
    simulation.advanceBefore(arrival);
    submit(1);
    for (const { submittedAt, startedAt } of settled) {
      if (submittedAt < 1000) continue;
      waited += startedAt - submittedAt;
      served++;
    }
    settled.length = 0;
  }
  return waited / served;
}

describe("the mean wait of an endpoint with a fixed fleet", () => {
  // Erlang C for M/M/c, Pollaczek-Khinchine for M/D/1, Crommelin for M/D/4; service time 1.
  for (const [system, slots, rate, service, wait] of [
    ["M/M/1 at 0.5", 1, 0.5, exponential, 1],
    ["M/M/4 at 2.8", 4, 2.8, exponential, 0.357212],
    ["M/M/8 at 7.2", 8, 7.2, exponential, 0.876916],
    ["M/D/1 at 0.5", 1, 0.5, constant(1), 0.5],
    ["M/D/4 at 2.8", 4, 2.8, constant(1), 0.189708],
  ] as const) {
    it(`is that of ${system}`, () => {
      expect(meanWait(slots, rate, service)).to.be.closeTo(wait, 0.05 * wait);
    });
  }
});

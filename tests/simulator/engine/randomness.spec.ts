import { expect } from "chai";
import { normalQuantile, quantile, sampler } from "../../../simulator/engine/distribution-sampler";
import { randomSource, randomUuid } from "../../../simulator/engine/random-streams";
import { type Distribution } from "../../../simulator/engine/types";
import { startEndpoint } from "./endpoint-fixture";

function draw(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next);
}

describe("random streams", () => {
  it("repeat for the same seed, purpose and owner", () => {
    const numbers = () => draw(5, randomSource(1, "service", "a"));
    expect(numbers()).to.deep.equal(numbers());
  });

  it("differ by seed, purpose and owner", () => {
    const first = [
      randomSource(1, "service", "a"),
      randomSource(2, "service", "a"),
      randomSource(1, "failures", "a"),
      randomSource(1, "service", "b"),
    ].map((source) => source());
    expect(new Set(first).size).to.equal(4);
  });

  it("are uniform from 0 to 1", () => {
    const values = draw(100_000, randomSource(3, "service"));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean).to.be.closeTo(0.5, 0.005);
    expect(Math.min(...values.slice(0, 50_000))).to.be.within(0, 0.001);
    expect(Math.max(...values.slice(0, 50_000))).to.be.within(0.999, 1);
  });

  it("make version 4 UUIDs", () => {
    expect(randomUuid(randomSource(1, "identifiers"))).to.match(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});

describe("distributions", () => {
  it("have the quantiles that they are given by", () => {
    const lognormal = quantile({ kind: "lognormal", p50: 3, p90: 6 });
    expect(lognormal(0.5)).to.be.closeTo(3, 1e-8);
    expect(lognormal(0.9)).to.be.closeTo(6, 1e-7);
    const uniform = quantile({ kind: "uniform", min: 60, max: 180 });
    expect([uniform(0), uniform(0.5)]).to.deep.equal([60, 120]);
    const empirical = quantile({ kind: "empirical", values: [5, 1, 3] });
    expect([0, 0.4, 0.99].map(empirical)).to.deep.equal([1, 3, 5]);
    expect(quantile({ kind: "exponential", mean: 2 })(1 - Math.exp(-1))).to.be.closeTo(2, 1e-12);
  });

  it("know the normal distribution's tails", () => {
    // Tabulated: https://en.wikipedia.org/wiki/97.5th_percentile_point and the 0.1 % point.
    expect(normalQuantile(0.975)).to.be.closeTo(1.959963985, 1e-8);
    expect(normalQuantile(0.001)).to.be.closeTo(-3.090232306, 1e-8);
    expect(normalQuantile(0)).to.be.below(-30);
  });

  it("take one number a value, so that two runs that differ in one distribution pair up", () => {
    const distributions: Distribution[] = [
      { kind: "constant", value: 1 },
      { kind: "lognormal", p50: 1, p90: 2 },
      { kind: "exponential", mean: 1 },
    ];
    const following = distributions.map((distribution) => {
      const source = randomSource(1, "service");
      draw(1000, sampler(distribution, source));
      return source();
    });
    // The constant needs no chance; the others leave the stream where the same count of numbers would.
    const source = randomSource(1, "service");
    draw(1000, source);
    const next = source();
    expect(following.slice(1)).to.deep.equal([next, next]);
  });
});

describe("a change of one setting", () => {
  it("leaves the chance of everything else as it was", () => {
    const provisioning = (service: Distribution): number[] => {
      const { simulation, endpoint, submit, heard } = startEndpoint({
        model: { serviceTimeSeconds: service },
        platform: { provisionSeconds: { kind: "lognormal", p50: 180, p90: 300 } },
      });
      submit(500);
      endpoint.setDesiredInstanceCount(3);
      simulation.advanceTo(5000);
      return heard.filter(({ what }) => what === "InService").map(({ at }) => at);
    };
    const one = provisioning({ kind: "constant", value: 10 });
    const other = provisioning({ kind: "exponential", mean: 20 });
    expect(one).to.have.length(1);
    expect(other).to.deep.equal(one);
  });
});

import { expect } from "chai";
import { randomSource } from "../../../simulator/engine/random-streams";
import { type Arrivals, arrivalSeconds } from "../../../simulator/scenario/arrivals";

function times(arrivals: Arrivals, count: number, seed = 5): number[] {
  return [...arrivalSeconds(arrivals, randomSource(seed, "arrivals"), count)];
}

/** How many of the arrivals lie in [from, to). */
function countIn(seconds: readonly number[], from: number, to: number): number {
  return seconds.filter((second) => second >= from && second < to).length;
}

/** Five standard deviations of a Poisson count. */
function tolerance(expected: number): number {
  return 5 * Math.sqrt(expected);
}

describe("arrivals", () => {
  it("at a constant rate are evenly spaced from 0", () => {
    expect(times({ kind: "constant", ratePerSecond: 2 }, 4)).to.deep.equal([0, 0.5, 1, 1.5]);
  });

  it("at once are all at 0", () => {
    expect(times({ kind: "at-once" }, 3)).to.deep.equal([0, 0, 0]);
  });

  it("of a Poisson process have exponential gaps", () => {
    const seconds = times({ kind: "poisson", ratePerSecond: 4 }, 40_000);
    const gaps = seconds.map((second, index) => second - (seconds[index - 1] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(mean).to.be.closeTo(0.25, 0.005);
    expect(Math.sqrt(variance)).to.be.closeTo(0.25, 0.01);
  });

  it("of a ramp grow in a straight line and then keep their rate", () => {
    const seconds = times(
      { kind: "ramp", fromPerSecond: 0, toPerSecond: 10, durationSeconds: 1000 },
      20_000,
    );
    expect(countIn(seconds, 0, 500)).to.be.closeTo(1250, tolerance(1250));
    expect(countIn(seconds, 500, 1000)).to.be.closeTo(3750, tolerance(3750));
    expect(countIn(seconds, 1000, 2000)).to.be.closeTo(10_000, tolerance(10_000));
  });

  it("of a ramp down to zero end", () => {
    const seconds = times(
      { kind: "ramp", fromPerSecond: 10, toPerSecond: 0, durationSeconds: 1000 },
      Infinity,
    );
    expect(seconds.length).to.be.closeTo(5000, tolerance(5000));
    expect(seconds.at(-1)).to.be.below(1000);
  });

  it("of bursts have their two rates", () => {
    const seconds = times(
      {
        kind: "bursts",
        baseRatePerSecond: 0.2,
        burstRatePerSecond: 10,
        burstSeconds: 120,
        periodSeconds: 1800,
      },
      15_360,
    );
    let inBurst = 0;
    let between = 0;
    for (let period = 0; period < 9; period++) {
      inBurst += countIn(seconds, period * 1800, period * 1800 + 120);
      between += countIn(seconds, period * 1800 + 120, (period + 1) * 1800);
    }
    expect(inBurst).to.be.closeTo(9 * 1200, tolerance(9 * 1200));
    expect(between).to.be.closeTo(9 * 336, tolerance(9 * 336));
  });

  it("of a day have their mean and their peak in its middle", () => {
    const seconds = times(
      { kind: "diurnal", meanRatePerSecond: 1, peakToMean: 3, periodSeconds: 86_400 },
      200_000,
    );
    expect(countIn(seconds, 0, 86_400)).to.be.closeTo(86_400, tolerance(86_400));
    // Near the peak the rate is three times the mean.
    expect(countIn(seconds, 43_200 - 600, 43_200 + 600)).to.be.closeTo(3600, tolerance(3600));
    expect(countIn(seconds, 0, 3600)).to.be.below(10);
  });

  it("of a trace are its times, scaled", () => {
    const trace = { kind: "trace", file: "t.csv", seconds: [0, 1, 5], timeScale: 2 } as const;
    expect(times({ ...trace, rateScale: 1 }, Infinity)).to.deep.equal([0, 2, 10]);
    expect(times({ ...trace, rateScale: 2 }, Infinity)).to.deep.equal([0, 0, 2, 2, 10, 10]);
  });

  it("of a trace are thinned by chance where its rate is not whole", () => {
    const seconds = Array.from({ length: 10_000 }, (_, index) => index);
    const thinned = times(
      { kind: "trace", file: "t.csv", seconds, timeScale: 1, rateScale: 0.3 },
      Infinity,
    );
    expect(thinned.length).to.be.closeTo(3000, 5 * Math.sqrt(10_000 * 0.3 * 0.7));
  });

  it("repeat for the same seed", () => {
    const bursts = {
      kind: "bursts",
      baseRatePerSecond: 1,
      burstRatePerSecond: 5,
      burstSeconds: 10,
      periodSeconds: 60,
    } as const;
    expect(times(bursts, 100)).to.deep.equal(times(bursts, 100));
    expect(times(bursts, 100)).to.not.deep.equal(times(bursts, 100, 6));
  });
});

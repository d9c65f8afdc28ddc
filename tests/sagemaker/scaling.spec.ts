import { expect } from "chai";
import {
  clampCapacity,
  stepCapacity,
  stepFor,
  targetTrackingCapacity,
} from "../../sagemaker/scaling";

describe("target tracking capacity", () => {
  it("follows AWS's example: 10 instances at 150 with target 100 grow by five", () => {
    expect(targetTrackingCapacity(10, 150, 100)).to.equal(15);
  });

  it("rounds up when it adds, so that adding 1.5 adds two", () => {
    expect(targetTrackingCapacity(3, 7.5, 5)).to.equal(5);
  });

  it("rounds up when it removes, so that removing 1.5 removes one", () => {
    expect(targetTrackingCapacity(3, 2.5, 5)).to.equal(2);
  });

  it("counts zero instances as one", () => {
    expect(targetTrackingCapacity(0, 11, 5)).to.equal(3);
    expect(targetTrackingCapacity(0, 5, 5)).to.equal(1);
  });

  it("goes to zero on a metric of zero only", () => {
    expect(targetTrackingCapacity(5, 0, 5)).to.equal(0);
    expect(targetTrackingCapacity(1, 0.2, 5)).to.equal(1);
  });

  it("does not add an instance for a rounding error of the division by the instances", () => {
    for (let instances = 1; instances <= 200; instances++) {
      for (let wanted = 1; wanted <= 50; wanted++) {
        const metric = (wanted * 7) / instances;
        expect(targetTrackingCapacity(instances, metric, 7), `${wanted} of ${instances}`).to.equal(
          wanted,
        );
      }
    }
  });
});

describe("capacity range", () => {
  it("brings a capacity into the range", () => {
    const range = { minCapacity: 1, maxCapacity: 5 };
    expect([0, 3, 9].map((capacity) => clampCapacity(capacity, range))).to.deep.equal([1, 3, 5]);
  });
});

describe("step intervals", () => {
  const steps = [
    { lowerBound: 0, upperBound: 10, adjustment: 1 },
    { lowerBound: 10, upperBound: null, adjustment: 2 },
  ];

  it("include the lower bound and exclude the upper above the threshold", () => {
    const adjustments = [0, 9.9, 10, 100].map(
      (difference) => stepFor(steps, difference, "above")?.adjustment,
    );
    expect(adjustments).to.deep.equal([1, 1, 2, 2]);
  });

  it("exclude the lower bound and include the upper below the threshold", () => {
    const below = [
      { lowerBound: null, upperBound: -10, adjustment: -2 },
      { lowerBound: -10, upperBound: 0, adjustment: -1 },
    ];
    const adjustments = [0, -9.9, -10, -100].map(
      (difference) => stepFor(below, difference, "below")?.adjustment,
    );
    expect(adjustments).to.deep.equal([-1, -1, -2, -2]);
  });

  it("give no step when the bound is on the wrong side", () => {
    const wrongSide = [{ lowerBound: null, upperBound: 0, adjustment: 1 }];
    expect(stepFor(wrongSide, 0.5, "above")).to.equal(undefined);
  });
});

describe("capacity after a step", () => {
  it("adds and removes instances, never below zero", () => {
    expect(stepCapacity(2, "ChangeInCapacity", 3)).to.equal(5);
    expect(stepCapacity(2, "ChangeInCapacity", -3)).to.equal(0);
  });

  it("is the adjustment itself for an exact capacity", () => {
    expect(stepCapacity(4, "ExactCapacity", 1)).to.equal(1);
  });

  it("rounds percentages as AWS does: toward zero, but less than one to one", () => {
    expect(stepCapacity(10, "PercentChangeInCapacity", 25)).to.equal(12);
    expect(stepCapacity(10, "PercentChangeInCapacity", 5)).to.equal(11);
    expect(stepCapacity(10, "PercentChangeInCapacity", -25)).to.equal(8);
    expect(stepCapacity(10, "PercentChangeInCapacity", -5)).to.equal(9);
  });

  it("changes by at least the minimum magnitude", () => {
    expect(stepCapacity(10, "PercentChangeInCapacity", 10, 3)).to.equal(13);
  });

  it("is none for a percentage of no instance", () => {
    expect(stepCapacity(0, "PercentChangeInCapacity", 100)).to.equal(0);
  });
});

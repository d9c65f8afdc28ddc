import { expect } from "chai";

import { capacityOrder, named, positiveNumber, wholeNumberIn } from "../../sagemaker/checks";
import { hubModelId, keyPrefix, limits, sageMakerName } from "../../sagemaker/limits";

describe("limits", () => {
  it("permit their own bounds and nothing beyond them", () => {
    for (const range of Object.values(limits)) {
      const check = wholeNumberIn(range);
      expect(check(range.min)).to.equal(undefined);
      expect(check(range.max)).to.equal(undefined);
      expect(check(range.min - 1)).to.be.a("string");
      expect(check(range.max + 1)).to.be.a("string");
    }
  });

  it("hold their own default", () => {
    for (const range of Object.values(limits)) {
      if ("default" in range) expect(wholeNumberIn(range)(range.default)).to.equal(undefined);
    }
  });

  it("name the source of every number", () => {
    for (const { source } of Object.values(limits)) expect(source).to.match(/^https:\/\/docs\.aws/);
  });

  it("refuse a fraction of a request, with the range", () => {
    expect(wholeNumberIn(limits.concurrentInvocationsPerInstance)(1.5)).to.equal(
      "is 1.5; it must be a whole number of requests from 1 to 1000",
    );
  });

  it("refuse zero where a number must be positive", () => {
    expect(positiveNumber("requests")(0)).to.equal("is 0; it must be a number of requests above 0");
    expect(positiveNumber("requests")(0.1)).to.equal(undefined);
    expect(positiveNumber("requests")(Infinity)).to.be.a("string");
  });

  it("refuse a smallest capacity above the largest, with both numbers", () => {
    expect(capacityOrder(3, 2, "`maxCapacity`")).to.equal(
      "is 3; it must not be above `maxCapacity`, which is 2: lower it or raise `maxCapacity`",
    );
    expect(capacityOrder(2, 2, "`maxCapacity`")).to.equal(undefined);
  });

  it("refuse an endpoint name that is too long or ends in a hyphen", () => {
    expect(named(sageMakerName)("a".repeat(63))).to.equal(undefined);
    expect(named(sageMakerName)("a".repeat(64))).to.be.a("string");
    expect(named(sageMakerName)("name-")).to.be.a("string");
  });

  it("accept hub ids with and without an organisation", () => {
    expect(named(hubModelId)("google/pegasus-large")).to.equal(undefined);
    expect(named(hubModelId)("gpt2")).to.equal(undefined);
    expect(named(hubModelId)("a/b/c")).to.be.a("string");
  });

  it("refuse a key prefix with a slash at either end", () => {
    expect(named(keyPrefix)("team/input")).to.equal(undefined);
    expect(named(keyPrefix)("input/")).to.be.a("string");
    expect(named(keyPrefix)("/input")).to.be.a("string");
  });
});

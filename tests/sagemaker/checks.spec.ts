import { expect } from "chai";

import { listOf, named, oneOfTexts } from "../../sagemaker/checks";
import { deploymentStepProblem, DeploymentStrategy } from "../../sagemaker/deployment-strategies";
import { hasLocalStorage } from "../../sagemaker/instance-types";
import { emailRule, parseS3Uri } from "../../sagemaker/resource-names";

describe("checks of lists", () => {
  const emails = listOf(named(emailRule), { max: 2 });

  it("pass a list whose members all pass", () => {
    expect(emails(["a@example.org", "b@example.org"])).to.equal(undefined);
  });

  for (const [list, reason] of [
    [[], "has 0 members; it must have at least 1"],
    [["a@b.org", "b@b.org", "c@b.org"], "has 3 members; it must have at most 2"],
    [
      ["nobody"],
      'has a member that is "nobody"; it must be an e-mail address, at most 320 characters',
    ],
    [["a@b.org", "a@b.org"], 'names "a@b.org" twice'],
  ] as const) {
    it(`say of ${JSON.stringify(list)} that it ${reason}`, () => {
      expect(emails(list)).to.equal(reason);
    });
  }
});

describe("checks of closed sets", () => {
  it("name what is permitted", () => {
    expect(oneOfTexts(["a", "b"])("c")).to.equal('is "c"; it must be one of "a", "b"');
    expect(oneOfTexts(["a", "b"])("b")).to.equal(undefined);
  });
});

describe("deployment strategies", () => {
  for (const [strategy, smallest] of [
    [DeploymentStrategy.Canary, 1],
    [DeploymentStrategy.Linear, 10],
    [DeploymentStrategy.Rolling, 5],
  ] as const) {
    it(`take steps of ${smallest} to 50 percent for ${strategy}`, () => {
      expect(deploymentStepProblem(smallest, strategy)).to.equal(undefined);
      expect(deploymentStepProblem(50, strategy)).to.equal(undefined);
      expect(deploymentStepProblem(51, strategy)).to.be.a("string");
      expect(deploymentStepProblem(smallest - 1, strategy)).to.be.a("string");
    });
  }
});

describe("instance types with a local disk", () => {
  for (const [type, local] of [
    ["ml.g5.xlarge", true],
    ["ml.g4dn.xlarge", true],
    ["ml.c5d.large", true],
    ["ml.trn1.2xlarge", true],
    ["ml.m5.xlarge", false],
    ["ml.p3.2xlarge", false],
    ["ml.inf2.xlarge", false],
  ] as const) {
    it(`${local ? "include" : "do not include"} ${type}`, () => {
      expect(hasLocalStorage(type)).to.equal(local);
    });
  }
});

describe("URIs of S3", () => {
  it("have a bucket and a key, which may be empty", () => {
    expect(parseS3Uri("s3://models/a/b.tar.gz")).to.deep.equal({
      bucket: "models",
      key: "a/b.tar.gz",
    });
    expect(parseS3Uri("s3://models/")).to.deep.equal({ bucket: "models", key: "" });
    expect(() => parseS3Uri("https://models/a")).to.throw("No URI of S3: https://models/a");
  });
});

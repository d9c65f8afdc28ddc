import { expect } from "chai";
import { identityAllows, trusts } from "../../../../simulator/aws/sagemaker/identity-policy";

const topic = "arn:aws:sns:us-east-1:123456789012:success";

function policy(statement: object): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sns:Publish", Resource: topic, ...statement }],
  });
}

describe("identityAllows", () => {
  it("allows what a statement names", () => {
    expect(identityAllows([policy({})], "sns:Publish", topic)).to.equal(true);
  });

  it("denies what no statement names", () => {
    expect(identityAllows([policy({ Resource: `${topic}-2` })], "sns:Publish", topic)).to.equal(
      false,
    );
  });

  it("reads wildcards in actions, whatever their case, and in resources", () => {
    const document = policy({ Action: ["SNS:Pub*"], Resource: "arn:aws:sns:*:*:succes?" });
    expect(identityAllows([document], "sns:Publish", topic)).to.equal(true);
  });

  it("does not let a wildcard in one place stand for a regular expression", () => {
    expect(identityAllows([policy({ Resource: "arn.aws:sns:*" })], "sns:Publish", topic)).to.equal(
      false,
    );
  });

  it("counts a statement with a condition for nothing", () => {
    const document = policy({ Condition: { StringEquals: { "s3:prefix": "out/" } } });
    expect(identityAllows([document], "sns:Publish", topic)).to.equal(false);
  });

  it("lets a condition pass that only holds if its key exists", () => {
    const document = policy({ Condition: { StringEqualsIfExists: { "aws:SourceVpc": "vpc-1" } } });
    expect(identityAllows([document], "sns:Publish", topic)).to.equal(true);
  });

  it("lets a denial win", () => {
    const denial = policy({ Effect: "Deny", Action: "*", Resource: "*" });
    expect(identityAllows([policy({}), denial], "sns:Publish", topic)).to.equal(false);
  });

  it("reads NotAction and NotResource", () => {
    const document = policy({
      Action: undefined,
      NotAction: "iam:*",
      Resource: undefined,
      NotResource: "arn:aws:s3:::*",
    });
    expect(identityAllows([document], "sns:Publish", topic)).to.equal(true);
    expect(identityAllows([document], "iam:PassRole", topic)).to.equal(false);
  });

  it("takes a document that is no policy for one that allows nothing", () => {
    expect(identityAllows(["{", '{"Statement": 3}'], "sns:Publish", topic)).to.equal(false);
  });
});

describe("trusts", () => {
  const trust = (principal: unknown): string =>
    JSON.stringify({
      Statement: { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" },
    });

  it("finds a service among the principals", () => {
    const document = trust({ Service: ["ec2.amazonaws.com", "sagemaker.amazonaws.com"] });
    expect(trusts(document, "sagemaker.amazonaws.com")).to.equal(true);
  });

  it("refuses another service", () => {
    expect(trusts(trust({ Service: "ec2.amazonaws.com" }), "sagemaker.amazonaws.com")).to.equal(
      false,
    );
  });
});

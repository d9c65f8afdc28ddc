import { expect } from "chai";

import { policyDocument } from "../../../simulator/deploy/policy-document";

function documentOf(args: Record<string, unknown>): unknown {
  return JSON.parse(policyDocument(args)["json"] as string);
}

describe("the policy document data source", () => {
  it("allows when a statement names no effect", () => {
    const statements = [{ actions: ["s3:GetObject"], resources: ["*"] }];
    expect(documentOf({ statements })).to.deep.equal({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
    });
  });

  it("gathers principals by type", () => {
    const statements = [
      {
        principals: [
          { type: "Service", identifiers: ["sagemaker.amazonaws.com"] },
          { type: "AWS", identifiers: ["1", "2"] },
        ],
      },
    ];
    expect(documentOf({ statements })).to.have.deep.nested.property("Statement[0].Principal", {
      Service: "sagemaker.amazonaws.com",
      AWS: ["1", "2"],
    });
  });

  it("writes everyone as a star", () => {
    const statements = [{ principals: [{ type: "*", identifiers: ["*"] }] }];
    expect(documentOf({ statements })).to.have.nested.property("Statement[0].Principal", "*");
  });

  it("gathers conditions by test and variable", () => {
    const statements = [
      {
        conditions: [
          { test: "StringEquals", variable: "aws:SourceAccount", values: ["1"] },
          { test: "StringEquals", variable: "aws:PrincipalArn", values: ["a", "b"] },
        ],
      },
    ];
    expect(documentOf({ statements })).to.have.deep.nested.property("Statement[0].Condition", {
      StringEquals: { "aws:SourceAccount": "1", "aws:PrincipalArn": ["a", "b"] },
    });
  });
});

import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { AsyncInferenceEndpoint } from "../../../components";
import { record, standsBefore } from "../recording-monitor";
import {
  bucketArn,
  deployed,
  happyPath,
  statement,
  statements,
  statementsOf,
  topicArn,
} from "./deployed";

describe("the roles around an AsyncInferenceEndpoint", () => {
  it("let the endpoint's list the bucket without a condition, as CreateEndpoint demands", async () => {
    expect(statement(await deployed(), "inference-role-policy", "ListBucket")).to.deep.equal({
      Sid: "ListBucket",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArn,
    });
  });

  it("let the endpoint's read inputs and write results and failures, each under its prefix", async () => {
    const recording = await deployed();
    expect(statement(recording, "inference-role-policy", "ReadInputs").Resource).to.equal(
      `${bucketArn}/input/*`,
    );
    expect(statement(recording, "inference-role-policy", "WriteResults").Resource).to.deep.equal([
      `${bucketArn}/output/*`,
      `${bucketArn}/failure/*`,
    ]);
  });

  it("let the endpoint's publish to its two topics in its own policy", async () => {
    expect(
      statement(await deployed(), "inference-role-policy", "PublishResults").Resource,
    ).to.deep.equal([topicArn("success"), topicArn("error")]);
  });

  it("give the endpoint's no right on everything but the two that know no resources", async () => {
    const unbounded = statements(await deployed(), "inference-role-policy").filter(
      ({ Resource }) => Resource === "*",
    );
    expect(unbounded.map(({ Action }) => Action)).to.deep.equal([
      "ecr:GetAuthorizationToken",
      "cloudwatch:PutMetricData",
    ]);
  });

  it("let SageMaker assume the endpoint's for this account and region only", async () => {
    const [trust] = statements(await deployed(), "inference-role", "assumeRolePolicy");
    expect(trust?.Condition).to.deep.equal({
      ArnLike: { "aws:SourceArn": "arn:aws:sagemaker:us-east-1:123456789012:*" },
    });
  });

  it("take further managed policies, in place before the model", async () => {
    const policyArn = "arn:aws:iam::123456789012:policy/package";
    const recording = await deployed({ rolePolicyArns: [policyArn] });
    expect(recording.resource("inference-role-policy-1").inputs).to.deep.equal({
      role: "inference-role-0123456",
      policyArn,
    });
    expect(standsBefore(recording, "inference-role-policy-1", "inference-model")).to.equal(true);
  });

  it("are not made when one is given, whose owner is told what it needs", async () => {
    const executionRoleArn = "arn:aws:iam::123456789012:role/inference";
    const recording = await deployed({ executionRoleArn });
    expect(recording.childrenOf("inference").filter((name) => name.includes("role"))).to.be.empty;
    expect(recording.resource("inference-model").inputs).to.include({ executionRoleArn });
    const outputs = recording.outputs.get("inference");
    expect(outputs).to.include({ executionRoleArn });
    expect(statementsOf(outputs?.["executionPolicy"]).map(({ Sid }) => Sid)).to.include.members([
      "ReadInputs",
      "ListBucket",
      "PublishResults",
      "PullImage",
    ]);
  });

  it("let a role call the endpoint with exactly the caller's rights, by its ARN in lower case", async () => {
    const recording = await record(() => {
      const endpoint = new AsyncInferenceEndpoint("inference", {
        ...happyPath,
        endpointName: "Summaries",
      });
      endpoint.grantInvoke("reader-invokes", pulumi.output("reader"));
    });
    const granted = recording.resource("reader-invokes");
    expect(granted.type).to.equal("aws:iam/rolePolicy:RolePolicy");
    expect(granted.parent).to.equal("inference");
    expect(granted.inputs["role"]).to.equal("reader");
    expect(granted.inputs["policy"]).to.equal(recording.outputs.get("inference")?.["callerPolicy"]);
    expect(statement(recording, "reader-invokes", "Invoke").Resource).to.equal(
      "arn:aws:sagemaker:us-east-1:123456789012:endpoint/summaries",
    );
  });
});

import { expect } from "chai";
import { CONFIG, ENDPOINT, errorOf, Hosting } from "../hosting";

describe("the execution role of an asynchronous endpoint", () => {
  let hosting: Hosting;

  beforeEach(async () => {
    hosting = await Hosting.start();
    await hosting.createConfig();
  });

  afterEach(() => hosting.close());

  async function creationWith(statement: object): Promise<{ name: string; message: string }> {
    await hosting.iam.putRolePolicy({
      RoleName: "hosting",
      PolicyName: "work",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: statement }),
    });
    return errorOf(
      hosting.sagemaker.createEndpoint({ EndpointName: ENDPOINT, EndpointConfigName: CONFIG }),
    );
  }

  function refusal(missing: string): { name: string; message: string } {
    return {
      name: "ValidationException",
      message: `The provided role '${hosting.roleArn}' is invalid. Please ensure the role exists, that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com"${missing}.`,
    };
  }

  it("must be allowed to publish to the topics", async () => {
    const error = await creationWith([{ Effect: "Allow", Action: "s3:*", Resource: "*" }]);
    expect(error).to.deep.equal(
      refusal(`, and has "sns:Publish" permissions for topic "${hosting.topicArn}"`),
    );
  });

  it("must be allowed to list the bucket without a condition", async () => {
    const error = await creationWith([
      { Effect: "Allow", Action: ["sns:Publish", "s3:PutObject"], Resource: "*" },
      {
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: "*",
        Condition: { StringLike: { "s3:prefix": "out/*" } },
      },
    ]);
    expect(error).to.deep.equal(
      refusal(', and has "s3:ListBucket" permissions for bucket "arn:aws:s3:::hosting"'),
    );
  });

  it("must trust SageMaker", async () => {
    await hosting.iam.updateAssumeRolePolicy({
      RoleName: "hosting",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { Service: "ec2.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      }),
    });
    const created = hosting.sagemaker.createEndpoint({
      EndpointName: ENDPOINT,
      EndpointConfigName: CONFIG,
    });
    expect(await errorOf(created)).to.deep.equal(refusal(""));
  });
});

import {
  type AsyncInferenceConfig,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  type CreateEndpointConfigInput,
  CreateModelCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  ListEndpointsCommand,
  ListTagsCommand,
  ListTrainingJobsCommand,
  UpdateEndpointCommand,
} from "@aws-sdk/client-sagemaker";
import { expect } from "chai";
import { clientCodes, isUnknownToClient } from "../client";
import { expectFailure, type Session } from "../session";
import { modelOf } from "../target";

/** Model, configuration and endpoint, until it is in service. */
export function describeHosting(open: () => Session): void {
  it("creates a model and an endpoint configuration", async () => {
    const session = open();
    const { client, modelName, roleArn, target } = session;
    const { image, environment } = modelOf(target);
    const { ModelArn: arn } = await client.call(
      new CreateModelCommand({
        ModelName: modelName,
        ExecutionRoleArn: roleArn,
        PrimaryContainer: { Image: image, Environment: environment },
      }),
    );
    expect(arn).to.match(new RegExp(`^arn:aws:sagemaker:[a-z0-9-]+:\\d{12}:model/${modelName}$`));
    await createConfig(session, 1, 2);
    const described = await client.call(
      new DescribeEndpointConfigCommand({ EndpointConfigName: configName(session, 1) }),
    );
    expect(described.CreationTime).to.be.an.instanceOf(Date);
    expect(described.AsyncInferenceConfig).to.deep.equal(asyncConfig(session, 2));
    expect(described.ProductionVariants?.[0]).to.include({
      VariantName: session.variantName,
      ModelName: modelName,
      InitialInstanceCount: 1,
    });
  });

  it("refuses what names nothing that exists", async () => {
    const { client, endpointName } = open();
    await expectFailure(
      client.call(new DescribeEndpointCommand({ EndpointName: `${endpointName}-none` })),
      "ValidationException",
      /^Could not find endpoint "arn:aws:sagemaker:[a-z0-9-]+:\d{12}:endpoint\/[a-z0-9-]+-none"\.$/,
    );
    await expectFailure(
      client.call(
        new CreateEndpointCommand({ EndpointName: endpointName, EndpointConfigName: "none" }),
      ),
      "ValidationException",
      /^Could not find endpoint configuration "arn:aws:sagemaker:[a-z0-9-]+:\d{12}:endpoint-config\/none"\.$/,
    );
    await expectFailure(
      client.wait("EndpointInService", `${endpointName}-none`),
      clientCodes.waiterFailed,
    );
  });

  it("creates the endpoint, and refuses to change or delete it before it is in service", async () => {
    const session = open();
    const { client, endpointName, target } = session;
    await target.atOneInstant(async () => {
      await client.call(
        new CreateEndpointCommand({
          EndpointName: endpointName,
          EndpointConfigName: configName(session, 1),
          Tags: [{ Key: "purpose", Value: "clients" }],
        }),
      );
      const described = await client.call(
        new DescribeEndpointCommand({ EndpointName: endpointName }),
      );
      expect(described.EndpointStatus).to.equal("Creating");
      const refusal = /^Cannot update in-progress endpoint "arn:aws:sagemaker:.*:endpoint\/.*"\.$/;
      await expectFailure(
        client.call(new DeleteEndpointCommand({ EndpointName: endpointName })),
        "ValidationException",
        refusal,
      );
      await expectFailure(
        client.call(
          new UpdateEndpointCommand({
            EndpointName: endpointName,
            EndpointConfigName: configName(session, 1),
          }),
        ),
        "ValidationException",
        refusal,
      );
    });
    await session.wait("EndpointInService");
    const described = await client.call(
      new DescribeEndpointCommand({ EndpointName: endpointName }),
    );
    expect(described).to.include({ EndpointStatus: "InService", EndpointName: endpointName });
    expect(described.ProductionVariants?.[0]).to.include({
      CurrentInstanceCount: 1,
      DesiredInstanceCount: 1,
    });
    const { Tags: tags } = await client.call(
      new ListTagsCommand({ ResourceArn: described.EndpointArn }),
    );
    expect(tags).to.deep.equal([{ Key: "purpose", Value: "clients" }]);
  });

  it("lists it by name and status", async () => {
    const { client, endpointName } = open();
    const { Endpoints: endpoints = [] } = await client.call(
      new ListEndpointsCommand({ NameContains: endpointName, StatusEquals: "InService" }),
    );
    expect(endpoints.map(({ EndpointName: name }) => name)).to.deep.equal([endpointName]);
  });

  it("names an operation that this server does not offer", async function () {
    const { client, target } = open();
    if (target.isAws) return this.skip();
    await expectFailure(
      client.call(new ListTrainingJobsCommand({})),
      "NotImplemented",
      /ListTrainingJobs/,
    );
  });
}

/** Name of the first, second, … configuration. */
export function configName({ run }: Session, number: number): string {
  return `${run}-${number}`;
}

/** Creates a configuration; notes when the client is too old for a failure path, and does without. */
export async function createConfig(
  session: Session,
  number: number,
  concurrency: number,
): Promise<void> {
  const { client } = session;
  const { EndpointConfigArn: arn } = await client
    .call(new CreateEndpointConfigCommand(configInput(session, number, concurrency)))
    .catch((error: unknown) => {
      if (!isUnknownToClient(error)) throw error;
      session.knowsFailurePath = false;
      return client.call(
        new CreateEndpointConfigCommand(configInput(session, number, concurrency)),
      );
    });
  expect(arn).to.match(/:endpoint-config\//);
}

function configInput(
  session: Session,
  number: number,
  concurrency: number,
): CreateEndpointConfigInput {
  return {
    EndpointConfigName: configName(session, number),
    ProductionVariants: [
      {
        VariantName: session.variantName,
        ModelName: session.modelName,
        InstanceType: modelOf(session.target).instanceType,
        InitialInstanceCount: 1,
      },
    ],
    AsyncInferenceConfig: asyncConfig(session, concurrency),
  };
}

function asyncConfig(session: Session, concurrency: number): AsyncInferenceConfig {
  const { bucket, topicArn, knowsFailurePath } = session;
  return {
    ClientConfig: { MaxConcurrentInvocationsPerInstance: concurrency },
    OutputConfig: {
      S3OutputPath: `s3://${bucket}/out`,
      ...(knowsFailurePath ? { S3FailurePath: `s3://${bucket}/failed` } : {}),
      NotificationConfig: { SuccessTopic: topicArn, ErrorTopic: topicArn },
    },
  };
}

import {
  DeleteScalingPolicyCommand,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { DeleteAlarmsCommand, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DeleteLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteRoleCommand, DeleteRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
} from "@aws-sdk/client-s3";
import {
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  UpdateEndpointCommand,
} from "@aws-sdk/client-sagemaker";
import {
  DeleteTopicCommand,
  ListSubscriptionsByTopicCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { DeleteQueueCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { expectFailure, type Session } from "../session";
import { leftovers } from "../../../deploy/leftovers";
import { configName, createConfig } from "./hosting";

/** A new configuration under way, and everything taken down in order. */
export function describeUpdateAndRemoval(open: () => Session): void {
  it("takes a new configuration and keeps the fleet as scaling left it", async () => {
    const session = open();
    const { client, endpointName } = session;
    await createConfig(session, 2, 4);
    await client.call(
      new UpdateEndpointCommand({
        EndpointName: endpointName,
        EndpointConfigName: configName(session, 2),
        RetainAllVariantProperties: true,
      }),
    );
    await session.wait("EndpointInService");
    const described = await client.call(
      new DescribeEndpointCommand({ EndpointName: endpointName }),
    );
    expect(described.EndpointConfigName).to.equal(configName(session, 2));
    expect(
      described.AsyncInferenceConfig?.ClientConfig?.MaxConcurrentInvocationsPerInstance,
    ).to.equal(4);
    expect(described.ProductionVariants?.[0]?.DesiredInstanceCount).to.equal(0);
  });

  it("deregisters the variant, and the service's own alarms go with it", async () => {
    const { client, scalableVariant, alarmName } = open();
    await client.call(
      new DeleteScalingPolicyCommand({ ...scalableVariant, PolicyName: "wake-up" }),
    );
    await client.call(new DeregisterScalableTargetCommand(scalableVariant));
    await expectFailure(
      client.call(new DeregisterScalableTargetCommand(scalableVariant)),
      "ObjectNotFoundException",
      /^No scalable target found for service namespace: sagemaker, resource ID: .*, scalable dimension: sagemaker:variant:DesiredInstanceCount/,
    );
    const { ScalableTargets: targets = [] } = await client.call(
      new DescribeScalableTargetsCommand({
        ServiceNamespace: "sagemaker",
        ResourceIds: [scalableVariant.ResourceId],
      }),
    );
    expect(targets).to.be.empty;
    const { MetricAlarms: own = [] } = await client.call(
      new DescribeAlarmsCommand({
        AlarmNamePrefix: `TargetTracking-${scalableVariant.ResourceId}`,
      }),
    );
    expect(own).to.be.empty;
    const { MetricAlarms: left = [] } = await client.call(
      new DescribeAlarmsCommand({ AlarmNames: [alarmName] }),
    );
    expect(left.map(({ AlarmName: name }) => name)).to.deep.equal([alarmName]);
    await client.call(new DeleteAlarmsCommand({ AlarmNames: [alarmName] }));
  });

  it("deletes the endpoint, and the waiter sees it go", async () => {
    const session = open();
    const { client, endpointName } = session;
    await client.call(new DeleteEndpointCommand({ EndpointName: endpointName }));
    await session.wait("EndpointDeleted");
    const missing = /^Could not find endpoint "arn:aws:sagemaker:/;
    for (const command of [DescribeEndpointCommand, DeleteEndpointCommand]) {
      await expectFailure(
        client.call<unknown>(new command({ EndpointName: endpointName })),
        "ValidationException",
        missing,
      );
    }
  });

  it("deletes what the endpoint was made from", async () => {
    const session = open();
    const { client, modelName } = session;
    for (const number of [1, 2]) {
      const name = { EndpointConfigName: configName(session, number) };
      await client.call(new DeleteEndpointConfigCommand(name));
    }
    await client.call(new DeleteModelCommand({ ModelName: modelName }));
    await expectFailure(
      client.call(new DeleteModelCommand({ ModelName: modelName })),
      "ValidationException",
      /^Could not find model "arn:aws:sagemaker:/,
    );
  });

  it("deletes the log, topic, queue and role", async () => {
    const session = open();
    const { client, run, topicArn, queueUrl, endpointName } = session;
    const logGroupName = `/aws/sagemaker/Endpoints/${endpointName}`;
    await client.call(new DeleteLogGroupCommand({ logGroupName }));
    const { Subscriptions: subscriptions = [] } = await client.call(
      new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }),
    );
    expect(subscriptions).to.have.lengthOf(1);
    for (const { SubscriptionArn: arn } of subscriptions) {
      await client.call(new UnsubscribeCommand({ SubscriptionArn: arn }));
    }
    await client.call(new DeleteTopicCommand({ TopicArn: topicArn }));
    await client.call(new DeleteQueueCommand({ QueueUrl: queueUrl }));
    if (!ownsRole(session)) return;
    await expectFailure(
      client.call(new DeleteRoleCommand({ RoleName: run })),
      ["DeleteConflict", "DeleteConflictException"],
      /must delete policies first/,
    );
    await client.call(new DeleteRolePolicyCommand({ RoleName: run, PolicyName: "work" }));
    await client.call(new DeleteRoleCommand({ RoleName: run }));
  });

  it("deletes the bucket once it is empty", async () => {
    const { client, bucket } = open();
    await expectFailure(
      client.call(new DeleteBucketCommand({ Bucket: bucket })),
      "BucketNotEmpty",
      /^The bucket you tried to delete is not empty/,
    );
    await emptyBucket(open());
    await client.call(new DeleteBucketCommand({ Bucket: bucket }));
    await expectFailure(client.call(new DeleteBucketCommand({ Bucket: bucket })), "NoSuchBucket");
  });

  it("leaves nothing", async function () {
    const { endpoint, region } = open().target.connection;
    // An account on AWS has other tenants.
    if (endpoint === undefined) return this.skip();
    expect(await leftovers(endpoint, region)).to.deep.equal({});
  });
}

/** Takes away whatever a failed run has left on AWS, where it costs money; what is not there is passed over. */
export async function removeRest(session: Session): Promise<void> {
  const { client, run, scalableVariant, endpointName, alarmName } = session;
  const steps: (() => Promise<unknown>)[] = [
    () => client.call(new DeregisterScalableTargetCommand(scalableVariant)),
    () => session.wait("EndpointInService"),
    () => client.call(new DeleteEndpointCommand({ EndpointName: endpointName })),
    () => session.wait("EndpointDeleted"),
    () => client.call(new DeleteAlarmsCommand({ AlarmNames: [alarmName] })),
    ...[1, 2].map(
      (number) => () =>
        client.call(
          new DeleteEndpointConfigCommand({ EndpointConfigName: configName(session, number) }),
        ),
    ),
    () => client.call(new DeleteModelCommand({ ModelName: session.modelName })),
    () =>
      client.call(
        new DeleteLogGroupCommand({ logGroupName: `/aws/sagemaker/Endpoints/${endpointName}` }),
      ),
    () => client.call(new DeleteTopicCommand({ TopicArn: session.topicArn })),
    () => client.call(new DeleteQueueCommand({ QueueUrl: session.queueUrl })),
    () => emptyBucket(session),
    () => client.call(new DeleteBucketCommand({ Bucket: session.bucket })),
  ];
  if (ownsRole(session)) {
    steps.push(
      () => client.call(new DeleteRolePolicyCommand({ RoleName: run, PolicyName: "work" })),
      () => client.call(new DeleteRoleCommand({ RoleName: run })),
    );
  }
  for (const step of steps) {
    await step().catch((error: unknown) => console.log(`        clean-up: ${String(error)}`));
  }
}

/** The role that a user gave is theirs. */
function ownsRole({ roleArn, run }: Session): boolean {
  return roleArn.endsWith(`:role/${run}`);
}

async function emptyBucket({ client, bucket }: Session): Promise<void> {
  const { Contents: objects = [] } = await client.call(
    new ListObjectsV2Command({ Bucket: bucket }),
  );
  const { Errors: errors = [] } = await client.call(
    new DeleteObjectsCommand({
      Bucket: bucket,
      Delete: { Objects: objects.map(({ Key: key }) => ({ Key: key })) },
    }),
  );
  expect(errors).to.be.empty;
}

import {
  DeleteScheduledActionCommand,
  DescribeScheduledActionsCommand,
  GetPredictiveScalingForecastCommand,
  ListTagsForResourceCommand,
  PutScheduledActionCommand,
  DescribeScalableTargetsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-application-auto-scaling";
import {
  AddTagsCommand,
  DeleteTagsCommand,
  DescribeEndpointCommand,
  DescribeModelCommand,
  ListEndpointConfigsCommand,
  ListModelsCommand,
  ListTagsCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from "@aws-sdk/client-sagemaker";
import { expect } from "chai";
import { isUnknownToClient } from "../../client";
import { expectFailure, type Session } from "../../session";
import { configName } from "../hosting";

/** Everything around a running endpoint, as people look after it. */
export function describeEndpointUpkeep(open: () => Session): void {
  it("finds what the endpoint is made of, and tags it", async () => {
    const session = open();
    const { client, modelName, run, endpointName } = session;
    const { Models: models } = await client.call(new ListModelsCommand({ NameContains: run }));
    expect(models?.map(({ ModelName }) => ModelName)).to.deep.equal([modelName]);
    const { EndpointConfigs: configs } = await client.call(
      new ListEndpointConfigsCommand({ NameContains: run }),
    );
    expect(configs?.map(({ EndpointConfigName }) => EndpointConfigName)).to.deep.equal([
      configName(session, 1),
    ]);
    const model = await client.call(new DescribeModelCommand({ ModelName: modelName }));
    expect(model.ExecutionRoleArn).to.equal(session.roleArn);
    const { EndpointArn: ResourceArn } = await client.call(
      new DescribeEndpointCommand({ EndpointName: endpointName }),
    );
    await client.call(new AddTagsCommand({ ResourceArn, Tags: [{ Key: "a", Value: "b" }] }));
    await client.call(new DeleteTagsCommand({ ResourceArn, TagKeys: ["purpose"] }));
    const { Tags: tags } = await client.call(new ListTagsCommand({ ResourceArn }));
    expect(tags).to.deep.equal([{ Key: "a", Value: "b" }]);
  });

  it("gives the variant another weight without another fleet", async () => {
    const session = open();
    const { client, endpointName, variantName } = session;
    await client.call(
      new UpdateEndpointWeightsAndCapacitiesCommand({
        EndpointName: endpointName,
        DesiredWeightsAndCapacities: [{ VariantName: variantName, DesiredWeight: 2 }],
      }),
    );
    await session.wait("EndpointInService");
    const { ProductionVariants: [variant] = [] } = await client.call(
      new DescribeEndpointCommand({ EndpointName: endpointName }),
    );
    expect(variant).to.include({ DesiredWeight: 2, DesiredInstanceCount: 0 });
  });

  it("schedules another capacity, and thinks better of it", async () => {
    const { client, scalableVariant } = open();
    const action = { ...scalableVariant, ScheduledActionName: "morning" };
    await client.call(
      new PutScheduledActionCommand({
        ...action,
        Schedule: "cron(0 8 1 1 ? 2099)",
        Timezone: "Europe/Berlin",
        ScalableTargetAction: { MinCapacity: 1, MaxCapacity: 2 },
      }),
    );
    const { ScheduledActions: actions } = await client.call(
      new DescribeScheduledActionsCommand(scalableVariant),
    );
    expect(actions?.map(({ Timezone, Schedule }) => [Timezone, Schedule])).to.deep.equal([
      ["Europe/Berlin", "cron(0 8 1 1 ? 2099)"],
    ]);
    await client.call(new DeleteScheduledActionCommand(action));
  });

  it("tags the scalable target, and is told that no policy predicts", async function () {
    const { client, scalableVariant } = open();
    const { ScalableTargets: [target] = [] } = await client.call(
      new DescribeScalableTargetsCommand({
        ServiceNamespace: "sagemaker",
        ResourceIds: [scalableVariant.ResourceId],
      }),
    );
    const ResourceARN = target?.ScalableTargetARN;
    try {
      await client.call(new TagResourceCommand({ ResourceARN, Tags: { purpose: "upkeep" } }));
      const { Tags: tags } = await client.call(new ListTagsForResourceCommand({ ResourceARN }));
      expect(tags).to.deep.equal({ purpose: "upkeep" });
      await client.call(new UntagResourceCommand({ ResourceARN, TagKeys: ["purpose"] }));
      await expectFailure(
        client.call(
          new GetPredictiveScalingForecastCommand({
            ...scalableVariant,
            PolicyName: "backlog",
            StartTime: new Date("2026-01-01T00:00:00Z"),
            EndTime: new Date("2026-01-02T00:00:00Z"),
          }),
        ),
        "ValidationException",
      );
    } catch (error) {
      if (!isUnknownToClient(error)) throw error;
      console.log(`        ${client.name} is older than tags of targets, or forecasts: skipped`);
      this.skip();
    }
  });
}

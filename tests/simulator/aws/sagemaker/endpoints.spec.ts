import { type ListEndpointsInput } from "@aws-sdk/client-sagemaker";
import { expect } from "chai";
import { ACCOUNT, CONFIG, ENDPOINT, errorOf, Hosting, MODEL, REGION, VARIANT } from "../hosting";

const endpointArn = `arn:aws:sagemaker:${REGION}:${ACCOUNT}:endpoint/summaries`;

describe("SageMaker", function () {
  let hosting: Hosting;

  beforeEach(async () => {
    hosting = await Hosting.start({ speed: 3600 });
  });

  afterEach(() => hosting.close());

  describe("models and configurations", () => {
    it("gives a model's definition back, with an ARN in lower case", async () => {
      const model = await hosting.sagemaker.describeModel({ ModelName: MODEL });
      expect(model).to.deep.include({
        ModelName: MODEL,
        ModelArn: `arn:aws:sagemaker:${REGION}:${ACCOUNT}:model/pegasus`,
        PrimaryContainer: {
          Image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/summaries:1`,
          Mode: "SingleModel",
        },
        EnableNetworkIsolation: false,
      });
    });

    it("refuses a model of a name that is taken", async () => {
      const again = hosting.sagemaker.createModel({
        ModelName: MODEL.toUpperCase(),
        PrimaryContainer: { Image: "x" },
      });
      expect(await errorOf(again)).to.deep.equal({
        name: "ValidationException",
        message: `Cannot create already existing model "arn:aws:sagemaker:${REGION}:${ACCOUNT}:model/pegasus".`,
      });
    });

    it("gives a configuration back as it was written", async () => {
      await hosting.createConfig();
      const config = await hosting.sagemaker.describeEndpointConfig({ EndpointConfigName: CONFIG });
      const written = hosting.configInput();
      expect(config.AsyncInferenceConfig).to.deep.equal(written.AsyncInferenceConfig);
      expect(config.ProductionVariants).to.deep.equal([
        { ...written.ProductionVariants?.[0], InitialVariantWeight: 1 },
      ]);
    });

    it("refuses a concurrency outside 1 to 1000", async () => {
      const asyncConfig = hosting.configInput().AsyncInferenceConfig;
      for (const [value, bound] of [
        [1001, "less than or equal to 1000"],
        [0, "greater than or equal to 1"],
      ] as const) {
        const created = hosting.createConfig({
          AsyncInferenceConfig: {
            OutputConfig: asyncConfig?.OutputConfig,
            ClientConfig: { MaxConcurrentInvocationsPerInstance: value },
          },
        });
        expect(await errorOf(created)).to.deep.equal({
          name: "ValidationException",
          message: `1 validation error detected: Value '${value}' at 'asyncInferenceConfig.clientConfig.maxConcurrentInvocationsPerInstance' failed to satisfy constraint: Member must have value ${bound}`,
        });
      }
    });

    it("refuses a configuration without its model, and an endpoint without its configuration", async () => {
      const withoutModel = hosting.createConfig({
        ProductionVariants: [
          {
            VariantName: VARIANT,
            ModelName: "Other",
            InstanceType: "ml.m5.xlarge",
            InitialInstanceCount: 1,
          },
        ],
      });
      expect((await errorOf(withoutModel)).message).to.equal(
        `Could not find model "arn:aws:sagemaker:${REGION}:${ACCOUNT}:model/other".`,
      );
      const withoutConfig = hosting.sagemaker.createEndpoint({
        EndpointName: ENDPOINT,
        EndpointConfigName: "Other",
      });
      expect((await errorOf(withoutConfig)).message).to.equal(
        `Could not find endpoint configuration "arn:aws:sagemaker:${REGION}:${ACCOUNT}:endpoint-config/other".`,
      );
    });

    it("lists page by page, filtered by name", async () => {
      for (const name of ["A-1", "A-2", "A-3", "B-1"]) {
        await hosting.createConfig({ EndpointConfigName: name });
      }
      const first = await hosting.sagemaker.listEndpointConfigs({
        NameContains: "A-",
        MaxResults: 2,
        SortBy: "Name",
        SortOrder: "Ascending",
      });
      expect(first.EndpointConfigs?.map((config) => config.EndpointConfigName)).to.deep.equal([
        "A-1",
        "A-2",
      ]);
      const second = await hosting.sagemaker.listEndpointConfigs({
        NameContains: "A-",
        MaxResults: 2,
        SortBy: "Name",
        SortOrder: "Ascending",
        NextToken: first.NextToken,
      });
      expect(second.EndpointConfigs?.map((config) => config.EndpointConfigName)).to.deep.equal([
        "A-3",
      ]);
      expect(second.NextToken).to.equal(undefined);
    });

    it("tags, lists and untags by ARN", async () => {
      const { ModelArn: arn } = await hosting.sagemaker.describeModel({ ModelName: MODEL });
      await hosting.sagemaker.addTags({
        ResourceArn: arn,
        Tags: [
          { Key: "team", Value: "a" },
          { Key: "cost", Value: "1" },
        ],
      });
      await hosting.sagemaker.addTags({ ResourceArn: arn, Tags: [{ Key: "team", Value: "b" }] });
      await hosting.sagemaker.deleteTags({ ResourceArn: arn, TagKeys: ["cost"] });
      const { Tags: tags } = await hosting.sagemaker.listTags({ ResourceArn: arn });
      expect(tags).to.deep.equal([{ Key: "team", Value: "b" }]);
    });
  });

  describe("endpoints", () => {
    beforeEach(() => hosting.createConfig());

    it("says that an endpoint does not exist", async () => {
      for (const call of [
        hosting.sagemaker.describeEndpoint({ EndpointName: ENDPOINT }),
        hosting.sagemaker.deleteEndpoint({ EndpointName: ENDPOINT }),
      ]) {
        expect(await errorOf(call)).to.deep.equal({
          name: "ValidationException",
          message: `Could not find endpoint "${endpointArn}".`,
        });
      }
    });

    it("refuses changes and deletion while the endpoint is created", async () => {
      await hosting.atOneInstant(async () => {
        const { EndpointArn: arn } = await hosting.sagemaker.createEndpoint({
          EndpointName: ENDPOINT,
          EndpointConfigName: CONFIG,
        });
        expect(arn).to.equal(endpointArn);
        for (const call of [
          hosting.sagemaker.deleteEndpoint({ EndpointName: ENDPOINT }),
          hosting.sagemaker.updateEndpoint({ EndpointName: ENDPOINT, EndpointConfigName: CONFIG }),
          hosting.sagemaker.updateEndpointWeightsAndCapacities({
            EndpointName: ENDPOINT,
            DesiredWeightsAndCapacities: [{ VariantName: VARIANT, DesiredInstanceCount: 2 }],
          }),
        ]) {
          expect(await errorOf(call)).to.deep.equal({
            name: "ValidationException",
            message: `Cannot update in-progress endpoint "${endpointArn}".`,
          });
        }
      });
    });

    it("describes the running endpoint with its asynchronous configuration", async () => {
      await hosting.createEndpoint();
      const endpoint = await hosting.sagemaker.describeEndpoint({ EndpointName: ENDPOINT });
      expect(endpoint).to.include({ EndpointConfigName: CONFIG, EndpointStatus: "InService" });
      expect(endpoint).to.not.have.property("PendingDeploymentSummary");
      expect(endpoint.AsyncInferenceConfig).to.deep.equal(
        hosting.configInput().AsyncInferenceConfig,
      );
      expect(endpoint.ProductionVariants?.[0]).to.include({
        VariantName: VARIANT,
        CurrentInstanceCount: 1,
        DesiredInstanceCount: 1,
        CurrentWeight: 1,
      });
    });

    it("changes the number of instances, being updated meanwhile", async () => {
      await hosting.createEndpoint();
      await hosting.atOneInstant(async () => {
        await hosting.sagemaker.updateEndpointWeightsAndCapacities({
          EndpointName: ENDPOINT,
          DesiredWeightsAndCapacities: [{ VariantName: VARIANT, DesiredInstanceCount: 2 }],
        });
        const updating = await hosting.sagemaker.describeEndpoint({ EndpointName: ENDPOINT });
        expect(updating.EndpointStatus).to.equal("Updating");
        expect(updating.ProductionVariants?.[0]).to.include({
          CurrentInstanceCount: 1,
          DesiredInstanceCount: 2,
        });
      });
      await hosting.untilStatus("InService");
      const updated = await hosting.sagemaker.describeEndpoint({ EndpointName: ENDPOINT });
      expect(updated.ProductionVariants?.[0]?.CurrentInstanceCount).to.equal(2);
    });

    it("sends a test notification at creation and at every change of the fleet", async () => {
      await hosting.createEndpoint();
      await hosting.sagemaker.updateEndpointWeightsAndCapacities({
        EndpointName: ENDPOINT,
        DesiredWeightsAndCapacities: [{ VariantName: VARIANT, DesiredInstanceCount: 2 }],
      });
      const messages = await hosting.receive("TestNotification", 2);
      expect(messages).to.deep.equal(
        Array(2).fill({
          eventVersion: "1.0",
          eventSource: "aws:sagemaker",
          eventName: "TestNotification",
        }),
      );
    });

    it("moves to another configuration, whose instance count wins", async () => {
      await hosting.createEndpoint();
      await hosting.sagemaker.updateEndpointWeightsAndCapacities({
        EndpointName: ENDPOINT,
        DesiredWeightsAndCapacities: [{ VariantName: VARIANT, DesiredInstanceCount: 2 }],
      });
      await hosting.untilStatus("InService");
      await hosting.createConfig({ EndpointConfigName: "Summaries-2" });
      await hosting.sagemaker.updateEndpoint({
        EndpointName: ENDPOINT,
        EndpointConfigName: "Summaries-2",
      });
      await hosting.untilStatus("InService");
      const endpoint = await hosting.sagemaker.describeEndpoint({ EndpointName: ENDPOINT });
      expect(endpoint.EndpointConfigName).to.equal("Summaries-2");
      expect(endpoint.ProductionVariants?.[0]?.CurrentInstanceCount).to.equal(1);
    });

    it("keeps the instance count of an update that retains it", async () => {
      await hosting.createEndpoint();
      await hosting.sagemaker.updateEndpointWeightsAndCapacities({
        EndpointName: ENDPOINT,
        DesiredWeightsAndCapacities: [{ VariantName: VARIANT, DesiredInstanceCount: 2 }],
      });
      await hosting.untilStatus("InService");
      await hosting.createConfig({ EndpointConfigName: "Summaries-2" });
      await hosting.sagemaker.updateEndpoint({
        EndpointName: ENDPOINT,
        EndpointConfigName: "Summaries-2",
        RetainAllVariantProperties: true,
      });
      await hosting.untilStatus("InService");
      const endpoint = await hosting.sagemaker.describeEndpoint({ EndpointName: ENDPOINT });
      expect(endpoint.ProductionVariants?.[0]?.CurrentInstanceCount).to.equal(2);
    });

    it("keeps the weight of an update that retains it, but not a count that is excluded", async () => {
      await hosting.createEndpoint();
      await hosting.sagemaker.updateEndpointWeightsAndCapacities({
        EndpointName: ENDPOINT,
        DesiredWeightsAndCapacities: [
          { VariantName: VARIANT, DesiredWeight: 0.5, DesiredInstanceCount: 2 },
        ],
      });
      await hosting.untilStatus("InService");
      await hosting.createConfig({ EndpointConfigName: "Summaries-2" });
      await hosting.sagemaker.updateEndpoint({
        EndpointName: ENDPOINT,
        EndpointConfigName: "Summaries-2",
        RetainAllVariantProperties: true,
        ExcludeRetainedVariantProperties: [{ VariantPropertyType: "DesiredInstanceCount" }],
      });
      await hosting.untilStatus("InService");
      const endpoint = await hosting.sagemaker.describeEndpoint({ EndpointName: ENDPOINT });
      expect(endpoint.ProductionVariants?.[0]).to.include({
        CurrentInstanceCount: 1,
        CurrentWeight: 0.5,
      });
    });

    it("keeps the roll-out of the last update when it is told to", async () => {
      await hosting.createEndpoint();
      const DeploymentConfig = {
        BlueGreenUpdatePolicy: {
          TrafficRoutingConfiguration: { Type: "ALL_AT_ONCE", WaitIntervalInSeconds: 60 },
        },
      } as const;
      for (const [index, settings] of [
        { DeploymentConfig },
        { RetainDeploymentConfig: true },
      ].entries()) {
        const EndpointConfigName = `Rolled-${index}`;
        await hosting.createConfig({ EndpointConfigName });
        await hosting.sagemaker.updateEndpoint({
          EndpointName: ENDPOINT,
          EndpointConfigName,
          ...settings,
        });
        await hosting.untilStatus("InService");
      }
      const endpoint = await hosting.sagemaker.describeEndpoint({ EndpointName: ENDPOINT });
      expect(endpoint.LastDeploymentConfig).to.deep.equal(DeploymentConfig);
    });

    for (const [what, routing, message] of [
      [
        "a canary without a size",
        { Type: "CANARY", WaitIntervalInSeconds: 60 },
        "CanarySize must be given when the Type of TrafficRoutingConfiguration is CANARY, and only then; the Type is CANARY.",
      ],
      [
        "a wait of more than an hour",
        { Type: "ALL_AT_ONCE", WaitIntervalInSeconds: 3601 },
        "1 validation error detected: Value '3601' at 'deploymentConfig.blueGreenUpdatePolicy.trafficRoutingConfiguration.waitIntervalInSeconds' failed to satisfy constraint: Member must have value less than or equal to 3600",
      ],
    ] as const) {
      it(`refuses to roll out by ${what}`, async () => {
        const create = hosting.sagemaker.createEndpoint({
          EndpointName: ENDPOINT,
          EndpointConfigName: CONFIG,
          DeploymentConfig: {
            BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: routing },
          },
        });
        expect(await errorOf(create)).to.deep.equal({ name: "ValidationException", message });
      });
    }

    it("is listed by its status, and by the time of its last change", async () => {
      await hosting.createEndpoint();
      const names = async (request: ListEndpointsInput): Promise<unknown[]> =>
        (await hosting.sagemaker.listEndpoints(request)).Endpoints?.map(
          ({ EndpointName: name }) => name,
        ) ?? [];
      const { LastModifiedTime: changed = new Date(0) } = await hosting.sagemaker.describeEndpoint({
        EndpointName: ENDPOINT,
      });
      const later = new Date(changed.getTime() + 1);
      expect(await names({ StatusEquals: "InService", SortBy: "Status" })).to.eql([ENDPOINT]);
      expect(await names({ StatusEquals: "Failed" })).to.eql([]);
      expect(await names({ LastModifiedTimeAfter: later })).to.eql([]);
      expect(await names({ LastModifiedTimeBefore: later })).to.eql([ENDPOINT]);
      const unknown = names({ SortBy: "Size" as "Name" });
      expect((await errorOf(unknown)).message).to.equal(
        "1 validation error detected: Value 'Size' at 'sortBy' failed to satisfy constraint: Member must satisfy enum value set: [Name, Status, CreationTime]",
      );
    });

    it("is gone after its deletion, and its name is free again", async () => {
      await hosting.createEndpoint();
      await hosting.sagemaker.deleteEndpoint({ EndpointName: ENDPOINT });
      await hosting.until("deletion", async () => {
        const { Endpoints: endpoints } = await hosting.sagemaker.listEndpoints({});
        return endpoints?.length === 0;
      });
      await hosting.createEndpoint();
    });
  });
});

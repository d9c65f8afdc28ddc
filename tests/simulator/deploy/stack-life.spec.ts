import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  DescribeEndpointCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from "@aws-sdk/client-sagemaker";
import { expect } from "chai";

import { type LocalAws, startLocalAws } from "../../../simulator/aws/local-aws";
import { deployStack, destroyStack, type StackResult } from "../../../simulator/deploy";
import { createClients } from "../../../simulator/deploy/clients";
import { leftovers } from "./leftovers";
import { changed, count } from "./results";

const REGION = "eu-west-1";

// One stack lives through these in order: each test begins where the one before has left it.
describe("the life of a stack", function () {
  this.timeout(60_000);

  let aws: LocalAws;
  let stateDir: string;
  let first: StackResult;

  before(async () => {
    aws = await startLocalAws({ speed: 3600 });
    stateDir = mkdtempSync(join(tmpdir(), "stack-life-"));
    first = await deployStack(options());
  });
  after(async () => {
    await aws.close();
    rmSync(stateDir, { recursive: true });
  });

  function options(config: Record<string, string> = {}) {
    const projectDir = join(__dirname, "fixtures", "many-types");
    return { endpoint: aws.endpoint, projectDir, stateDir, config };
  }

  it("begins with every resource made", () => {
    expect(Object.keys(count(first))).to.deep.equal(["created"]);
  });

  it("answers with the program's outputs, looked-up ones and made-up names included", () => {
    expect(first.outputs).to.include({ accountId: "123456789012", region: REGION });
    expect(first.outputs["bucketName"]).to.match(/^data-[0-9a-f]{7}$/);
  });

  it("does not tell a secret output", () => {
    expect(first.outputs["password"]).to.equal("[secret]");
  });

  it("has its endpoint in service", async () => {
    const { sageMaker } = createClients(aws.endpoint, REGION);
    const EndpointName = first.outputs["endpointName"] as string;
    // Its fleet scales while we look: "Updating" passes, "Creating" and "Failed" do not come back.
    const endpoint = await sageMaker.send(new DescribeEndpointCommand({ EndpointName }));
    expect(endpoint.EndpointStatus).to.be.oneOf(["InService", "Updating"]);
  });

  it("stays as it is when nothing has changed", async () => {
    const second = await deployStack(options());
    expect(count(second)).to.deep.equal({ unchanged: first.resources.length });
    expect(second.outputs).to.deep.equal(first.outputs);
  });

  it("changes in place what AWS can change", async () => {
    expect(changed(await deployStack(options({ maxCapacity: "7" })))).to.have.members([
      "updated aws:appautoscaling/target:Target",
      "updated aws:appautoscaling/scheduledAction:ScheduledAction",
    ]);
  });

  it("brings a new configuration to the same endpoint, and deletes the old one", async () => {
    const changes = await deployStack(options({ maxCapacity: "7", concurrency: "8" }));
    expect(changed(changes)).to.deep.equal([
      "replaced aws:sagemaker/endpointConfiguration:EndpointConfiguration",
      "updated aws:sagemaker/endpoint:Endpoint",
    ]);
    expect(changes.outputs["endpointName"]).to.equal(first.outputs["endpointName"]);
    expect(changes.outputs["configurationName"]).not.to.equal(first.outputs["configurationName"]);
    expect(await leftovers(aws.endpoint, REGION)).to.include({ configurations: 1 });
  });

  it("loses what the program no longer asks for", async () => {
    const config = { maxCapacity: "7", concurrency: "8", withQueue: "false" };
    expect(changed(await deployStack(options(config)))).to.deep.equal([
      "deleted aws:sns/topicSubscription:TopicSubscription",
      "deleted aws:sqs/queuePolicy:QueuePolicy",
      "deleted aws:sqs/queue:Queue",
    ]);
    const left = await leftovers(aws.endpoint, REGION);
    expect(left).not.to.have.any.keys("queues");
    expect(left).to.include({ subscriptions: 1 });
  });

  it("ends with nothing left on the server, though its fleet is changing", async () => {
    const { sageMaker } = createClients(aws.endpoint, REGION);
    const EndpointName = first.outputs["endpointName"] as string;
    const { ProductionVariants: [variant] = [] } = await sageMaker.send(
      new DescribeEndpointCommand({ EndpointName }),
    );
    // Time stands still meanwhile, so that the instances are not there yet when the deletion is asked for.
    aws.driver.leashes.move("test", 0);
    setTimeout(() => aws.driver.leashes.release("test"), 3000);
    await sageMaker.send(
      new UpdateEndpointWeightsAndCapacitiesCommand({
        EndpointName,
        DesiredWeightsAndCapacities: [
          { VariantName: variant?.VariantName, DesiredInstanceCount: 40 },
        ],
      }),
    );
    await destroyStack(options());
    expect(await leftovers(aws.endpoint, REGION)).to.deep.equal({});
  });
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DescribeScalableTargetsCommand } from "@aws-sdk/client-application-auto-scaling";
import { DescribeEndpointCommand } from "@aws-sdk/client-sagemaker";
import { expect } from "chai";

import { type LocalAws, startLocalAws } from "../simulator/aws/local-aws";
import { deployStack, destroyStack, type StackResult } from "../simulator/deploy";
import { createClients } from "../simulator/deploy/clients";
import { projectFolder } from "./provider-check/program-graph";
import { leftovers } from "./simulator/deploy/leftovers";
import { changed, count } from "./simulator/deploy/results";

const REGION = "us-east-1";

// One stack lives through these in order: each test begins where the one before has left it.
describe("the life of the program's stack", function () {
  this.timeout(120_000);

  let aws: LocalAws;
  let stateDir: string;
  let first: StackResult;
  const calls: string[] = [];

  before(async () => {
    const log = (line: string): void => {
      const [, operation] = /^\S+ (\w+) 2\d\d$/.exec(line) ?? [];
      if (operation !== undefined) calls.push(operation);
    };
    aws = await startLocalAws({ speed: 3600, log });
    stateDir = mkdtempSync(join(tmpdir(), "program-life-"));
    first = await deploy();
  });
  after(async () => {
    await aws.close();
    rmSync(stateDir, { recursive: true });
  });

  function options(config: Record<string, string> = {}) {
    return { endpoint: aws.endpoint, projectDir: projectFolder, stack: "local", stateDir, config };
  }

  function deploy(config: Record<string, string> = {}): Promise<StackResult> {
    calls.length = 0;
    return deployStack(options(config));
  }

  /** Holds that operations were called in this order, each after every call of the one before. */
  function expectInOrder(...operations: string[]): void {
    for (const [index, later] of operations.entries()) {
      const earlier = operations[index - 1];
      expect(calls).to.include(later);
      if (earlier === undefined) continue;
      expect(calls.indexOf(later), `${later} after ${earlier}`).to.be.above(
        calls.lastIndexOf(earlier),
      );
    }
  }

  it("begins with everything made, in an order in which nothing lacks what it needs", () => {
    expect(Object.keys(count(first))).to.deep.equal(["created"]);
    expectInOrder("CreateRole", "PutRolePolicy", "CreateModel");
    expectInOrder(
      "CreateModel",
      "CreateEndpointConfig",
      "CreateEndpoint",
      "RegisterScalableTarget",
    );
    expectInOrder("Subscribe", "CreateEndpoint");
    expectInOrder("RegisterScalableTarget", "PutScalingPolicy");
  });

  it("stays as it is when nothing has changed", async () => {
    expect(count(await deploy())).to.deep.equal({ unchanged: first.resources.length });
  });

  it("brings another model to the same endpoint before the old one goes", async () => {
    const result = await deploy({ modelRevision: "v2" });
    expect(changed(result)).to.have.members([
      "replaced aws:sagemaker/model:Model",
      "replaced aws:sagemaker/endpointConfiguration:EndpointConfiguration",
      "updated aws:sagemaker/endpoint:Endpoint",
    ]);
    expect(result.outputs["endpointName"]).to.equal(first.outputs["endpointName"]);
    expectInOrder("CreateModel", "CreateEndpointConfig", "UpdateEndpoint", "DeleteEndpointConfig");
    expectInOrder("UpdateEndpoint", "DeleteModel");
    expect(await leftovers(aws.endpoint, REGION)).to.include({ models: 1, configurations: 1 });
  });

  it("keeps its scaling through that", async () => {
    expect(await leftovers(aws.endpoint, REGION)).to.include({ targets: 1, policies: 3 });
  });

  it("leaves to a schedule what it has changed, also when another update comes", async () => {
    const scheduled = {
      modelRevision: "v2",
      schedules: JSON.stringify([
        { name: "hourly", schedule: "rate(1 hour)", minCapacity: 1, maxCapacity: 3 },
      ]),
    };
    await deploy(scheduled);
    const { applicationAutoScaling: autoScaling } = createClients(aws.endpoint, REGION);
    const range = async (): Promise<(number | undefined)[]> => {
      const { ScalableTargets: [target] = [] } = await autoScaling.send(
        new DescribeScalableTargetsCommand({ ServiceNamespace: "sagemaker" }),
      );
      return [target?.MinCapacity, target?.MaxCapacity];
    };
    // By its settings the fleet is of up to five.
    while ((await range())[1] !== 3) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(count(await deploy(scheduled))).to.deep.equal({ unchanged: first.resources.length + 1 });
    const result = await deploy({ ...scheduled, environment: "changed" });
    expect(changed(result)).to.include("updated aws:appautoscaling/target:Target");
    // The schedule comes again in a moment, and would hide that its change was undone.
    expect(calls).not.to.include("RegisterScalableTarget");
    expect(await range()).to.deep.equal([1, 3]);
    autoScaling.destroy();
  });

  // Pulumi deletes last: scaling that goes in the same update as the type changes goes too late.
  it("is told what to do when the instance type changes under its scaling, and does it in two updates", async () => {
    const type = { modelRevision: "v2", instanceType: "ml.m5.xlarge" };
    let refused: unknown;
    await deploy(type).catch((error: unknown) => (refused = error));
    expect(refused).to.be.an("error").with.property("message").that.contains("deregistered");
    await deploy({ modelRevision: "v2", autoscaling: "false" });
    await deploy(type);
    const { sageMaker } = createClients(aws.endpoint, REGION);
    const { ProductionVariants: [variant] = [], EndpointStatus } = await sageMaker.send(
      new DescribeEndpointCommand({ EndpointName: first.outputs["endpointName"] as string }),
    );
    sageMaker.destroy();
    expect([EndpointStatus, variant?.VariantName]).to.deep.equal(["InService", "primary"]);
    expect(await leftovers(aws.endpoint, REGION)).to.include({ targets: 1, policies: 3 });
  });

  it("ends with nothing left, taken off in the opposite order", async () => {
    calls.length = 0;
    await destroyStack(options());
    expectInOrder("DeleteScalingPolicy", "DeregisterScalableTarget", "DeleteEndpoint");
    expectInOrder("DeleteEndpoint", "DeleteEndpointConfig", "DeleteModel", "DeleteRolePolicy");
    expectInOrder("DeleteRolePolicy", "DeleteRole");
    expectInOrder("DeleteEndpoint", "DeleteTopic");
    expectInOrder("DeleteEndpoint", "DeleteBucket");
    expect(await leftovers(aws.endpoint, REGION)).to.deep.equal({});
  });
});

import { expect } from "chai";

import { type Recording, record, standsBefore } from "./components/recording-monitor";
import { settingsNamespace } from "../settings/schema";
import { readProject } from "../simulator/deploy/project";
import { allStacks, projectFolder, teamsFolder } from "./provider-check/program-graph";
import { loadProgram, recordProgram } from "./recorded-program";

/** Runs the program with settings beside its defaults. */
function run(settings: Record<string, string> = {}): Promise<Recording> {
  const config = Object.entries(settings).map(([key, value]) => [
    `${settingsNamespace}:${key}`,
    value,
  ]);
  return recordProgram(Object.fromEntries(config) as Record<string, string>);
}

describe("the program", () => {
  let recording: Recording;
  before(async () => {
    recording = await run();
  });

  it("consists of an endpoint, its scaling and its dashboard", () => {
    const components = recording.resources
      .filter(({ type }) => type.startsWith("sagemaker-async-inference:"))
      .map(({ type, name }) => `${type} ${name}`);
    expect(components).to.have.members([
      "sagemaker-async-inference:index:AsyncInferenceEndpoint inference",
      "sagemaker-async-inference:index:AutoscalingPolicy autoscaling",
      "sagemaker-async-inference:index:MonitoringDashboard monitoring",
    ]);
  });

  it("leaves no resource outside of a component", () => {
    const loose = recording.resources.filter(
      ({ type, parent }) =>
        type.startsWith("aws:") && !["inference", "autoscaling", "monitoring"].includes(parent),
    );
    expect(loose).to.deep.equal([]);
  });

  it("uses the default AWS provider, so that a stack file alone can point it elsewhere", () => {
    expect(recording.resources.map(({ type }) => type)).not.to.include("pulumi:providers:aws");
  });

  it("names the endpoint after team and stack", () => {
    expect(recording.resource("inference-endpoint").inputs["name"]).to.equal(
      "research-inference-test",
    );
  });

  it("tags with project, team and environment", () => {
    expect(recording.resource("inference-endpoint").inputs["tags"]).to.deep.equal({
      project: "sagemaker-async-inference",
      team: "research",
      environment: "dev",
    });
  });

  for (const later of [
    "autoscaling-target",
    "autoscaling-backlog-policy",
    "autoscaling-wake-up-policy",
    "autoscaling-wake-up-alarm",
    "autoscaling-idle-policy",
    "autoscaling-idle-alarm",
    "monitoring-dashboard",
    "monitoring-stuck-at-zero-alarm",
  ]) {
    it(`creates the endpoint before ${later}, and deletes it after`, () => {
      expect(standsBefore(recording, "inference-endpoint", later)).to.equal(true);
    });
  }

  it("takes every scaling setting from the stack", async () => {
    const changed = await run({
      minCapacity: "1",
      maxCapacity: "3",
      backlogTarget: "2.5",
      scaleOutCooldownSeconds: "60",
      scaleInCooldownSeconds: "900",
    });
    expect(changed.resource("autoscaling-target").inputs).to.include({
      minCapacity: 1,
      maxCapacity: 3,
    });
    expect(
      changed.resource("autoscaling-backlog-policy").inputs[
        "targetTrackingScalingPolicyConfiguration"
      ],
    ).to.include({ targetValue: 2.5, scaleOutCooldown: 60, scaleInCooldown: 900 });
    expect(changed.resource("monitoring-dashboard").inputs["dashboardBody"]).to.contain(
      '{"label":"most","value":3}',
    );
  });

  it("takes every setting of the alarms from the stack", async () => {
    const changed = await run({
      dashboardName: "articles",
      oldestRequestAlarmSeconds: "600",
      coldStartAlarmSeconds: "120",
      pinnedAlarmSeconds: "180",
      alarmEmails: '["ops@example.org"]',
      alarmActionArns: '["arn:aws:sns:us-east-1:123456789012:on-call"]',
      maintenance: "true",
    });
    const inputs = (name: string) => changed.resource(`monitoring-${name}`).inputs;
    expect(inputs("dashboard")).to.include({ dashboardName: "articles" });
    expect(inputs("oldest-request-alarm")).to.include({ threshold: 600 });
    expect(inputs("stuck-at-zero-alarm")).to.include({ evaluationPeriods: 4 });
    expect(inputs("pinned-at-maximum-alarm")).to.include({ evaluationPeriods: 3 });
    expect(inputs("maintenance-alarm")).to.include({ alarmRule: "TRUE" });
    expect(inputs("incident-alarm")["alarmActions"]).to.include(
      "arn:aws:sns:us-east-1:123456789012:on-call",
    );
    expect(inputs("alarm-email-ops-example-org")).to.include({ protocol: "email" });
  });

  it("watches both queues of dead letters, and encrypts the alarms with the endpoint's key", async () => {
    expect(recording.resources.map(({ type }) => type)).not.to.include("aws:sqs/queue:Queue");
    const queued = await run({ createQueues: "true" });
    const children = queued.childrenOf("monitoring");
    expect(children).to.include.members([
      "monitoring-success-dead-letters-alarm",
      "monitoring-error-dead-letters-alarm",
    ]);
    expect(children).not.to.include("monitoring-alarm-key");
    expect(recording.resource("monitoring-alarm-topic").inputs["kmsMasterKeyId"]).to.contain(
      "inference-key",
    );
  });

  it("watches the queue of what could not be filed where there is a table of results", async () => {
    expect(recording.childrenOf("monitoring")).not.to.include(
      "monitoring-results-dead-letters-alarm",
    );
    const changed = await run({ createResultsTable: "true" });
    expect(changed.resource("monitoring-results-dead-letters-alarm").inputs).to.deep.include({
      dimensions: { QueueName: "inference-results-dead-letter-queue-0123456" },
    });
  });

  it("has no network of its own unless the stack wants one, and then serves in it", async () => {
    expect(recording.resources.map(({ type }) => type)).not.to.include("awsx:ec2:Vpc");
    const changed = await run({
      createNetwork: "true",
      networkZones: "3",
      networkCidrBlock: "10.8.0.0/20",
      modelPrefixUri: "s3://models/pegasus/",
    });
    expect(changed.resource("network-vpc").inputs).to.deep.include({
      cidrBlock: "10.8.0.0/20",
      numberOfAvailabilityZones: 3,
      natGateways: { strategy: "None" },
    });
    expect(changed.resource("inference-model").inputs["vpcConfig"]).to.deep.equal({
      subnets: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
      securityGroupIds: ["sg-0123456789abcdef0"],
    });
    for (const part of ["network-s3", "network-logs", "network-service-endpoints-ingress"]) {
      expect(standsBefore(changed, part, "inference-endpoint"), part).to.equal(true);
    }
  });

  it("takes the schedules from the stack", async () => {
    const schedules = [{ name: "night", schedule: "cron(0 20 ? * * *)", maxCapacity: 0 }];
    const changed = await run({ schedules: JSON.stringify(schedules) });
    expect(changed.resource("autoscaling-night-schedule").inputs).to.include({
      schedule: "cron(0 20 ? * * *)",
    });
  });

  it("protects what the stack wants protected: the endpoint and its data, not the scaling", async () => {
    const { resources } = await run({ protect: "true" });
    const kept = resources.filter(({ protect }) => protect).map(({ name }) => name);
    expect(kept).to.include.members(["inference-endpoint", "inference-bucket", "inference-key"]);
    expect(kept).not.to.include("autoscaling-target");
  });

  for (const [folder, stack] of [projectFolder, teamsFolder].flatMap((each) =>
    allStacks(each).map((name) => [each, name] as const),
  )) {
    it(`runs with the settings of stack ${stack}`, async () => {
      const { config } = readProject(folder, stack);
      const { resources } = await recordProgram(config);
      expect(resources.map(({ name }) => name)).to.include.members([
        "inference-endpoint",
        "autoscaling-target",
        "monitoring-dashboard",
      ]);
    });
  }

  it("takes the scaling off where the stack says so, and leaves the rest", async () => {
    const { resources } = await run({ autoscaling: "false" });
    expect(resources.filter(({ type }) => type.startsWith("aws:appautoscaling"))).to.be.empty;
    expect(resources.map(({ name }) => name)).to.include.members(["inference", "monitoring"]);
  });

  it("takes every endpoint setting from the stack", async () => {
    const changed = await run({
      team: "vision",
      modelId: "gpt2",
      task: "text-generation",
      instanceType: "ml.m5.xlarge",
      concurrency: "7",
      longestInvocationSeconds: "600",
      bucketName: "articles",
      outputPrefix: "out",
      failurePrefix: "fail",
    });
    expect(changed.resource("inference-model").inputs["primaryContainer"]).to.deep.equal({
      image:
        "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-inference:2.6.0-transformers5.5.3-cpu-py312-ubuntu22.04",
      environment: {
        HF_MODEL_ID: "gpt2",
        HF_TASK: "text-generation",
        MMS_MAX_REQUEST_SIZE: "2000000000",
        MMS_MAX_RESPONSE_SIZE: "2000000000",
        MMS_DEFAULT_RESPONSE_TIMEOUT: "600",
      },
    });
    expect(changed.resource("inference-config").inputs["asyncInferenceConfig"]).to.deep.include({
      clientConfig: { maxConcurrentInvocationsPerInstance: 7 },
    });
    expect(changed.outputs.get("inference")).to.include({
      outputPath: "s3://articles/out",
      failurePath: "s3://articles/fail",
      endpointName: "vision-inference-test",
    });
  });

  it("takes the endpoint's every other setting under the name of the component's argument", async () => {
    const changed = await run({
      automaticConcurrency: "true",
      containerEnvironment: '{"LOG_LEVEL":"20"}',
      modelRevision: "a1b2c3",
      createKey: "false",
      createQueues: "false",
      errorEmails: '["oncall@example.org"]',
      createResultsTable: "true",
      subnetIds: '["subnet-0123456789abcdef0"]',
      securityGroupIds: '["sg-0123456789abcdef0"]',
      deploymentStrategy: "canary",
      logRetentionDays: "7",
      callerRoleNames: '["summary-reader"]',
    });
    expect(
      changed.resource("inference-config").inputs["asyncInferenceConfig"],
    ).not.to.have.property("clientConfig");
    const { environment } = changed.resource("inference-model").inputs["primaryContainer"] as {
      environment: object;
    };
    expect(environment).to.include({ LOG_LEVEL: "20", HF_MODEL_REVISION: "a1b2c3" });
    expect(changed.resource("inference-model").inputs["vpcConfig"]).to.deep.equal({
      subnets: ["subnet-0123456789abcdef0"],
      securityGroupIds: ["sg-0123456789abcdef0"],
    });
    const children = changed.childrenOf("inference");
    expect(children).not.to.include.members(["inference-key", "inference-error-queue"]);
    expect(children).to.include.members([
      "inference-error-email-oncall-example-org",
      "inference-results",
      "inference-caller-summary-reader",
    ]);
    expect(changed.resource("inference-logs").inputs).to.include({ retentionInDays: 7 });
    expect(JSON.stringify(changed.resource("inference-endpoint").inputs)).to.contain("CANARY");
  });

  it("creates nothing when a setting is wrong", async () => {
    let thrown: unknown;
    try {
      await run({ concurrency: "0" });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).to.be.an("error").with.property("message").that.contains("`sagemaker-async");
  });

  it("puts out what a load needs to know", async () => {
    let outputs = {};
    await record(() => (outputs = loadProgram()));
    expect(Object.keys(outputs)).to.include.members([
      "region",
      "instanceType",
      "endpointName",
      "variantName",
      "bucketName",
      "inputPrefix",
      "outputPath",
      "failurePath",
      "successTopicArn",
      "errorTopicArn",
      "successQueueUrl",
      "errorQueueUrl",
      "dashboardName",
    ]);
  });
});

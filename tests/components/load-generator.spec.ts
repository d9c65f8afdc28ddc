import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { LoadGenerator, type LoadGeneratorArgs } from "../../components";
import { type Recording, record, refusals } from "./recording-monitor";

const args: LoadGeneratorArgs = {
  image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/load:1",
  endpointName: "Articles",
  bucketName: "articles-bucket",
  vpcId: "vpc-0123456789abcdef0",
  subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
};

function deployed(changes: Partial<LoadGeneratorArgs> = {}): Promise<Recording> {
  return record(() => new LoadGenerator("load", { ...args, ...changes }));
}

interface Statement {
  readonly Sid: string;
  readonly Action: string | string[];
  readonly Resource: string;
}

function statementsOf(recording: Recording, name: string): Statement[] {
  const { policy } = recording.resource(name).inputs;
  return (JSON.parse(policy as string) as { Statement: Statement[] }).Statement;
}

const rightsOf = (recording: Recording, name: string): Record<string, unknown> =>
  Object.fromEntries(
    statementsOf(recording, name).map(({ Sid, Action, Resource }) => [Sid, [Action, Resource]]),
  );

describe("LoadGenerator", () => {
  describe("as it is made with what it requires", () => {
    let recording: Recording;
    before(async () => {
      recording = await deployed();
    });

    it("has exactly these children", () => {
      expect(recording.childrenOf("load")).to.have.members([
        "load-cluster",
        "load-logs",
        "load-tasks",
        "load-tasks-egress",
        "load-task",
        "load-execution",
        "load-task-policy",
        "load-execution-policy",
        "load-task-definition",
      ]);
    });

    it("asks awsx for a task that sends a shard, as roles of its own, and writes to a log of its own", () => {
      const { type, inputs } = recording.resource("load-task-definition");
      expect(type).to.equal("awsx:ecs:FargateTaskDefinition");
      expect(inputs).to.deep.equal({
        cpu: "1024",
        memory: "2048",
        taskRole: { roleArn: "arn:aws:iam:us-east-1:123456789012:load-task-0123456" },
        executionRole: { roleArn: "arn:aws:iam:us-east-1:123456789012:load-execution-0123456" },
        logGroup: { skip: true },
        container: {
          name: "shard",
          image: args.image,
          essential: true,
          command: ["node", "-r", "@swc-node/register", "scripts/send-shard.ts"],
          stopTimeout: 120,
          logConfiguration: {
            logDriver: "awslogs",
            options: {
              "awslogs-group": "load-logs-0123456",
              "awslogs-region": "us-east-1",
              "awslogs-stream-prefix": "shard",
            },
          },
        },
      });
    });

    it("lets a shard invoke the endpoint and talk to its run, and do nothing else", () => {
      expect(rightsOf(recording, "load-task-policy")).to.deep.equal({
        Invoke: [
          "sagemaker:InvokeEndpointAsync",
          "arn:aws:sagemaker:us-east-1:123456789012:endpoint/articles",
        ],
        TalkToTheRun: [
          ["s3:GetObject", "s3:PutObject"],
          "arn:aws:s3:::articles-bucket/input/*.shards/*",
        ],
        FindWhatTheRunSays: ["s3:ListBucket", "arn:aws:s3:::articles-bucket"],
      });
    });

    it("lets ECS pull the image and write the log, and do nothing else", () => {
      expect(rightsOf(recording, "load-execution-policy")).to.deep.equal({
        WriteLog: [
          ["logs:CreateLogStream", "logs:PutLogEvents"],
          "arn:aws:cloudwatch:us-east-1:123456789012:load-logs-0123456:*",
        ],
        LogInToRegistry: ["ecr:GetAuthorizationToken", "*"],
        PullImage: [
          ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
          "arn:aws:ecr:us-east-1:123456789012:repository/load",
        ],
      });
    });

    for (const role of ["load-task", "load-execution"]) {
      it(`lets the tasks of this account alone run as ${role}`, () => {
        const { assumeRolePolicy } = recording.resource(role).inputs;
        expect(JSON.parse(assumeRolePolicy as string)).to.deep.equal({
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "TasksOfThisAccount",
              Effect: "Allow",
              Principal: { Service: "ecs-tasks.amazonaws.com" },
              Action: "sts:AssumeRole",
              Condition: {
                ArnLike: { "aws:SourceArn": "arn:aws:ecs:us-east-1:123456789012:*" },
                StringEquals: { "aws:SourceAccount": "123456789012" },
              },
            },
          ],
        });
      });
    }

    it("lets tasks talk HTTPS, and nobody talk to them", () => {
      expect(recording.resource("load-tasks").inputs).to.deep.equal({
        vpcId: "vpc-0123456789abcdef0",
        description: "Shards of a load simulation",
      });
      expect(recording.resource("load-tasks-egress").inputs).to.deep.equal({
        ...{ securityGroupId: "sg-0123456789abcdef0", cidrIpv4: "0.0.0.0/0" },
        ...{ ipProtocol: "tcp", fromPort: 443, toPort: 443, description: "HTTPS to AWS" },
      });
    });

    it("keeps the log for 30 days", () => {
      expect(recording.resource("load-logs").inputs).to.deep.equal({ retentionInDays: 30 });
    });

    it("registers exactly its public outputs", () => {
      const outputs = recording.outputs.get("load") ?? {};
      expect(outputs).to.have.all.keys(
        ...["clusterArn", "taskDefinitionArn", "taskRoleArn", "securityGroupId"],
        ...["logGroupName", "startCommand"],
      );
      expect(outputs).to.include({
        clusterArn: "arn:aws:ecs:us-east-1:123456789012:load-cluster-0123456",
        taskDefinitionArn: "arn:aws:ecs:us-east-1:123456789012:task-definition/load:1",
        securityGroupId: "sg-0123456789abcdef0",
        logGroupName: "load-logs-0123456",
      });
    });

    it("has a command that starts a task for each shard, as a shell reads it", () => {
      const folder = mkdtempSync(join(tmpdir(), "aws-"));
      try {
        // Says what it is called with, a line an argument.
        writeFileSync(join(folder, "aws"), '#!/bin/sh\nfor each; do echo "$each"; done\n');
        chmodSync(join(folder, "aws"), 0o755);
        const command = recording.outputs.get("load")?.["startCommand"] as string;
        const said = execFileSync("sh", ["-c", command], {
          encoding: "utf8",
          env: {
            PATH: `${folder}:${process.env["PATH"]}`,
            ...{ SHARDS: "0 3", SHARD_LOCATION: "s3://articles-bucket/input/a b.shards" },
          },
        });
        const calls = said.trim().split("ecs\nrun-task\n").slice(1);
        expect(calls).to.have.length(2);
        for (const [index, shard] of ["0", "3"].entries()) {
          const [, , , cluster, , task, , type, , network = "", , overrides = ""] =
            calls[index]?.split("\n").slice(-1 - 13) ?? [];
          expect([cluster, task, type]).to.deep.equal([
            "arn:aws:ecs:us-east-1:123456789012:load-cluster-0123456",
            "arn:aws:ecs:us-east-1:123456789012:task-definition/load:1",
            "FARGATE",
          ]);
          expect(JSON.parse(network)).to.deep.equal({
            awsvpcConfiguration: {
              subnets: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
              securityGroups: ["sg-0123456789abcdef0"],
              assignPublicIp: "DISABLED",
            },
          });
          expect(JSON.parse(overrides)).to.deep.equal({
            containerOverrides: [
              {
                name: "shard",
                environment: [
                  { name: "SHARD_LOCATION", value: "s3://articles-bucket/input/a b.shards" },
                  { name: "SHARD", value: shard },
                ],
              },
            ],
          });
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });

  it("may use the bucket's key where it has one of the user's own", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/1234";
    const recording = await deployed({ kmsKeyArn });
    expect(rightsOf(recording, "load-task-policy")["UseKey"]).to.deep.equal([
      ["kms:Decrypt", "kms:GenerateDataKey"],
      kmsKeyArn,
    ]);
  });

  it("needs no right to pull an image that everybody may pull", async () => {
    const recording = await deployed({ image: "public.ecr.aws/example/load:1" });
    expect(Object.keys(rightsOf(recording, "load-execution-policy"))).to.deep.equal(["WriteLog"]);
  });

  it("names every argument that cannot be used at once and creates nothing", async () => {
    let reasons: Record<string, string> = {};
    const recording = await record(() => {
      reasons = refusals(
        () =>
          new LoadGenerator("load", {
            ...args,
            ...{ bucketName: "Articles", subnetIds: ["subnet"], cpuUnits: 512, memoryMib: 512 },
            logRetentionDays: 31,
          }),
      );
    });
    expect(reasons).to.have.all.keys("bucketName", "subnetIds", "memoryMib", "logRetentionDays");
    expect(reasons["memoryMib"]).to.equal(
      "is 512; with 512 `cpuUnits` Fargate has 1024, 2048, 3072, 4096 MiB",
    );
    expect(recording.resources.filter(({ type }) => type.startsWith("aws"))).to.be.empty;
  });
});

import { FargateTaskDefinition } from "@pulumi/awsx/ecs/fargateTaskDefinition";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
// The whole module: with it, what awsx hands over of the task definition is a resource and not a mere id.
import * as ecs from "@pulumi/aws/ecs";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule";
import * as pulumi from "@pulumi/pulumi";

import { listOf, named, oneOf } from "../sagemaker/checks";
import { fargateCpuUnits, fargateMemoryProblem } from "../sagemaker/fargate-sizes";
import { keyPrefix, logRetentionDays, sageMakerName } from "../sagemaker/limits";
import { bucketNameRule, keyArnRule, subnetIdRule } from "../sagemaker/resource-names";
import { deploymentPlace, type DeploymentPlace } from "./endpoint/deployment-place";
import { type LoadGeneratorArgs } from "./load-generator-args";
import { createRoles, type Roles } from "./load-generator/roles";
import { checkedInputs, ifWritten, pairRule, withDefaults } from "./validation";

const defaults = {
  inputPrefix: "input",
  assignPublicIp: false,
  cpuUnits: 1024,
  memoryMib: 2048,
  logRetentionDays: 30,
};

/** Name of the only container of a task. */
const containerName = "shard";

/** Longest that ECS waits between telling a task to stop and killing it: what is under way is still waited for. */
const stopTimeoutSeconds = 120;

/**
 * Sends the shards of a load simulation from tasks on Fargate (`npm run simulate -- --remote`): a cluster, and a task of
 * which one is started for each shard. Nothing of it costs anything while no task runs.
 *
 * The task definition is awsx's, which makes its parts in a plug-in of its own: the Pulumi CLI has to be there.
 */
export class LoadGenerator extends pulumi.ComponentResource {
  /** Cluster that the tasks run in. */
  public readonly clusterArn: pulumi.Output<string>;
  /** Task that sends one shard, named by `SHARD_LOCATION` and `SHARD` in its environment. */
  public readonly taskDefinitionArn: pulumi.Output<string>;
  /** Role that a shard sends as. */
  public readonly taskRoleArn: pulumi.Output<string>;
  /** Security group of the tasks, which nothing reaches. */
  public readonly securityGroupId: pulumi.Output<string>;
  /** Log group of the tasks. */
  public readonly logGroupName: pulumi.Output<string>;
  /**
   * Command for a shell that starts a task for each shard of `SHARDS`, such as "0 1 2 3", of the run whose plan is in
   * `SHARD_LOCATION`; needs the aws CLI.
   */
  public readonly startCommand: pulumi.Output<string>;

  /**
   * @param name Name of the component; its children's names start with it.
   * @throws InputPropertiesError naming every argument that cannot be used, before anything is created.
   */
  constructor(name: string, args: LoadGeneratorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sagemaker-async-inference:index:LoadGenerator", name, {}, opts);
    const inputs = checkedArgs(name, args);
    const { tags } = inputs;
    const place = deploymentPlace(this);

    const cluster = new ecs.Cluster(`${name}-cluster`, { tags }, { parent: this });
    const logs = new cloudwatch.LogGroup(
      `${name}-logs`,
      { retentionInDays: inputs.logRetentionDays, tags },
      { parent: this },
    );
    const group = createSecurityGroup(name, inputs, this);
    const roles = createRoles(name, { ...inputs, place, logGroupArn: logs.arn }, this);
    const task = createTask(name, inputs, { place, logs, roles }, this);

    this.clusterArn = cluster.arn;
    // A task that is started before it may do anything fails.
    this.taskDefinitionArn = pulumi
      .all([task.taskDefinition.arn, pulumi.all(roles.policies.map(({ urn }) => urn))])
      .apply(([arn]) => arn);
    this.taskRoleArn = roles.task.arn;
    this.securityGroupId = group.id;
    this.logGroupName = logs.name;
    this.startCommand = startCommand({
      ...{ region: place.region, clusterArn: this.clusterArn },
      ...{ taskDefinitionArn: this.taskDefinitionArn, securityGroupId: group.id },
      ...{ subnetIds: inputs.subnetIds, assignPublicIp: inputs.assignPublicIp },
    });
    this.registerOutputs({
      clusterArn: this.clusterArn,
      taskDefinitionArn: this.taskDefinitionArn,
      taskRoleArn: this.taskRoleArn,
      securityGroupId: this.securityGroupId,
      logGroupName: this.logGroupName,
      startCommand: this.startCommand,
    });
  }
}

type CheckedArgs = ReturnType<typeof checkedArgs>;

function checkedArgs(name: string, args: LoadGeneratorArgs) {
  return checkedInputs(
    `LoadGenerator "${name}"`,
    withDefaults(defaults, args),
    {
      endpointName: ifWritten(args.endpointName, named(sageMakerName)),
      bucketName: ifWritten(args.bucketName, named(bucketNameRule)),
      inputPrefix: named(keyPrefix),
      kmsKeyArn: ifWritten(args.kmsKeyArn, named(keyArnRule)),
      subnetIds: ifWritten(args.subnetIds, listOf(named(subnetIdRule))),
      cpuUnits: oneOf(fargateCpuUnits, "processor units"),
      logRetentionDays: oneOf(logRetentionDays.values, "days"),
    },
    [
      pairRule<LoadGeneratorArgs>()({
        properties: ["memoryMib", "cpuUnits"],
        reason: fargateMemoryProblem,
      }),
    ],
  );
}

/** Tasks talk HTTPS to AWS, and are talked to by nobody. */
function createSecurityGroup(
  name: string,
  { vpcId, tags }: CheckedArgs,
  parent: pulumi.Resource,
): SecurityGroup {
  const group = new SecurityGroup(
    `${name}-tasks`,
    { vpcId, description: "Shards of a load simulation", tags },
    { parent },
  );
  new SecurityGroupEgressRule(
    `${name}-tasks-egress`,
    {
      ...{ securityGroupId: group.id, ipProtocol: "tcp", fromPort: 443, toPort: 443 },
      cidrIpv4: "0.0.0.0/0",
      description: "HTTPS to AWS",
      tags,
    },
    { parent },
  );
  return group;
}

interface TaskParts {
  readonly place: DeploymentPlace;
  readonly logs: cloudwatch.LogGroup;
  readonly roles: Roles;
}

function createTask(
  name: string,
  { cpuUnits, image, memoryMib, tags }: CheckedArgs,
  { logs, place, roles }: TaskParts,
  parent: pulumi.Resource,
): FargateTaskDefinition {
  return new FargateTaskDefinition(
    `${name}-task-definition`,
    {
      cpu: pulumi.output(cpuUnits).apply(String),
      memory: pulumi.output(memoryMib).apply(String),
      taskRole: { roleArn: roles.task.arn },
      executionRole: { roleArn: roles.execution.arn },
      logGroup: { skip: true },
      container: {
        name: containerName,
        image,
        essential: true,
        command: ["node", "-r", "@swc-node/register", "scripts/send-shard.ts"],
        stopTimeout: stopTimeoutSeconds,
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": logs.name,
            "awslogs-region": place.region,
            "awslogs-stream-prefix": containerName,
          },
        },
      },
      tags,
    },
    { parent },
  );
}

interface StartParts {
  readonly region: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  readonly taskDefinitionArn: pulumi.Input<string>;
  readonly securityGroupId: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly assignPublicIp: pulumi.Input<boolean>;
}

function startCommand(parts: StartParts): pulumi.Output<string> {
  return pulumi.output(parts).apply((known) => {
    const network = JSON.stringify({
      awsvpcConfiguration: {
        subnets: known.subnetIds,
        securityGroups: [known.securityGroupId],
        assignPublicIp: known.assignPublicIp ? "ENABLED" : "DISABLED",
      },
    });
    // The shell fills in the variables between the pieces that it takes as they are.
    const environment = `[{"name":"SHARD_LOCATION","value":"'"$SHARD_LOCATION"'"},{"name":"SHARD","value":"'"$SHARD"'"}]`;
    const overrides = `{"containerOverrides":[{"name":"${containerName}","environment":${environment}}]}`;
    return (
      `for SHARD in $SHARDS; do aws ecs run-task --region ${known.region} --cluster ${known.clusterArn} ` +
      `--task-definition ${known.taskDefinitionArn} --launch-type FARGATE ` +
      `--network-configuration '${network}' --overrides '${overrides}'; done`
    );
  });
}

import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { type DeploymentPlace } from "../endpoint/deployment-place";
import { type PolicyStatement, policyDocument } from "../policy-document";
import { pullStatements } from "../pull-statements";

/** What a shard's task reaches. */
export interface RolesArgs {
  readonly place: DeploymentPlace;
  readonly image: pulumi.Input<string>;
  readonly endpointName: pulumi.Input<string>;
  readonly bucketName: pulumi.Input<string>;
  readonly inputPrefix: pulumi.Input<string>;
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  readonly logGroupArn: pulumi.Input<string>;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** The roles of a task. */
export interface Roles {
  /** What the shard runs as. */
  readonly task: iam.Role;
  /** What ECS starts it as. */
  readonly execution: iam.Role;
  /** Must stand before a task does. */
  readonly policies: pulumi.Resource[];
}

/** Makes the role that a shard sends as, and the one that ECS pulls its image and writes its log as. */
export function createRoles(name: string, args: RolesArgs, parent: pulumi.Resource): Roles {
  const { place, tags } = args;
  const role = (suffix: string): iam.Role =>
    new iam.Role(`${name}-${suffix}`, { assumeRolePolicy: trustPolicy(place), tags }, { parent });
  const policy = (
    suffix: string,
    of: iam.Role,
    statements: pulumi.Output<string>,
  ): iam.RolePolicy =>
    new iam.RolePolicy(
      `${name}-${suffix}-policy`,
      { role: of.name, policy: statements },
      { parent },
    );
  const task = role("task");
  const execution = role("execution");
  const policies = [
    policy("task", task, policyDocument(taskStatements(args))),
    policy("execution", execution, executionPolicy(args)),
  ];
  return { task, execution, policies };
}

/**
 * Lets this account's tasks alone assume a role.
 *
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
function trustPolicy({ partition, region, accountId }: DeploymentPlace): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TasksOfThisAccount",
        Effect: "Allow",
        Principal: { Service: "ecs-tasks.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          ArnLike: {
            "aws:SourceArn": pulumi.interpolate`arn:${partition}:ecs:${region}:${accountId}:*`,
          },
          StringEquals: { "aws:SourceAccount": accountId },
        },
      },
    ],
  });
}

function taskStatements({
  place: { partition, region, accountId },
  endpointName,
  bucketName,
  inputPrefix,
  kmsKeyArn,
}: RolesArgs): PolicyStatement[] {
  // IAM compares with the ARN, whose name SageMaker writes in lower case.
  const endpoint = pulumi.output(endpointName).apply((written) => written.toLowerCase());
  const bucketArn = pulumi.interpolate`arn:${partition}:s3:::${bucketName}`;
  const statements: PolicyStatement[] = [
    {
      Sid: "Invoke",
      Effect: "Allow",
      Action: "sagemaker:InvokeEndpointAsync",
      Resource: pulumi.interpolate`arn:${partition}:sagemaker:${region}:${accountId}:endpoint/${endpoint}`,
    },
    {
      Sid: "TalkToTheRun",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: pulumi.interpolate`${bucketArn}/${inputPrefix}/*.shards/*`,
    },
    {
      // Without it S3 denies access to what is not there yet, instead of saying so. A request for one object carries no
      // prefix: a condition would deny it.
      Sid: "FindWhatTheRunSays",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArn,
    },
  ];
  if (kmsKeyArn !== undefined) {
    statements.push({
      Sid: "UseKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: kmsKeyArn,
    });
  }
  return statements;
}

/** `123456789012.dkr.ecr.us-east-1.amazonaws.com/name:tag`, also of other partitions. */
const privateImage = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)/;

function executionPolicy({ image, logGroupArn, place }: RolesArgs): pulumi.Output<string> {
  const writeLog: PolicyStatement = {
    Sid: "WriteLog",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: pulumi.interpolate`${logGroupArn}:*`,
  };
  return pulumi.output(image).apply((written) => {
    const [, account, region, repository] = privateImage.exec(written) ?? [];
    if (account === undefined) return policyDocument([writeLog]);
    const repositoryArn = pulumi.interpolate`arn:${place.partition}:ecr:${region}:${account}:repository/${repository}`;
    return policyDocument([writeLog, ...pullStatements(repositoryArn)]);
  });
}

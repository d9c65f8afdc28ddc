import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { type ContainerImage } from "../../sagemaker/container-images";
import { type PolicyStatement, policyDocument } from "../policy-document";
import { type DeploymentPlace } from "./deployment-place";

/** What the endpoint's role must be able to reach. */
export interface ExecutionRoleArgs {
  readonly place: DeploymentPlace;
  readonly endpointName: pulumi.Input<string>;
  readonly image: pulumi.Output<ContainerImage>;
  readonly bucketArn: pulumi.Output<string>;
  readonly inputPrefix: pulumi.Input<string>;
  /** Prefixes that results and failures are written under. */
  readonly writtenPrefixes: pulumi.Input<string>[];
  readonly topicArns: pulumi.Output<string>[];
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A role that SageMaker assumes, with what it may do. */
export interface ExecutionRole {
  readonly arn: pulumi.Output<string>;
  /** Must stand before the endpoint: `CreateEndpoint` tries the role's rights and refuses one that lacks any. */
  readonly policy: pulumi.Resource;
}

/** Makes the role by which SageMaker pulls the image, moves payloads, reports results and writes logs. */
export function createExecutionRole(
  name: string,
  args: ExecutionRoleArgs,
  parent: pulumi.Resource,
): ExecutionRole {
  const role = new iam.Role(
    `${name}-role`,
    { assumeRolePolicy: trustPolicy(args.place), tags: args.tags },
    { parent },
  );
  const policy = new iam.RolePolicy(
    `${name}-role-policy`,
    {
      role: role.name,
      policy: policyDocument([
        ...storageStatements(args),
        ...notificationStatements(args),
        ...imageStatements(args),
        ...observabilityStatements(args),
      ]),
    },
    { parent },
  );
  return { arn: role.arn, policy };
}

/** Lets SageMaker assume the role for this account's endpoints only (the confused-deputy rule for hosting). */
function trustPolicy({ partition, region, accountId }: DeploymentPlace): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "SageMakerHosts",
        Effect: "Allow",
        Principal: { Service: "sagemaker.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          ArnLike: {
            "aws:SourceArn": pulumi.interpolate`arn:${partition}:sagemaker:${region}:${accountId}:*`,
          },
        },
      },
    ],
  });
}

function storageStatements({
  bucketArn,
  inputPrefix,
  writtenPrefixes,
}: ExecutionRoleArgs): PolicyStatement[] {
  return [
    {
      Sid: "ReadInputs",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: pulumi.interpolate`${bucketArn}/${inputPrefix}/*`,
    },
    {
      Sid: "WriteResults",
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
      Resource: writtenPrefixes.map((prefix) => pulumi.interpolate`${bucketArn}/${prefix}/*`),
    },
    {
      // Without any condition: CreateEndpoint tries this right with no prefix in the request.
      Sid: "ListBucket",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArn,
    },
  ];
}

function notificationStatements({ topicArns }: ExecutionRoleArgs): PolicyStatement[] {
  // In the role's own policy: CreateEndpoint does not look at the topics' policies.
  return [{ Sid: "PublishResults", Effect: "Allow", Action: "sns:Publish", Resource: topicArns }];
}

function imageStatements({ place, image }: ExecutionRoleArgs): PolicyStatement[] {
  const repositoryArn = pulumi.interpolate`arn:${place.partition}:ecr:${image.region}:${image.accountId}:repository/${image.repository}`;
  return [
    {
      // This action knows no resources.
      Sid: "LogInToRegistry",
      Effect: "Allow",
      Action: "ecr:GetAuthorizationToken",
      Resource: "*",
    },
    {
      Sid: "PullImage",
      Effect: "Allow",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:GetDownloadUrlForLayer",
        "ecr:BatchGetImage",
      ],
      Resource: repositoryArn,
    },
  ];
}

function observabilityStatements({ place, endpointName }: ExecutionRoleArgs): PolicyStatement[] {
  const { partition, region, accountId } = place;
  const logGroup = pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:/aws/sagemaker/Endpoints/${endpointName}`;
  return [
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
      ],
      Resource: [logGroup, pulumi.interpolate`${logGroup}:*`],
    },
    {
      // This action knows no resources, and AWS documents no namespace to hold it to.
      Sid: "PublishMetrics",
      Effect: "Allow",
      Action: "cloudwatch:PutMetricData",
      Resource: "*",
    },
  ];
}

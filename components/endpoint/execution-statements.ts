import * as pulumi from "@pulumi/pulumi";

import { type ContainerImage } from "../../sagemaker/container-images";
import { parseS3Uri } from "../../sagemaker/resource-names";
import { type PolicyStatement } from "../policy-document";
import { pullStatements } from "../pull-statements";
import { type DeploymentPlace } from "./deployment-place";

/** What an endpoint's role must be able to reach. */
export interface ExecutionRights {
  readonly place: DeploymentPlace;
  readonly endpointName: pulumi.Input<string>;
  /** Unknown for a model package. */
  readonly image: pulumi.Output<ContainerImage> | undefined;
  readonly bucketArn: pulumi.Output<string>;
  readonly inputPrefix: pulumi.Input<string>;
  readonly outputPrefix: pulumi.Input<string>;
  readonly failurePrefix: pulumi.Input<string>;
  readonly modelArchiveUri?: pulumi.Input<string>;
  readonly modelPrefixUri?: pulumi.Input<string>;
  readonly topicArns: pulumi.Output<string>[];
  readonly keyArn: pulumi.Output<string> | undefined;
  readonly readableKeyArns?: pulumi.Input<pulumi.Input<string>[]>;
  readonly subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Names of the alarms that roll an update back. */
  readonly rollbackAlarmNames: pulumi.Input<string>[];
}

/** Every right that the endpoint's role needs, and none besides. */
export function executionStatements(rights: ExecutionRights): PolicyStatement[] {
  return [
    ...storageStatements(rights),
    ...modelStatements(rights),
    ...notificationStatements(rights),
    ...keyStatements(rights),
    ...imageStatements(rights),
    ...networkStatements(rights),
    ...rollbackStatements(rights),
    ...observabilityStatements(rights),
  ];
}

function storageStatements({
  bucketArn,
  inputPrefix,
  outputPrefix,
  failurePrefix,
}: ExecutionRights): PolicyStatement[] {
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
      Resource: [outputPrefix, failurePrefix].map(
        (prefix) => pulumi.interpolate`${bucketArn}/${prefix}/*`,
      ),
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

function modelStatements({
  place,
  modelArchiveUri,
  modelPrefixUri,
}: ExecutionRights): PolicyStatement[] {
  const uri = modelArchiveUri ?? modelPrefixUri;
  if (uri === undefined) return [];
  const location = pulumi.output(uri).apply(parseS3Uri);
  const bucketArn = pulumi.interpolate`arn:${place.partition}:s3:::${location.bucket}`;
  const below = modelArchiveUri === undefined ? "*" : "";
  return [
    {
      Sid: "ReadModel",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: pulumi.interpolate`${bucketArn}/${location.key}${below}`,
    },
    {
      Sid: "ListModel",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArn,
      Condition: { StringLike: { "s3:prefix": pulumi.interpolate`${location.key}${below}` } },
    },
  ];
}

function notificationStatements({ topicArns }: ExecutionRights): PolicyStatement[] {
  if (topicArns.length === 0) return [];
  // In the role's own policy: CreateEndpoint does not look at the topics' policies.
  return [{ Sid: "PublishResults", Effect: "Allow", Action: "sns:Publish", Resource: topicArns }];
}

function keyStatements({ keyArn, readableKeyArns }: ExecutionRights): PolicyStatement[] {
  const own: PolicyStatement[] =
    keyArn === undefined
      ? []
      : [
          {
            // Publishing to an encrypted topic, and uploading in parts, needs both.
            Sid: "UseKey",
            Effect: "Allow",
            Action: ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"],
            Resource: keyArn,
          },
          {
            // SageMaker passes its use of the key on to the volumes of the instances.
            Sid: "GrantKeyToVolumes",
            Effect: "Allow",
            Action: "kms:CreateGrant",
            Resource: keyArn,
            Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
          },
        ];
  if (readableKeyArns === undefined) return own;
  return [
    ...own,
    {
      Sid: "DecryptGivenData",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: readableKeyArns,
    },
  ];
}

function imageStatements({ place, image }: ExecutionRights): PolicyStatement[] {
  if (image === undefined) return [];
  const repositoryArn = pulumi.interpolate`arn:${place.partition}:ecr:${image.region}:${image.accountId}:repository/${image.repository}`;
  return pullStatements(repositoryArn);
}

/** Source: https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html */
function networkStatements({ subnetIds }: ExecutionRights): PolicyStatement[] {
  if (subnetIds === undefined) return [];
  return [
    {
      // The interfaces are made by SageMaker and have no names before; the describing actions know no resources.
      Sid: "AttachToNetwork",
      Effect: "Allow",
      Action: [
        "ec2:CreateNetworkInterface",
        "ec2:CreateNetworkInterfacePermission",
        "ec2:DeleteNetworkInterface",
        "ec2:DeleteNetworkInterfacePermission",
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ],
      Resource: "*",
    },
  ];
}

function rollbackStatements({ place, rollbackAlarmNames }: ExecutionRights): PolicyStatement[] {
  if (rollbackAlarmNames.length === 0) return [];
  const { partition, region, accountId } = place;
  return [
    {
      Sid: "WatchRollbackAlarms",
      Effect: "Allow",
      Action: "cloudwatch:DescribeAlarms",
      Resource: rollbackAlarmNames.map(
        (alarm) =>
          pulumi.interpolate`arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${alarm}`,
      ),
    },
  ];
}

function observabilityStatements({ place, endpointName }: ExecutionRights): PolicyStatement[] {
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

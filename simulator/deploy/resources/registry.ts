import { type ResourceType } from "../resource-type";
import * as alarms from "./cloudwatch-alarm";
import * as dashboard from "./cloudwatch-dashboard";
import * as endpoint from "./sagemaker-endpoint";
import * as kms from "./kms";
import * as logs from "./logs";
import * as policies from "./iam-policy";
import * as role from "./iam-role";
import * as bucket from "./s3-bucket";
import * as bucketObject from "./s3-object";
import * as bucketSettings from "./s3-bucket-settings";
import * as sageMaker from "./sagemaker";
import * as scaling from "./application-auto-scaling";
import * as sns from "./sns";
import * as sqs from "./sqs";

const MODULES: Readonly<Record<string, ResourceType>>[] = [
  { ...alarms },
  { ...bucket },
  { ...bucketObject },
  { ...bucketSettings },
  { ...dashboard },
  { ...endpoint },
  { ...kms },
  { ...logs },
  { ...policies },
  { ...role },
  { ...sageMaker },
  { ...scaling },
  { ...sns },
  { ...sqs },
];

const BY_TOKEN = new Map(
  MODULES.flatMap((module) => Object.values(module)).flatMap((type) =>
    type.tokens.map((token) => [token, type] as const),
  ),
);

/** The resource type of a Pulumi type token; undefined for one that cannot be made here. */
export function resourceType(token: string): ResourceType | undefined {
  return BY_TOKEN.get(token);
}

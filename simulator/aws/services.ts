import { applicationAutoScaling } from "./application-auto-scaling";
import { cloudwatch } from "./cloudwatch";
import { iam } from "./iam";
import { kms } from "./kms";
import { logs } from "./logs";
import { s3 } from "./s3";
import { sagemaker } from "./sagemaker";
import { sagemakerRuntime } from "./sagemaker-runtime";
import { type ServiceDefinition } from "./service";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { sts } from "./sts";

/** Every service that the local AWS offers. */
export const services: readonly ServiceDefinition[] = [
  applicationAutoScaling,
  cloudwatch,
  iam,
  kms,
  logs,
  s3,
  sagemaker,
  sagemakerRuntime,
  sns,
  sqs,
  sts,
];

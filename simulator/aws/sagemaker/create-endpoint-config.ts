import {
  AsyncNotificationTopicTypes,
  type CreateEndpointConfigInput,
  type CreateEndpointConfigOutput,
  ProductionVariantInstanceType,
} from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { limits } from "../../../sagemaker/limits";
import { checkConstraints } from "../constraints";
import { validationError } from "../errors";
import { type Operation } from "../operation";
import { nameConstraint, roleArnConstraint, tagsConstraint } from "./name-constraints";
import { SAGEMAKER } from "./store";

const s3Path = z
  .string()
  .max(512)
  .regex(/^(https|s3):\/\/([^/])\/?(.*)$/);

const topicArn = z
  .string()
  .max(2048)
  .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]*:[0-9]{12}:[a-zA-Z0-9_.-]+$/);

const kmsKeyId = z
  .string()
  .max(2048)
  .regex(/^[a-zA-Z0-9:/_-]*$/);

const asyncInferenceConfig = z.object({
  OutputConfig: z.object({
    S3OutputPath: s3Path.optional(),
    S3FailurePath: s3Path.optional(),
    KmsKeyId: kmsKeyId.optional(),
    NotificationConfig: z
      .object({
        SuccessTopic: topicArn.optional(),
        ErrorTopic: topicArn.optional(),
        IncludeInferenceResponseIn: z.array(z.enum(AsyncNotificationTopicTypes)).max(2).optional(),
      })
      .optional(),
  }),
  ClientConfig: z
    .object({
      MaxConcurrentInvocationsPerInstance: z
        .number()
        .min(limits.concurrentInvocationsPerInstance.min)
        .max(limits.concurrentInvocationsPerInstance.max)
        .optional(),
    })
    .optional(),
});

const productionVariant = z.object({
  VariantName: nameConstraint,
  ModelName: nameConstraint.optional(),
  InitialInstanceCount: z.number().min(limits.initialInstanceCount.min).optional(),
  InstanceType: z.enum(ProductionVariantInstanceType).optional(),
  InitialVariantWeight: z.number().min(0).optional(),
  VolumeSizeInGB: z.number().min(1).max(512).optional(),
  ModelDataDownloadTimeoutInSeconds: z.number().min(60).max(3600).optional(),
  ContainerStartupHealthCheckTimeoutInSeconds: z.number().min(60).max(3600).optional(),
  VariantInstanceProvisionTimeoutInSeconds: z.number().min(300).max(3600).optional(),
});

const input = z.object({
  EndpointConfigName: nameConstraint,
  ProductionVariants: z.array(productionVariant).min(1).max(10),
  ShadowProductionVariants: z.array(productionVariant).max(10).optional(),
  AsyncInferenceConfig: asyncInferenceConfig.optional(),
  KmsKeyId: kmsKeyId.optional(),
  ExecutionRoleArn: roleArnConstraint.optional(),
  Tags: tagsConstraint.optional(),
});

export const createEndpointConfig: Operation<
  CreateEndpointConfigInput,
  CreateEndpointConfigOutput
> = (request, context) => {
  checkConstraints(input, request);
  const name = request.EndpointConfigName ?? "";
  const { models, endpointConfigs, tags } = context.aws.store(SAGEMAKER, context.region);
  endpointConfigs.requireFree(name);
  for (const variant of request.ProductionVariants ?? []) {
    models.require(variant.ModelName);
    requireInstances(variant);
  }
  const arn = endpointConfigs.arnOf(name);
  endpointConfigs.add({ name, arn, createdAt: context.now, definition: withWeights(request) });
  tags.put(arn, request.Tags);
  return { EndpointConfigArn: arn };
};

type Variants = NonNullable<CreateEndpointConfigInput["ProductionVariants"]>;

function requireInstances(variant: Variants[number]): void {
  const hasInstances =
    variant.InitialInstanceCount !== undefined &&
    (variant.InstanceType !== undefined || variant.InstancePools !== undefined);
  if (!hasInstances && variant.ServerlessConfig === undefined) {
    throw validationError(
      `You must specify InstanceType and InitialInstanceCount, or ServerlessConfig, for the variant "${variant.VariantName}".`,
    );
  }
}

/** SageMaker answers with the weight that it took, also when none was given. */
function withWeights(request: CreateEndpointConfigInput): CreateEndpointConfigInput {
  return {
    ...request,
    ProductionVariants: request.ProductionVariants?.map((variant) => ({
      InitialVariantWeight: 1,
      ...variant,
    })),
  };
}

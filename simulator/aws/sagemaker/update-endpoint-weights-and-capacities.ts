import {
  type UpdateEndpointWeightsAndCapacitiesInput,
  type UpdateEndpointWeightsAndCapacitiesOutput,
} from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { validationError } from "../errors";
import { type Operation } from "../operation";
import { nameConstraint } from "./name-constraints";
import { SAGEMAKER } from "./store";

const input = z.object({
  EndpointName: nameConstraint,
  DesiredWeightsAndCapacities: z
    .array(
      z.object({
        VariantName: nameConstraint,
        DesiredWeight: z.number().min(0).optional(),
        DesiredInstanceCount: z.number().min(0).optional(),
      }),
    )
    .min(1),
});

export const updateEndpointWeightsAndCapacities: Operation<
  UpdateEndpointWeightsAndCapacitiesInput,
  UpdateEndpointWeightsAndCapacitiesOutput
> = (request, context) => {
  checkConstraints(input, request);
  const { endpoints } = context.aws.store(SAGEMAKER, context.region);
  const endpoint = endpoints.require(request.EndpointName);
  endpoint.requireSettled();
  for (const wanted of request.DesiredWeightsAndCapacities ?? []) {
    if (wanted.VariantName !== endpoint.deployment.variantName) {
      throw validationError(
        `The variant name(s) "${wanted.VariantName}" is/are not present within endpoint configuration "${endpoint.deployment.config.arn}".`,
      );
    }
  }
  for (const wanted of request.DesiredWeightsAndCapacities ?? []) {
    endpoint.weight = wanted.DesiredWeight ?? endpoint.weight;
    if (wanted.DesiredInstanceCount !== undefined) {
      endpoint.fleet.setDesiredInstanceCount(wanted.DesiredInstanceCount);
    }
  }
  return { EndpointArn: endpoint.arn };
};

import {
  type GetPredictiveScalingForecastRequest,
  type GetPredictiveScalingForecastResponse,
} from "@aws-sdk/client-application-auto-scaling";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { validationError } from "../errors";
import { type Operation } from "../operation";
import { requireVariantDimension, resourceIdConstraint } from "./scalable-resource";

const input = z.object({
  ResourceId: resourceIdConstraint,
  PolicyName: z.string().min(1).max(256),
});

/** Refuses: predictive scaling is not there for variants of SageMaker endpoints, so that no policy can have a forecast. */
export const getPredictiveScalingForecast: Operation<
  GetPredictiveScalingForecastRequest,
  GetPredictiveScalingForecastResponse
> = (request) => {
  checkConstraints(input, request);
  requireVariantDimension(request);
  throw validationError(
    `The policy ${request.PolicyName} is not a predictive scaling policy: the PredictiveScaling policy type is not supported for the sagemaker service namespace.`,
  );
};

import { ScalableDimension, ServiceNamespace } from "@aws-sdk/client-application-auto-scaling";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { AwsError, validationError } from "../errors";
import { type RequestContext } from "../operation";
import { type HostedEndpoint } from "../sagemaker/hosted-endpoint";
import { SAGEMAKER } from "../sagemaker/store";

export const SERVICE_NAMESPACE = "sagemaker";
export const SCALABLE_DIMENSION = "sagemaker:variant:DesiredInstanceCount";

/** Constraints that the requests share. */
export const resourceIdConstraint = z.string().min(1).max(1600);
export const maxResultsConstraint = z.number().int().min(1).max(50).optional();

/** The part of a request that names a scalable resource. */
export interface ScalableResource {
  readonly ServiceNamespace?: string | undefined;
  readonly ResourceId?: string | undefined;
  readonly ScalableDimension?: string | undefined;
}

const resourceConstraint = z.object({
  ServiceNamespace: z.enum(ServiceNamespace).optional(),
  ScalableDimension: z.enum(ScalableDimension).optional(),
});

/** @throws AwsError `ValidationException` for everything but variants of SageMaker endpoints */
export function requireVariantDimension(resource: ScalableResource): void {
  checkConstraints(resourceConstraint, resource);
  const { ServiceNamespace: namespace, ScalableDimension: dimension } = resource;
  if (namespace !== SERVICE_NAMESPACE || dimension !== SCALABLE_DIMENSION) {
    throw validationError("Unsupported service namespace, resource type or scalable dimension");
  }
}

/**
 * The endpoint that a resource id names.
 *
 * @throws AwsError `ValidationException` when the id is malformed or there is no such variant
 */
export function requireVariant(
  resourceId: string,
  { aws, region }: RequestContext,
): HostedEndpoint {
  const [, endpointName, variantName] =
    /^endpoint\/([^/]+)\/variant\/([^/]+)$/.exec(resourceId) ?? [];
  if (endpointName === undefined) {
    throw validationError("Unsupported service namespace, resource type or scalable dimension");
  }
  const endpoint = aws.store(SAGEMAKER, region).endpoints.find(endpointName);
  if (endpoint === undefined || endpoint.deployment.variantName !== variantName) {
    throw validationError(`SageMaker endpoint variant doesn't exist: ${resourceId}`);
  }
  return endpoint;
}

/** What Application Auto Scaling allows of each target. https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html */
export const targetQuotas = { scalingPolicies: 50, scheduledActions: 200, tags: 50 } as const;

/** @throws AwsError `LimitExceededException` when there are as many already */
export function requireRoom(what: "scalingPolicies" | "scheduledActions", present: number): void {
  if (present >= targetQuotas[what]) {
    const noun = what === "scalingPolicies" ? "scaling policies" : "scheduled actions";
    throw new AwsError(
      "LimitExceededException",
      `You have reached the limit of ${targetQuotas[what]} ${noun} for each scalable target.`,
      400,
    );
  }
}

/** "Not found" for what belongs to a scalable target. */
export function notFound(
  what: string,
  { ServiceNamespace, ResourceId, ScalableDimension }: ScalableResource,
): AwsError {
  return new AwsError(
    "ObjectNotFoundException",
    `No ${what} for service namespace: ${ServiceNamespace}, resource ID: ${ResourceId}, scalable dimension: ${ScalableDimension}`,
    400,
  );
}

/** Whether a listing asks for endpoint variants at all; nothing else is kept here. */
export function asksForVariants(resource: ScalableResource): boolean {
  checkConstraints(resourceConstraint, resource);
  const { ServiceNamespace: namespace, ScalableDimension: dimension = SCALABLE_DIMENSION } =
    resource;
  return namespace === SERVICE_NAMESPACE && dimension === SCALABLE_DIMENSION;
}

import { z } from "zod";
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

/** @throws AwsError `ValidationException` for everything but variants of SageMaker endpoints */
export function requireVariantDimension({
  ServiceNamespace: namespace,
  ScalableDimension: dimension,
}: ScalableResource): void {
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
export function asksForVariants({
  ServiceNamespace: namespace,
  ScalableDimension: dimension = SCALABLE_DIMENSION,
}: ScalableResource): boolean {
  return namespace === SERVICE_NAMESPACE && dimension === SCALABLE_DIMENSION;
}

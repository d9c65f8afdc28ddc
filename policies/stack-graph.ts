import { type PolicyResource } from "@pulumi/policy";

import { types } from "./resource-types";
import { isSet, known, type Subject, textAt } from "./rule";

/** The resources of a type. */
export function ofType(resources: readonly PolicyResource[], type: string): PolicyResource[] {
  return resources.filter((resource) => resource.type === type);
}

/** Outputs by which one resource names another. */
const identities = ["id", "name", "arn", "url", "bucket", "resourceId"];

/**
 * Whether a property of one resource names another: by Pulumi's record of what the property was made of, else, where it
 * was written out, by what it says. The record is there at a preview too, when neither value is known.
 */
export function refersTo(
  resource: PolicyResource,
  property: string,
  other: PolicyResource,
): boolean {
  if (resource.propertyDependencies[property]?.includes(other)) return true;
  return known(() => {
    const value: unknown = resource.props[property];
    const named = (Array.isArray(value) ? (value as unknown[]) : [value]).filter(
      (each) => typeof each === "string",
    );
    return identities.some((key) => {
      const identity = known(() => textAt(other.props, key), undefined);
      return identity !== undefined && named.includes(identity);
    });
  }, false);
}

/** An asynchronous endpoint of a stack, with what belongs to it. */
export interface AsyncEndpoint {
  readonly endpoint: PolicyResource;
  readonly configuration: PolicyResource;
}

/** The asynchronous endpoints of a stack. */
export function asyncEndpoints(resources: readonly PolicyResource[]): AsyncEndpoint[] {
  const configurations = ofType(resources, types.configuration).filter(({ props }) =>
    isSet(props, "asyncInferenceConfig"),
  );
  return ofType(resources, types.endpoint).flatMap((endpoint) =>
    configurations
      .filter((configuration) => refersTo(endpoint, "endpointConfigName", configuration))
      .slice(0, 1)
      .map((configuration) => ({ endpoint, configuration })),
  );
}

/** The scalable targets of an endpoint. */
export function targetsOf(
  resources: readonly PolicyResource[],
  { endpoint }: AsyncEndpoint,
): PolicyResource[] {
  return ofType(resources, types.scalableTarget).filter((target) =>
    belongsTo(target, "resourceId", endpoint, (resourceId, name) =>
      resourceId.startsWith(`endpoint/${name}/`),
    ),
  );
}

/** Whether it scales the instances of an endpoint. */
export function scalesVariant({ props }: Pick<Subject, "props">): boolean {
  return (
    known(() => textAt(props, "scalableDimension"), undefined) ===
    "sagemaker:variant:DesiredInstanceCount"
  );
}

/** The scheduled actions on a scalable target. */
export function schedulesOf(
  resources: readonly PolicyResource[],
  target: PolicyResource,
): PolicyResource[] {
  return ofType(resources, types.scheduledAction).filter((action) =>
    refersTo(action, "resourceId", target),
  );
}

/** Whether a property of a resource was made of an endpoint's name, or, as text, holds it. */
export function belongsTo(
  resource: PolicyResource,
  property: string,
  endpoint: PolicyResource,
  holds: (value: string, endpointName: string) => boolean,
): boolean {
  if (resource.propertyDependencies[property]?.includes(endpoint)) return true;
  const name = known(() => textAt(endpoint.props, "name"), undefined);
  const value = known(() => textAt(resource.props, property), undefined);
  return name !== undefined && value !== undefined && holds(value, name);
}

import { resourceType } from "./resources/registry";
import { isGone, type ResourceContext } from "./resource-type";
import { type ResourceState } from "./state";

/** What the server still knows of a stack's resources. */
export interface Reconciled {
  readonly known: ResourceState[];
  readonly gone: ResourceState[];
}

/**
 * Asks the server for every resource of a state. Types that cannot be asked for are gone when something they depend
 * on is.
 *
 * @throws whatever the server answers other than "not found"
 */
export async function reconcile(
  resources: readonly ResourceState[],
  context: (resource: ResourceState) => ResourceContext,
): Promise<Reconciled> {
  const gone = new Set<ResourceState>();
  await Promise.all(
    resources.map(async (resource) => {
      const type = resourceType(resource.type);
      if (!type?.read) return;
      const reading = type.read(resource, context(resource));
      if (!(await succeeds(reading))) gone.add(resource);
    }),
  );
  const goneUrns = new Set([...gone].map(({ urn }) => urn));
  for (const resource of resources) {
    const asked = resourceType(resource.type)?.read !== undefined;
    if (!asked && resource.dependencies.some((urn) => goneUrns.has(urn))) gone.add(resource);
  }
  return { known: resources.filter((resource) => !gone.has(resource)), gone: [...gone] };
}

async function succeeds(reading: Promise<unknown>): Promise<boolean> {
  try {
    await reading;
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

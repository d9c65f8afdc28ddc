import { type ResourceState } from "./state";

// Among resources that nothing needs any more, what acts on others goes before what is acted on.
const FIRST_TO_LAST = [
  "aws:appautoscaling/",
  "aws:cloudwatch/",
  "aws:sagemaker/",
  "aws:iam/rolePolicy",
  "aws:sns/",
  "aws:sqs/",
  "aws:s3/",
  "aws:kms/",
  "aws:iam/",
];

/**
 * The order in which to delete resources: never one that another of them still depends on; among the free ones by
 * kind (scaling, alarms, endpoint, role policies, messaging, storage, keys, roles), the youngest first.
 */
export function deletionOrder(resources: readonly ResourceState[]): ResourceState[] {
  const remaining = [...resources].reverse();
  const ordered: ResourceState[] = [];
  while (remaining.length > 0) {
    const needed = new Set(remaining.flatMap((resource) => neededBy(resource)));
    const free = remaining.filter(({ urn }) => !needed.has(urn));
    const next = (free.length > 0 ? free : remaining).reduce((best, candidate) =>
      rank(candidate) < rank(best) ? candidate : best,
    );
    remaining.splice(remaining.indexOf(next), 1);
    ordered.push(next);
  }
  return ordered;
}

function neededBy(resource: ResourceState): string[] {
  return resource.dependencies.filter((urn) => urn !== resource.urn);
}

function rank({ type }: ResourceState): number {
  const position = FIRST_TO_LAST.findIndex((prefix) => type.startsWith(prefix));
  return position < 0 ? FIRST_TO_LAST.length : position;
}

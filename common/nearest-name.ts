import { distance } from "fastest-levenshtein";

/**
 * The known name that was most likely meant.
 *
 * @returns `undefined` when none is near: more than a third of its letters would have to change.
 */
export function nearestName<Name extends string>(
  given: string,
  known: readonly Name[],
): Name | undefined {
  const ranked = known
    .map((name) => ({ name, edits: distance(given.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const [nearest] = ranked;
  return nearest !== undefined && nearest.edits <= Math.ceil(nearest.name.length / 3)
    ? nearest.name
    : undefined;
}

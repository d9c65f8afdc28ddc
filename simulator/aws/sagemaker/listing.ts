import { z } from "zod";
import { checkConstraints } from "../constraints";
import { pageOf, type Page } from "../pagination";
import { type SageMakerRecord } from "./store";

/** What the listings of SageMaker have in common. */
export interface ListingInput {
  readonly SortBy?: string | undefined;
  readonly SortOrder?: string | undefined;
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
  readonly NameContains?: string | undefined;
  readonly CreationTimeBefore?: Date | undefined;
  readonly CreationTimeAfter?: Date | undefined;
}

const DEFAULT_PAGE = 10;

const constraints = z.object({
  MaxResults: z.number().int().min(1).max(100).optional(),
  NameContains: z
    .string()
    .max(63)
    .regex(/^[a-zA-Z0-9-]+$/)
    .optional(),
  SortOrder: z.enum(["Ascending", "Descending"]).optional(),
});

/**
 * One page of a listing: filtered, newest first unless the request says otherwise.
 *
 * @throws AwsError `ValidationException` when the request breaks a constraint
 */
export function listed<Item extends SageMakerRecord>(
  items: readonly Item[],
  request: ListingInput,
): Page<Item> {
  checkConstraints(constraints, request);
  const beforeMs = request.CreationTimeBefore?.getTime() ?? Infinity;
  const afterMs = request.CreationTimeAfter?.getTime() ?? -Infinity;
  const found = items.filter(
    ({ name, createdAt }) =>
      name.includes(request.NameContains ?? "") &&
      createdAt * 1000 < beforeMs &&
      createdAt * 1000 > afterMs,
  );
  found.sort(
    request.SortBy === "Name"
      ? (a, b) => a.name.localeCompare(b.name, "en")
      : (a, b) => a.createdAt - b.createdAt,
  );
  if (request.SortOrder !== "Ascending") {
    found.reverse();
  }
  return pageOf(found, request.NextToken, request.MaxResults ?? DEFAULT_PAGE);
}

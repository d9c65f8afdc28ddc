import { OrderKey } from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { pageOf, type Page } from "../pagination";
import { type SageMakerRecord } from "./records";

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
  NextToken: z.string().max(8192).optional(),
  SortOrder: z.enum(OrderKey).optional(),
});

/**
 * One page of a listing: filtered, newest first unless the request says otherwise.
 *
 * @param sortKeys what the items may be ordered by, besides the time of their creation
 * @throws AwsError `ValidationException` when the request breaks a constraint
 */
export function listed<Item extends SageMakerRecord>(
  items: readonly Item[],
  request: ListingInput,
  sortKeys: Readonly<Record<string, (item: Item) => string>> = { Name: ({ name }) => name },
): Page<Item> {
  const SortBy = z.enum([...Object.keys(sortKeys), "CreationTime"]).optional();
  checkConstraints(constraints.extend({ SortBy }), request);
  const beforeMs = request.CreationTimeBefore?.getTime() ?? Infinity;
  const afterMs = request.CreationTimeAfter?.getTime() ?? -Infinity;
  const found = items.filter(
    ({ name, createdAt }) =>
      name.includes(request.NameContains ?? "") &&
      createdAt * 1000 < beforeMs &&
      createdAt * 1000 > afterMs,
  );
  const key = sortKeys[request.SortBy ?? ""];
  found.sort(
    key === undefined
      ? (a, b) => a.createdAt - b.createdAt
      : (a, b) => key(a).localeCompare(key(b), "en") || a.createdAt - b.createdAt,
  );
  if (request.SortOrder !== "Ascending") {
    found.reverse();
  }
  return pageOf(found, request.NextToken, request.MaxResults ?? DEFAULT_PAGE);
}

import { validationError } from "./errors";

/** One page of a listing. */
export interface Page<Item> {
  readonly items: Item[];
  /** Asks for the next page; undefined on the last one. */
  readonly nextToken: string | undefined;
}

/**
 * Cuts one page out of a listing.
 *
 * @param all everything that the listing holds, in its order
 * @param nextToken the token that the previous page gave; undefined asks for the first page
 * @param size the page's length, positive
 * @throws AwsError `ValidationException` when the token is none of ours
 */
export function pageOf<Item>(
  all: readonly Item[],
  nextToken: string | undefined,
  size: number,
): Page<Item> {
  const start = nextToken === undefined ? 0 : offsetOf(nextToken);
  const end = start + size;
  return {
    items: all.slice(start, end),
    nextToken: end < all.length ? Buffer.from(`offset:${end}`).toString("base64url") : undefined,
  };
}

function offsetOf(nextToken: string): number {
  const match = /^offset:(\d{1,9})$/u.exec(Buffer.from(nextToken, "base64url").toString("latin1"));
  if (match?.[1] === undefined) {
    throw validationError("The NextToken is not valid. Use the token of the previous answer.");
  }
  return Number(match[1]);
}

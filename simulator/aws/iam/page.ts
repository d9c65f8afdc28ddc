import { AwsError } from "../errors";

/** Entries in one answer unless the client asks for less or more. */
const DEFAULT_PAGE = 100;

/** A page of a list, in IAM's words. */
export interface IamPage<Item> {
  readonly items: Item[];
  readonly IsTruncated: boolean;
  readonly Marker: string | undefined;
}

/** @throws AwsError `InvalidInputException` for a marker that was not given by a previous answer */
export function iamPage<Item>(
  all: readonly Item[],
  input: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
): IamPage<Item> {
  const start = input.Marker === undefined ? 0 : Number(input.Marker);
  if (!Number.isInteger(start) || start < 0) {
    throw new AwsError("InvalidInputException", `Invalid Marker: ${input.Marker}`);
  }
  const end = start + (input.MaxItems ?? DEFAULT_PAGE);
  const isTruncated = end < all.length;
  return {
    items: all.slice(start, end),
    IsTruncated: isTruncated,
    Marker: isTruncated ? String(end) : undefined,
  };
}

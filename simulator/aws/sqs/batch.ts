import { type BatchResultErrorEntry } from "@aws-sdk/client-sqs";
import { AwsError } from "../errors";

/** Most entries in a batch. */
const MOST_ENTRIES = 10;

/** An entry of a batch. */
interface Entry {
  readonly Id: string | undefined;
}

/** What became of a batch: entries succeed and fail each by itself. */
export interface BatchResult<Result> {
  Successful: Result[];
  Failed: BatchResultErrorEntry[];
}

/**
 * Handles the entries of a batch one by one.
 *
 * @throws AwsError `EmptyBatchRequest`, `TooManyEntriesInBatchRequest`, `BatchEntryIdsNotDistinct`, `InvalidBatchEntryId`
 */
export function handleBatch<Item extends Entry, Result>(
  entries: readonly Item[] | undefined,
  handle: (entry: Item, id: string) => Result,
): BatchResult<Result> {
  checkEntries(entries ?? []);
  const result: BatchResult<Result> = { Successful: [], Failed: [] };
  for (const entry of entries ?? []) {
    const id = entry.Id as string;
    try {
      result.Successful.push(handle(entry, id));
    } catch (error) {
      if (!(error instanceof AwsError)) {
        throw error;
      }
      result.Failed.push({ Id: id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return result;
}

function checkEntries(entries: readonly Entry[]): void {
  if (entries.length === 0) {
    throw new AwsError("EmptyBatchRequest", "There should be at least one entry in the request.");
  }
  if (entries.length > MOST_ENTRIES) {
    throw new AwsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  const ids = entries.map(({ Id }) => Id ?? "");
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) {
    throw new AwsError("BatchEntryIdsNotDistinct", `Id ${repeated} repeated.`);
  }
  if (!ids.every((id) => /^[A-Za-z0-9_-]{1,80}$/.test(id))) {
    throw new AwsError(
      "InvalidBatchEntryId",
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
    );
  }
}

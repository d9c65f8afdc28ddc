import { extname } from "node:path";

import { type ArticleSource } from "./article-source";
import { fileInputs } from "./file-inputs";
import { jsonLineInputs } from "./json-line-inputs";

/**
 * The user's own inputs: a file of JSON lines with a request on each, any other file, or a folder of files.
 *
 * @param path The value of `--input`.
 * @throws {LoadInputError} When it cannot be used.
 */
export function ownInputs(path: string): ArticleSource {
  return [".jsonl", ".ndjson"].includes(extname(path).toLowerCase())
    ? jsonLineInputs(path)
    : fileInputs(path);
}

/**
 * Says whether a path can be a source of inputs, before anything is started for it.
 *
 * @throws {LoadInputError} As {@link ownInputs} does.
 */
export function checkOwnInputs(path: string | undefined): void {
  if (path !== undefined) ownInputs(path);
}

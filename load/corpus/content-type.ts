import { extname } from "node:path";

import { lookup } from "mime-types";

/** What the registry of MIME types has no extension for, as SageMaker's containers name it. */
const ofContainers: Readonly<Record<string, string>> = {
  ".jsonl": "application/jsonlines",
  ".ndjson": "application/jsonlines",
  ".npy": "application/x-npy",
  ".npz": "application/x-npz",
  ".parquet": "application/x-parquet",
};

/** The content type of a file by the extension of its name; a name without one is a text's. */
export function contentTypeOf(path: string): string {
  const extension = extname(path).toLowerCase();
  if (extension === "") return "text/plain";
  const known = ofContainers[extension] ?? lookup(extension);
  return known === false ? "application/octet-stream" : known;
}

import { sampler } from "../../simulator/engine/distribution-sampler";
import { randomSource } from "../../simulator/engine/random-streams";
import { type Scenario } from "../../simulator/scenario/schema";

import { type ArticleSource } from "./article-source";
import { folderArticles } from "./folder-articles";
import { generatedArticles } from "./generated-articles";

/**
 * The texts of a run: the user's own where a folder is given, otherwise articles made for the scenario's seed in the
 * lengths that it asks for.
 *
 * @param inputDirectory The user's folder.
 * @throws {LoadInputError} When the folder cannot be used.
 */
export function articleSource(
  { seed, workload }: Pick<Scenario, "seed" | "workload">,
  requests: number,
  inputDirectory?: string,
): ArticleSource {
  if (inputDirectory !== undefined) {
    return folderArticles(inputDirectory);
  }
  const drawBytes = sampler(workload.payloadBytes, randomSource(seed, "payloads"));
  // Drawn in the order of the requests, whatever order they are asked for in.
  const bytes = Float64Array.from({ length: requests }, () => Math.round(drawBytes()));
  return generatedArticles({ seed, bytesOf: (index) => bytes[index] ?? 0 });
}

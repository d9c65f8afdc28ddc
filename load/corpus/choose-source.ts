import { sampler } from "../../simulator/engine/distribution-sampler";
import { randomSource } from "../../simulator/engine/random-streams";
import { type Scenario } from "../../simulator/scenario/schema";

import { type ArticleSource } from "./article-source";
import { generatedArticles } from "./generated-articles";
import { ownInputs } from "./own-inputs";

/**
 * The inputs of a run: the user's own where they are given, otherwise articles made for the scenario's seed in the
 * lengths that it asks for.
 *
 * @param ownPath The user's folder or file.
 * @throws {LoadInputError} When it cannot be used.
 */
export function articleSource(
  { seed, workload }: Pick<Scenario, "seed" | "workload">,
  requests: number,
  ownPath?: string,
): ArticleSource {
  if (ownPath !== undefined) {
    return ownInputs(ownPath);
  }
  const drawBytes = sampler(workload.payloadBytes, randomSource(seed, "payloads"));
  // Drawn in the order of the requests, whatever order they are asked for in.
  const bytes = Float64Array.from({ length: requests }, () => Math.round(drawBytes()));
  return generatedArticles({ seed, bytesOf: (index) => bytes[index] ?? 0 });
}

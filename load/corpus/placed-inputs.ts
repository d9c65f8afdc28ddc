import { type ArticleInput, type ArticleSource } from "./article-source";

/** What there is to know of an input that is in S3 already. */
export type PlacedInput = Pick<ArticleInput, "name" | "contentType" | "mostBytes">;

/** The inputs of a source by their names, for who sends requests on them and has not the inputs themselves. */
export function placesOf(source: ArticleSource, requests: number): PlacedInput[] {
  return Array.from(source.inputs(requests), ({ name, contentType, mostBytes }) => ({
    name,
    contentType,
    mostBytes,
  }));
}

/** A source of inputs that are in S3, in the order in which requests are made on them, over and over. */
export function placedInputs(places: readonly PlacedInput[]): ArticleSource {
  const inputs = places.map((place) => ({
    ...place,
    open: () => Promise.reject(new Error(`Input ${place.name} is in S3 alone`)),
  }));
  return {
    input: (index) => inputs[index % inputs.length]!,
    inputs: (requests) => inputs.slice(0, requests),
  };
}

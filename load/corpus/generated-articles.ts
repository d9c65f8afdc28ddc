import { generateArticle } from "./article-generator";
import { type ArticleInput, type ArticleSource } from "./article-source";
import { readCorpus } from "./corpus-articles";

/** Options of {@link generatedArticles}. */
export interface GeneratedArticlesOptions {
  readonly seed: number;
  /** Length of an article in bytes, by its index; left out, lengths are drawn between 1 and 12 kB. */
  readonly bytesOf?: (index: number) => number;
}

/** An article may be longer than asked for by the one sentence that its last paragraph has at least. */
const longestSentenceBytes = 1000;
const mostDrawnBytes = 12_000;

/** A source in which every request has an article of its own, made of the project's corpus. */
export function generatedArticles({ seed, bytesOf }: GeneratedArticlesOptions): ArticleSource {
  const corpus = readCorpus();
  const input = (index: number): ArticleInput => ({
    name: `article-${String(index).padStart(6, "0")}.txt`,
    contentType: "text/plain",
    mostBytes: (bytesOf?.(index) ?? mostDrawnBytes) + longestSentenceBytes,
    open: () => {
      const body = Buffer.from(generateArticle(corpus, seed, index, bytesOf?.(index)));
      return Promise.resolve({ body, bytes: body.byteLength });
    },
  });
  return {
    input,
    *inputs(requests): Generator<ArticleInput> {
      for (let index = 0; index < requests; index += 1) yield input(index);
    },
  };
}

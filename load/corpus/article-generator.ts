import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type RandomGenerator } from "pure-rand/types/RandomGenerator";

import { type CorpusArticle } from "./corpus-articles";

/** Lengths that articles have when none is asked for, in bytes: each doubling from the least is as likely. */
const defaultBytes = { least: 1_000, most: 12_000 } as const;

/** Sentences that lead from one paragraph to a paragraph that did not follow it. */
const joins = [
  "A second line of work bears on the same question.",
  "The picture changes when another body of evidence is laid beside it.",
  "What was learned here soon travelled to a neighbouring field.",
  "The methods behind these results deserve a closer look.",
  "Not everyone drew the same conclusion.",
  "Practical matters, meanwhile, followed their own course.",
  "The comparison with other cases is instructive.",
  "Older observations turned out to matter as well.",
] as const;

/** Odd multipliers of good mixing, so that neighbouring indices and seeds share no stream. */
const seedMixer = 0x9e3779b1;
const indexMixer = 0x85ebca6b;

/**
 * Writes an article by putting paragraphs of the corpus together anew: their order, the joins between them and the
 * length vary with the index.
 *
 * @param corpus At least one article with at least one paragraph.
 * @param seed The run's seed: the same seed and index give the same text.
 * @param index Number of the article; it stands in the first line, so no two indices give the same text.
 * @param targetBytes Length to come near to; left out, it is drawn between 1 and 12 kB.
 */
export function generateArticle(
  corpus: readonly CorpusArticle[],
  seed: number,
  index: number,
  targetBytes?: number,
): string {
  const random = xoroshiro128plus(Math.imul(seed, seedMixer) ^ Math.imul(index + 1, indexMixer));
  const bytes = targetBytes ?? drawBytes(random);
  const articles = shuffled(corpus, random);
  const parts = [`Reading ${index + 1}: ${articles[0]?.title ?? ""}`];
  let length = Buffer.byteLength(parts[0] ?? "");
  while (length < bytes) {
    for (const paragraph of rearranged(articles, random)) {
      const text = fit(paragraph, bytes - length);
      parts.push(text);
      length += Buffer.byteLength(text) + 2;
      if (length >= bytes || text.length < paragraph.length) {
        return `${parts.join("\n\n")}\n`;
      }
    }
  }
  return `${parts.join("\n\n")}\n`;
}

function drawBytes(random: RandomGenerator): number {
  const doublings = Math.log2(defaultBytes.most / defaultBytes.least);
  const position = uniformInt(random, 0, 1_000_000) / 1_000_000;
  return Math.round(defaultBytes.least * 2 ** (doublings * position));
}

/** All paragraphs: the first article's first, each article's in a new order, with joins between. */
function* rearranged(
  articles: readonly CorpusArticle[],
  random: RandomGenerator,
): Generator<string> {
  for (const article of articles) {
    for (const paragraph of shuffled(article.paragraphs, random)) {
      const join = joins[uniformInt(random, 0, 2 * joins.length - 1)];
      yield join === undefined ? paragraph : `${join} ${paragraph}`;
    }
  }
}

function shuffled<T>(items: readonly T[], random: RandomGenerator): T[] {
  return items
    .map((item) => ({ item, rank: uniformInt(random, 0, 0x7fffffff) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** As many whole sentences of the paragraph as the bytes hold, one at least. */
function fit(paragraph: string, bytes: number): string {
  if (Buffer.byteLength(paragraph) <= bytes) {
    return paragraph;
  }
  const sentences = paragraph.match(/[^.!?]+[.!?]+\s*/g) ?? [paragraph];
  let text = sentences[0] ?? paragraph;
  for (const sentence of sentences.slice(1)) {
    if (Buffer.byteLength(text) + Buffer.byteLength(sentence) > bytes) {
      break;
    }
    text += sentence;
  }
  return text.trimEnd();
}

import { lexRank } from "./lex-rank";

const sentenceSegmenter = new Intl.Segmenter("en", { granularity: "sentence" });
const wordSegmenter = new Intl.Segmenter("en", { granularity: "word" });

/** Sentences that are ranked: as many as a summarising transformer of 1,024 tokens reads, several times over. */
const maxSentences = 200;

/** Sentences of a summary, and the share of the text that it may take. */
const maxSummarySentences = 3;
const summaryShare = 0.25;

/** Scripts that write words without spaces, where only a dictionary finds the words. */
const unspacedScript =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** The period of a title, initial or short abbreviation ends no sentence. */
const endsInAbbreviation =
  /(?:^|\s)(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|etc|e\.g|i\.e|approx|No)\.\s*$/u;

/** A line break inside a paragraph; the segmenter would end a sentence there. A blank line still ends one. */
const hardWrap = /(?<=\S)[ \t]*\r?\n(?=[ \t]*\S)/gu;

/** How a summary is cut. */
export interface SummaryOptions {
  /** Longest summary in words; the best sentence is kept whatever its length. No limit by default. */
  readonly maxWords?: number;
}

/**
 * An extractive summary: the one to three sentences that stand for the text, in the order of the text. A text of one
 * sentence is its own summary; a text without words has the empty summary.
 */
export function summarize(text: string, options: SummaryOptions = {}): string {
  const sentences = splitSentences(text);
  const words = sentences.map(splitWords);
  const scores = lexRank(words);
  const wanted = Math.min(maxSummarySentences, Math.ceil(sentences.length * summaryShare));

  const chosen: number[] = [];
  let wordsLeft = options.maxWords ?? Infinity;
  const ranked = [...sentences.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  for (const index of ranked) {
    if (chosen.length === wanted) break;
    const length = words[index]?.length ?? 0;
    if (chosen.length > 0 && length > wordsLeft) continue;
    chosen.push(index);
    wordsLeft -= length;
  }
  return chosen
    .sort((a, b) => a - b)
    .map((index) => sentences[index])
    .join(" ");
}

/** The sentences of a text with white space folded, fragments without a word left out. */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let open = "";
  for (const { segment } of sentenceSegmenter.segment(text.replace(hardWrap, " "))) {
    open += segment;
    if (endsInAbbreviation.test(open)) continue;
    const sentence = open.replace(/\s+/gu, " ").trim();
    open = "";
    if (/[\p{L}\p{N}]/u.test(sentence)) sentences.push(sentence);
    if (sentences.length === maxSentences) return sentences;
  }
  const rest = open.replace(/\s+/gu, " ").trim();
  if (/[\p{L}\p{N}]/u.test(rest)) sentences.push(rest);
  return sentences;
}

function splitWords(sentence: string): string[] {
  const lower = sentence.toLowerCase();
  if (!unspacedScript.test(lower)) return lower.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*/gu) ?? [];
  return [...wordSegmenter.segment(lower)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);
}

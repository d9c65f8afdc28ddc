import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** An article, taken apart so that others can be made of it. */
export interface CorpusArticle {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

const articlesDirectory = join(__dirname, "articles");

/**
 * Reads the articles that come with this project: short surveys of research topics, written for it.
 *
 * @returns In the order of their file names.
 */
export function readCorpus(): CorpusArticle[] {
  return readdirSync(articlesDirectory)
    .filter((file) => file.endsWith(".txt"))
    .sort()
    .map((file) => parseArticle(readFileSync(join(articlesDirectory, file), "utf8")));
}

/** The first paragraph is the title; empty lines part the others. */
function parseArticle(text: string): CorpusArticle {
  const [title = "", ...paragraphs] = text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, " ").trim())
    .filter((paragraph) => paragraph !== "");
  return { title, paragraphs };
}

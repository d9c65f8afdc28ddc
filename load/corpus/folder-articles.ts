import { accessSync, constants, createReadStream, readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";

import { LoadInputError } from "../load-error";

import { type ArticleInput, type ArticleSource } from "./article-source";

/** Files above this size are streamed from the disk. */
const streamedAboveBytes = 4 * 1024 * 1024;

/**
 * A source of the user's own texts: the files of a folder, in the order of their names, over and over. Each file is
 * uploaded once. Folders in it and files whose names begin with a dot are passed over.
 *
 * @param folder The value of `--input`.
 * @throws {LoadInputError} When the folder is missing, holds no file, or holds one that is empty or cannot be read.
 */
export function folderArticles(folder: string): ArticleSource {
  const files = listFiles(folder);
  const inputName = (index: number): string => {
    const position = index % files.length;
    // The user's names may hold what a signed header cannot: a number names the file as well.
    return `input-${String(position).padStart(6, "0")}${safeExtension(files[position]?.path ?? "")}`;
  };
  return {
    inputName,
    *inputs(requests): Generator<ArticleInput> {
      for (const [index, { path, bytes }] of files.slice(0, requests).entries()) {
        yield {
          name: inputName(index),
          open: async () => ({
            body: bytes > streamedAboveBytes ? createReadStream(path) : await readFile(path),
            bytes,
          }),
        };
      }
    },
  };
}

/**
 * Says whether a folder can be a source of texts, before anything is started for it.
 *
 * @throws {LoadInputError} As {@link folderArticles} does.
 */
export function checkArticleFolder(folder: string | undefined): void {
  if (folder !== undefined) {
    listFiles(folder);
  }
}

interface InputFile {
  readonly path: string;
  readonly bytes: number;
}

function listFiles(folder: string): InputFile[] {
  const given = `\`--input\` is ${JSON.stringify(folder)}`;
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    throw new LoadInputError(
      `${given}, which is no folder that can be read; name a folder of text files`,
      {
        cause,
      },
    );
  }
  const files = entries
    .filter((entry) => !entry.name.startsWith(".") && !entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .sort()
    .map((path) => readableFile(path, given));
  if (files.length === 0) {
    throw new LoadInputError(`${given}, which holds no files; put the texts into it, one a file`);
  }
  return files;
}

function readableFile(path: string, given: string): InputFile {
  let bytes: number;
  try {
    accessSync(path, constants.R_OK);
    bytes = statSync(path).size;
  } catch (cause) {
    throw new LoadInputError(
      `${given}, and its file ${JSON.stringify(path)} cannot be read; make it readable, or take it out of the folder`,
      { cause },
    );
  }
  if (bytes === 0) {
    throw new LoadInputError(
      `${given}, and its file ${JSON.stringify(path)} is empty; an endpoint has nothing to do with it: take it out of the folder`,
    );
  }
  return { path, bytes };
}

function safeExtension(path: string): string {
  const extension = extname(path);
  return /^\.[a-zA-Z0-9]{1,8}$/.test(extension) ? extension : "";
}

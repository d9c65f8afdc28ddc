import { accessSync, constants, createReadStream, readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";

import { LoadInputError } from "../load-error";

import { type ArticleInput, type ArticleSource } from "./article-source";
import { contentTypeOf } from "./content-type";

/** Files above this size are streamed from the disk. */
const streamedAboveBytes = 4 * 1024 * 1024;

/**
 * A source of the user's own files of any type: those of a folder, in the order of their names, over and over, or the
 * one file that is named. Each is uploaded once. Folders in the folder and files whose names begin with a dot are
 * passed over.
 *
 * @param path The value of `--input`.
 * @throws {LoadInputError} When it is missing, a folder without files, or a file is empty or cannot be read.
 */
export function fileInputs(path: string): ArticleSource {
  const inputs = listFiles(path).map(fileInput);
  return {
    input: (index) => inputs[index % inputs.length]!,
    inputs: (requests) => inputs.slice(0, requests),
  };
}

function fileInput({ path, bytes }: InputFile, position: number): ArticleInput {
  return {
    // The user's names may hold what a signed header cannot: a number names the file as well.
    name: `input-${String(position).padStart(6, "0")}${safeExtension(path)}`,
    contentType: contentTypeOf(path),
    mostBytes: bytes,
    open: async () => ({
      body: bytes > streamedAboveBytes ? createReadStream(path) : await readFile(path),
      bytes,
    }),
  };
}

interface InputFile {
  readonly path: string;
  readonly bytes: number;
}

function listFiles(path: string): InputFile[] {
  const given = `\`--input\` is ${JSON.stringify(path)}`;
  let names;
  try {
    if (!statSync(path).isDirectory()) return [readableFile(path, given)];
    names = readdirSync(path, { withFileTypes: true })
      .filter((entry) => !entry.name.startsWith(".") && !entry.isDirectory())
      .map(({ name }) => name);
  } catch (cause) {
    if (cause instanceof LoadInputError) throw cause;
    throw new LoadInputError(
      `${given}, which is no folder or file that can be read; name a folder of files, a file, or a .jsonl file with a request on each line`,
      { cause },
    );
  }
  if (names.length === 0) {
    throw new LoadInputError(`${given}, which holds no files; put the inputs into it, one a file`);
  }
  return names.sort().map((name) => readableFile(join(path, name), given));
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

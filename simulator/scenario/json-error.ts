import { parse, type ParseError } from "jsonc-parser";

/** Where a text stops being JSON. */
export interface JsonErrorPosition {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** What stands there, `end of file` included. */
  readonly found: string;
}

/**
 * Finds the first place at which a text cannot be JSON. `JSON.parse` says where for some errors and in some versions of
 * Node only.
 *
 * @param text A text that `JSON.parse` refused.
 */
export function findJsonError(text: string): JsonErrorPosition {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const position = errors[0]?.offset ?? text.length;
  const before = text.slice(0, position);
  const character = text.at(position);
  return {
    line: before.split("\n").length,
    column: position - before.lastIndexOf("\n"),
    found: character === undefined ? "the end of the file" : JSON.stringify(character),
  };
}

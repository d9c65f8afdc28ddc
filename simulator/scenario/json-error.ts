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
  const scanner = new JsonScanner(text);
  scanner.scan();
  const before = text.slice(0, scanner.position);
  const character = text.at(scanner.position);
  return {
    line: before.split("\n").length,
    column: scanner.position - before.lastIndexOf("\n"),
    found: character === undefined ? "the end of the file" : JSON.stringify(character),
  };
}

class JsonScanner {
  position = 0;

  constructor(private readonly text: string) {}

  /** Moves to the first error, or to the end. */
  scan(): boolean {
    return this.value() && this.skip(/\s*/y) && this.position === this.text.length;
  }

  private value(): boolean {
    this.skip(/\s*/y);
    switch (this.text[this.position]) {
      case "{":
        return this.list("}", () => this.string() && this.token(":") && this.value());
      case "[":
        return this.list("]", () => this.value());
      case '"':
        return this.string();
      default:
        return this.skip(/-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?|true|false|null/y);
    }
  }

  private list(close: string, item: () => boolean): boolean {
    this.position++;
    if (this.token(close)) return true;
    for (;;) {
      if (!item()) return false;
      if (this.token(close)) return true;
      if (!this.token(",")) return false;
    }
  }

  private string(): boolean {
    this.skip(/\s*/y);
    // eslint-disable-next-line no-control-regex -- JSON forbids control characters in strings
    return this.skip(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y);
  }

  private token(character: string): boolean {
    this.skip(/\s*/y);
    if (this.text[this.position] !== character) return false;
    this.position++;
    return true;
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.position;
    const matched = pattern.test(this.text);
    if (matched) this.position = pattern.lastIndex;
    return matched;
  }
}

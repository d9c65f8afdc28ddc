/** Markup that is safe to put into a page as it stands. Made by {@link html} and {@link trustedMarkup} only. */
export class Markup {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

/** What may stand in a placeholder of {@link html}; null, undefined and false give nothing. */
export type MarkupValue =
  string | number | Markup | null | undefined | false | readonly MarkupValue[];

/**
 * A template tag for HTML. Every placeholder is escaped, for text and for quoted attributes alike, unless it is itself
 * {@link Markup}; lists are joined without a separator.
 */
export function html(parts: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  const text = parts.map((part, index) => part + render(values[index])).join("");
  return new Markup(text);
}

/** Declares text that this project, or a library it ships, has made to be markup. Never for text from a result. */
export function trustedMarkup(text: string): Markup {
  return new Markup(text);
}

/** JSON for a `<script type="application/json">` block: no `<` is left that could end the block or open a comment. */
export function embeddedJson(value: unknown): Markup {
  const text = JSON.stringify(value)
    .replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
  return new Markup(text);
}

function render(value: MarkupValue): string {
  if (value === null || value === undefined || value === false) {
    return "";
  }
  if (value instanceof Markup) {
    return value.text;
  }
  if (typeof value === "object") {
    return value.map(render).join("");
  }
  return escapeText(String(value));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

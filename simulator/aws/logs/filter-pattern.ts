import { AwsError } from "../errors";

/**
 * Reads a filter pattern of terms: all of them must occur, `"a phrase"` counts as one, `?term` means any of those marked so,
 * `-term` must not occur.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @returns tells whether a line fits
 * @throws AwsError `InvalidParameterException` for patterns on JSON or on columns, which are not offered
 */
export function parseFilterPattern(pattern: string): (message: string) => boolean {
  const trimmed = pattern.trim();
  if (/^[{[%]/.test(trimmed)) {
    throw new AwsError(
      "InvalidParameterException",
      "Invalid filter pattern: this local AWS offers terms, phrases in quotes, ?term and -term.",
    );
  }
  const required: string[] = [];
  const optional: string[] = [];
  const excluded: string[] = [];
  for (const [, mark = "", phrase, word] of trimmed.matchAll(/([?-]?)(?:"([^"]*)"|(\S+))/g)) {
    const list = mark === "?" ? optional : mark === "-" ? excluded : required;
    list.push(phrase ?? word ?? "");
  }
  return (message) =>
    required.every((term) => message.includes(term)) &&
    !excluded.some((term) => message.includes(term)) &&
    (optional.length === 0 || optional.some((term) => message.includes(term)));
}

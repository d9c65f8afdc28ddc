/** Text for a terminal: control characters, with which a name or a message could move the cursor, become blanks. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- Control characters are what this looks for.
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
}

/**
 * Breaks text at blanks into lines of at most `width` characters, each behind the indent, which counts. A word longer
 * than a line is broken where the line ends.
 */
export function wrapText(text: string, width: number, indent = ""): string[] {
  const room = Math.max(1, width - indent.length);
  const lines: string[] = [];
  let line = "";
  for (const word of printable(text).split(" ").filter(Boolean)) {
    let rest = word;
    if (line !== "" && line.length + 1 + rest.length <= room) {
      line = `${line} ${rest}`;
      continue;
    }
    if (line !== "") {
      lines.push(line);
    }
    while (rest.length > room) {
      lines.push(rest.slice(0, room));
      rest = rest.slice(room);
    }
    line = rest;
  }
  return [...lines, ...(line === "" ? [] : [line])].map((one) => indent + one);
}

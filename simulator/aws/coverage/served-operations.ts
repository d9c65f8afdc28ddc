import { appendFileSync, readFileSync } from "node:fs";
import { z } from "zod";
import { type Client, clientOf, clients } from "./clients";

/** Names the file to which servers write who used which operation; unset, they write nothing. */
export const SERVED_OPERATIONS_VARIABLE = "LOCAL_AWS_SERVED_OPERATIONS";

const line = z.object({ service: z.string(), operation: z.string(), client: z.enum(clients) });

/** One use of an operation. */
export type ServedOperation = z.infer<typeof line>;

/** Writes each operation that a known client used, once, as a line of JSON. Several servers may write to one file. */
export class ServedOperations {
  private readonly written = new Set<string>();

  constructor(private readonly path: string) {}

  record(service: string, operation: string, userAgent: string | undefined): void {
    const client: Client | undefined = clientOf(userAgent);
    if (client === undefined) {
      return;
    }
    const served: ServedOperation = { service, operation, client };
    const text = JSON.stringify(served);
    if (!this.written.has(text)) {
      this.written.add(text);
      appendFileSync(this.path, `${text}\n`);
    }
  }
}

/**
 * Reads what servers wrote.
 *
 * @throws Error that names the file and line when a line is no such record
 */
export function readServedOperations(path: string): ServedOperation[] {
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.flatMap((text, index) => {
    if (text === "") {
      return [];
    }
    try {
      return [line.parse(JSON.parse(text))];
    } catch {
      throw new Error(
        `Line ${index + 1} of ${path} is no record of a served operation: ${text.slice(0, 80)}. ` +
          `Give a file that a server wrote with ${SERVED_OPERATIONS_VARIABLE} set.`,
      );
    }
  });
}

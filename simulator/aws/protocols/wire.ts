import { type IncomingHttpHeaders } from "node:http";
import { type Readable } from "node:stream";

/** Query parameters in the order of their first appearance; a key without `=` has the value "". */
export type Query = ReadonlyMap<string, readonly string[]>;

/** A request as it came over HTTP, before a protocol understood it. */
export interface WireRequest {
  readonly method: string;
  /** Path as sent, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: Query;
  readonly headers: IncomingHttpHeaders;
  /** Bytes of the body, not yet read. */
  readonly body: Readable;
}

/** An answer, ready to be sent. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Absent for an answer without a body; a stream is piped and closed. */
  readonly body?: string | Uint8Array | Readable;
}

const NO_QUERY: Query = new Map();

/** Parses what follows the question mark of a request target. */
export function parseQuery(text: string): Query {
  if (text === "") {
    return NO_QUERY;
  }
  const query = new Map<string, string[]>();
  for (const [key, value] of new URLSearchParams(text)) {
    const known = query.get(key);
    if (known === undefined) {
      query.set(key, [value]);
    } else {
      known.push(value);
    }
  }
  return query;
}

/** The value of a header, those that were sent several times joined as HTTP says. */
export function headerValue(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}

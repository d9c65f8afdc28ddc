import { type RawAnswer } from "./exchange";

/** What is wrong with an answer; undefined when nothing is. */
export function faultOf(answer: RawAnswer, method: string): string | undefined {
  const { status, head, body } = answer;
  if (status === undefined) {
    return undefined;
  }
  if (status === 501) {
    return method === "HEAD" ||
      (/NotImplemented/.test(head + body) && /is not (offered|implemented)/.test(body))
      ? undefined
      : "a 501 that does not name what is not offered";
  }
  if (status >= 500) {
    return `status ${status}`;
  }
  if (status >= 400 && method !== "HEAD" && !isAwsShaped(head, body)) {
    return `a ${status} that is not shaped like an error of AWS`;
  }
  return /\r\nx-injected:/i.test(head) ? "a header that a value injected" : undefined;
}

/** JSON or CBOR with a type or a message, or XML with a code. */
function isAwsShaped(head: string, body: string): boolean {
  const type = /\r\ncontent-type: ([^\r;]*)/i.exec(head)?.[1] ?? "";
  if (type.includes("cbor")) {
    return body.includes("__type");
  }
  return type.includes("json") ? /"(__type|message|Message)":/.test(body) : /<Code>/.test(body);
}

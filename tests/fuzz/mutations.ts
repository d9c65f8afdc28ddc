import { type Chance } from "./chance";
import { encodeText, type RawRequest } from "./encoding";
import { nastyTexts } from "./values";

type Mutation = (request: RawRequest, chance: Chance) => void;

const headerNames: readonly string[] = [
  "x-amz-target",
  "content-type",
  "content-encoding",
  "content-md5",
  "x-amz-content-sha256",
  "x-amz-decoded-content-length",
  "x-amz-copy-source",
  "x-amz-checksum-crc32",
  "x-amz-sdk-checksum-algorithm",
  "x-amz-tagging",
  "x-amz-meta-a",
  "x-amz-trailer",
  "range",
  "if-match",
  "if-none-match",
  "if-modified-since",
  "expect",
  "host",
  "authorization",
  "smithy-protocol",
  "transfer-encoding",
  "x-amzn-sagemaker-inputlocation",
  "x-amzn-sagemaker-inference-id",
  "x-amzn-sagemaker-requestttlseconds",
];

const queryKeys: readonly string[] = [
  "versionId",
  "uploads",
  "uploadId",
  "partNumber",
  "tagging",
  "acl",
  "policy",
  "delete",
  "list-type",
  "versioning",
  "X-Amz-Expires",
  "X-Amz-Date",
  "X-Amz-Credential",
  "X-Amz-Signature",
  "Action",
  "Version",
  "max-keys",
];

const jsonValues: readonly string[] = ["null", "1", "-1", '""', "{}", "[]", "true", "[[]]", '"x"'];

const paths: readonly string[] = [
  "/",
  "//",
  "/fuzz-bucket",
  "/fuzz-bucket/",
  "/fuzz-bucket/../../../../tmp/fuzz-escaped",
  "/fuzz-bucket/%2e%2e/%2e%2e/fuzz-escaped",
  "/fuzz-bucket/%00",
  "/fuzz-bucket/%",
  "/fuzz-bucket/%ff%fe",
  "/%",
  "/..",
  "/_local/health",
  "/_local/leash",
  "/_local/none",
  "/service/GraniteServiceVersion20100801/operation/",
  "/service//operation/x",
  "/endpoints/fuzz-endpoint/async-invocations",
  "/endpoints/%/invocations",
  `/fuzz-bucket/${"k".repeat(1100)}`,
  "http://other.example/",
  "*",
  "",
  "?",
];

const mutations: readonly Mutation[] = [
  // The body, byte by byte.
  (request, chance) => {
    for (let count = 1 + chance.below(4); count > 0 && request.body.length > 0; count--) {
      request.body[chance.below(request.body.length)] = chance.below(256);
    }
  },
  (request, chance) => {
    request.body = request.body.subarray(0, chance.below(request.body.length + 1));
  },
  (request, chance) => {
    request.body = Buffer.concat([request.body, chance.bytes(chance.pick([1, 10, 100]))]);
  },
  (request, chance) => {
    request.body = chance.bytes(chance.pick([0, 1, 2, 30, 300]));
  },
  // The body as text: a value of another type, an element out of place.
  (request, chance) => {
    const text = request.body.toString("latin1");
    const values = [...text.matchAll(/(?<=:)("[^"]*"|-?\d+|true|false|\{|\[)/g)];
    if (values.length > 0) {
      const { index, 0: old } = chance.pick(values);
      const value = chance.pick(jsonValues);
      request.body = Buffer.from(text.slice(0, index) + value + text.slice(index + old.length));
    }
  },
  (request, chance) => {
    const text = request.body.toString("latin1");
    const at = chance.below(text.length + 1);
    const piece = chance.pick([
      "<a>",
      "</a>",
      "<!DOCTYPE a [<!ENTITY b 'c'>]>",
      "&b;",
      "{",
      "&a=b",
    ]);
    request.body = Buffer.from(text.slice(0, at) + piece + text.slice(at), "latin1");
  },
  (request, chance) => {
    const [open, close] = chance.pick([
      ["[", "]"],
      ['{"a":', "}"],
      ["<a>", "</a>"],
      ["\x81", ""],
      ["\xa1\x61a", ""],
    ] as const);
    const depth = chance.pick([10, 1000, 20_000]);
    request.body = Buffer.from(open.repeat(depth) + close.repeat(depth), "latin1");
  },
  (request, chance) => {
    const chunks = chance.pick([
      "5\r\nhello\r\n0\r\n\r\n",
      "5;chunk-signature=0\r\nhello\r\n0;chunk-signature=0\r\n\r\n",
      "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n",
      "ffffffffffff\r\nhello",
      "zz\r\nhello",
      "5\r\nhello",
      "-5\r\n",
    ]);
    request.body = Buffer.from(chunks);
    request.headers.push(["Content-Encoding", "aws-chunked"]);
    request.headers.push(["x-amz-decoded-content-length", chance.pick(["5", "", "-1", "1e9"])]);
  },
  // The head.
  (request, chance) => {
    request.headers.splice(chance.below(request.headers.length), 1);
  },
  (request, chance) => {
    const value = chance.pick(nastyTexts).replace(/[^\x20-\x7e]/g, "?");
    request.headers.push([chance.pick(headerNames), value]);
  },
  (request, chance) => {
    request.headers.push([chance.pick(headerNames), chance.bytes(8).toString("latin1")]);
  },
  (request, chance) => {
    const length = chance.pick([100, 20_000]);
    request.headers.push([`x-${"n".repeat(chance.pick([1, 3000]))}`, "v".repeat(length)]);
  },
  (request) => {
    for (let index = 0; index < 300; index++) {
      request.headers.push([`x-amz-meta-${index}`, "v"]);
    }
  },
  (request, chance) => {
    request.method = chance.pick(["GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS", "X"]);
  },
  (request, chance) => {
    request.target = chance.pick(paths);
  },
  (request, chance) => {
    const value = chance.is(0.5) ? "" : `=${encodeText(chance.pick(nastyTexts))}`;
    const separator = request.target.includes("?") ? "&" : "?";
    request.target += `${separator}${chance.pick(queryKeys)}${value}`;
  },
  (request, chance) => {
    request.target += `${request.target.includes("?") ? "&" : "?"}${"a=1&".repeat(chance.pick([10, 3000]))}`;
  },
  (request, chance) => {
    const at = chance.below(request.target.length + 1);
    const piece = chance.pick([
      "%",
      "%zz",
      "%00",
      "/",
      "..",
      "%2e%2e%2f",
      "+",
      "?",
      "&",
      "#",
      "%f0",
    ]);
    request.target = request.target.slice(0, at) + piece + request.target.slice(at);
  },
];

/** Breaks a request in one to three ways. */
export function mutate(request: RawRequest, chance: Chance): void {
  for (let count = chance.pick([1, 1, 2, 3]); count > 0; count--) {
    chance.pick(mutations)(request, chance);
  }
}

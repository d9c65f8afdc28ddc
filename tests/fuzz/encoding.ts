import {
  AwsJson1_0Protocol,
  AwsJson1_1Protocol,
  AwsQueryProtocol,
  AwsRestJsonProtocol,
  AwsRestXmlProtocol,
  AwsSmithyRpcV2CborProtocol,
} from "@aws-sdk/core/protocols";
import { type Protocol, type ServiceDefinition } from "../../simulator/aws/service";
import { type OperationModel } from "../../simulator/aws/protocols/service-model";

/** A request as bytes want it: nothing in it is checked or completed by an HTTP client. */
export interface RawRequest {
  method: string;
  /** Path and query as they go onto the wire. */
  target: string;
  headers: [name: string, value: string][];
  body: Buffer;
}

/** What a protocol makes of an input. */
interface EncodedRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What the protocols of the SDK share on the client's side, as far as it is used here. */
interface ClientProtocol {
  setSerdeContext(context: object): void;
  serializeRequest(operation: object, input: object, context: object): Promise<EncodedRequest>;
}

const context = {
  endpoint: () => Promise.resolve({ protocol: "http:", hostname: "127.0.0.1", port: 1, path: "/" }),
  base64Encoder: (bytes: Uint8Array | string) => Buffer.from(bytes).toString("base64"),
  base64Decoder: (text: string) => Buffer.from(text, "base64"),
  utf8Encoder: (bytes: Uint8Array | string) => Buffer.from(bytes).toString("utf8"),
  utf8Decoder: (text: string) => Buffer.from(text),
};

/**
 * Encodes an input as the SDK's own client would, without its checks.
 *
 * @returns undefined for an input that the client itself refuses
 */
export async function encode(
  definition: ServiceDefinition,
  protocol: Protocol,
  operation: OperationModel,
  namespace: string,
  input: Record<string, unknown>,
): Promise<RawRequest | undefined> {
  const client = clientProtocol(definition, protocol, namespace);
  client.setSerdeContext(context);
  let request: EncodedRequest;
  try {
    request = await client.serializeRequest(operationSchema(operation, namespace), input, context);
  } catch {
    return undefined;
  }
  const { path, query, headers, body } = request;
  const bucket = input.Bucket;
  const target =
    protocol === "cbor"
      ? `/service/${definition.targetPrefix}/operation/${operation.name}`
      : protocol === "rest-xml" && typeof bucket === "string"
        ? `/${encodeText(bucket)}${path}`
        : path;
  const search = Object.entries(query ?? {}).flatMap(([key, value]) =>
    [value ?? ""].flat().map((one) => `${encodeText(key)}=${encodeText(String(one))}`),
  );
  return {
    method: request.method,
    target: search.length > 0 ? `${target}?${search.join("&")}` : target,
    headers: [
      ["Host", "127.0.0.1"],
      ["Authorization", authorization(definition)],
      ...Object.entries(headers).filter(([name]) => name !== "content-length"),
    ],
    body: body === undefined ? Buffer.alloc(0) : Buffer.from(body as Uint8Array | string),
  };
}

function authorization({ signingName }: ServiceDefinition): string {
  return `AWS4-HMAC-SHA256 Credential=any/20261125/us-east-1/${signingName}/aws4_request, SignedHeaders=host, Signature=0`;
}

/** Percent-encodes; a lone surrogate, which has no encoding, becomes U+FFFD. */
export function encodeText(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

function operationSchema(operation: OperationModel, namespace: string): object {
  return {
    namespace,
    name: operation.name,
    traits: operation.traits,
    input: operation.input.getSchema(),
    output: operation.output.getSchema(),
  };
}

function clientProtocol(
  definition: ServiceDefinition,
  protocol: Protocol,
  defaultNamespace: string,
): ClientProtocol {
  const serviceTarget = definition.targetPrefix ?? "";
  switch (protocol) {
    case "json-1.0":
      return new AwsJson1_0Protocol({ defaultNamespace, serviceTarget, awsQueryCompatible: false });
    case "json-1.1":
      return new AwsJson1_1Protocol({ defaultNamespace, serviceTarget, awsQueryCompatible: false });
    case "cbor":
      return new AwsSmithyRpcV2CborProtocol({ defaultNamespace });
    case "query":
      return new AwsQueryProtocol({
        defaultNamespace,
        xmlNamespace: definition.xmlNamespace ?? "",
        version: definition.queryVersion ?? "",
      });
    case "rest-json":
      return new AwsRestJsonProtocol({ defaultNamespace });
    case "rest-xml":
      return new AwsRestXmlProtocol({ defaultNamespace, xmlNamespace: "" });
    default:
      return protocol satisfies never;
  }
}

import { XmlShapeDeserializer, XmlShapeSerializer } from "@aws-sdk/core/protocols";
import { XmlNode } from "@aws-sdk/xml-builder";
import { type NormalizedSchema } from "@smithy/core/schema";
import { AwsError } from "../errors";
import { checkInput } from "./input-check";
import { statusOf, type ServerProtocol } from "./protocol";
import { readRestInput, writeRestOutput, type BodyCodec } from "./rest";
import { type RestMatch } from "./rest-router";
import { type OperationModel, type ServiceModel } from "./service-model";
import { type WireRequest, type WireResponse } from "./wire";

/** Smithy's number for the RFC 3339 format of timestamps. */
const DATE_TIME = 5;

const XML_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

const settings = {
  timestampFormat: { useTrait: true, default: DATE_TIME },
  httpBindings: true,
  xmlNamespace: XML_NAMESPACE,
  serviceNamespace: "com.amazonaws.s3",
} as const;
const serializer = new XmlShapeSerializer(settings);
const deserializer = new XmlShapeDeserializer(settings);

const codec: BodyCodec = {
  read: (schema, body) => {
    try {
      return deserializer.read(schema, body) as unknown;
    } catch {
      throw new AwsError(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema",
        400,
      );
    }
  },
  write: (schema, value) => XML_DECLARATION + (unwrapped(schema, value) ?? writeXml(schema, value)),
  contentType: "application/xml",
};

function writeXml(schema: NormalizedSchema, value: object): string {
  serializer.write(schema, value);
  return serializer.flush() as string;
}

/** `GetBucketLocation` answers with the text in the root element, not in a child of the same name. */
function unwrapped(schema: NormalizedSchema, value: object): string | undefined {
  const { xmlName } = schema.getMergedTraits() as { readonly xmlName?: string };
  const members = Object.keys(schema.getMemberSchemas());
  if (xmlName === undefined || members.length !== 1 || members[0] !== xmlName) {
    return undefined;
  }
  const text = (value as Record<string, unknown>)[xmlName];
  const root = typeof text === "string" ? XmlNode.of(xmlName, text) : XmlNode.of(xmlName);
  return root.addAttribute("xmlns", XML_NAMESPACE).toString();
}

/** REST with XML bodies: S3. One for each request, since the router has read its path. */
export class RestXmlProtocol implements ServerProtocol {
  constructor(private readonly match: RestMatch) {}

  async readInput(operation: OperationModel, request: WireRequest): Promise<object> {
    const input = await readRestInput(operation, this.match.labels, request, codec);
    try {
      checkInput(operation.input, input);
    } catch (error) {
      throw error instanceof AwsError && error.code === "ValidationException"
        ? new AwsError("MalformedXML", error.message, 400)
        : error;
    }
    return input;
  }

  writeOutput(operation: OperationModel, output: object, requestId: string): WireResponse {
    const response = writeRestOutput(operation, output, codec);
    response.headers["x-amz-request-id"] = requestId;
    const isPart = response.headers["content-range"] !== undefined;
    return isPart ? { ...response, status: 206 } : response;
  }

  writeError(service: ServiceModel, error: AwsError, requestId: string): WireResponse {
    const status = statusOf(service, error);
    const root = XmlNode.of("Error");
    root.addChildNode(XmlNode.of("Code", error.code));
    root.addChildNode(XmlNode.of("Message", error.message));
    for (const [name, value] of Object.entries(error.members)) {
      root.addChildNode(XmlNode.of(name, String(value)));
    }
    root.addChildNode(XmlNode.of("RequestId", requestId));
    root.addChildNode(XmlNode.of("HostId", requestId));
    return {
      status,
      headers: { "content-type": "application/xml", "x-amz-request-id": requestId },
      body: XML_DECLARATION + root.toString(),
    };
  }
}

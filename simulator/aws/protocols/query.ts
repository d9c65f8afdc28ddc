import { XmlShapeSerializer } from "@aws-sdk/core/protocols";
import { XmlNode, XmlText } from "@aws-sdk/xml-builder";
import { NormalizedSchema } from "@smithy/core/schema";
import { type AwsError } from "../errors";
import { type ServiceDefinition } from "../service";
import { readBody } from "./body";
import { checkInput } from "./input-check";
import { decodeQuery } from "./query-decoder";
import { faultOf, queryCodeOf, statusOf, type ServerProtocol } from "./protocol";
import { type OperationModel, type ServiceModel } from "./service-model";
import { type Query, type WireRequest, type WireResponse } from "./wire";

/** Smithy's number for the RFC 3339 format of timestamps. */
const DATE_TIME = 5;

/** A form that was read to find the operation's name, kept for the decoding that follows. */
const forms = new WeakMap<WireRequest, URLSearchParams>();

/** The form of a query request: its body, or the address's query for a GET. Read once. */
export async function readForm(request: WireRequest): Promise<URLSearchParams> {
  const known = forms.get(request);
  if (known !== undefined) {
    return known;
  }
  const body = await readBody(request.body);
  const form = new URLSearchParams(body.toString("utf8"));
  appendMissing(form, request.query);
  forms.set(request, form);
  return form;
}

function appendMissing(form: URLSearchParams, query: Query): void {
  for (const [key, values] of query) {
    if (!form.has(key) && !key.startsWith("X-Amz-")) {
      values.forEach((value) => form.append(key, value));
    }
  }
}

/** AWS query: a form in, XML out. */
export class QueryProtocol implements ServerProtocol {
  private readonly xmlNamespace: string;
  private readonly serializer: XmlShapeSerializer;
  private readonly results = new Map<string, NormalizedSchema>();

  constructor(definition: ServiceDefinition) {
    this.xmlNamespace = definition.xmlNamespace ?? "";
    this.serializer = new XmlShapeSerializer({
      timestampFormat: { useTrait: true, default: DATE_TIME },
      httpBindings: false,
      xmlNamespace: "",
      serviceNamespace: "",
    });
  }

  async readInput(operation: OperationModel, request: WireRequest): Promise<object> {
    const input = decodeQuery(operation.input, await readForm(request));
    checkInput(operation.input, input);
    return input;
  }

  writeOutput(operation: OperationModel, output: object, requestId: string): WireResponse {
    const metadata = element("ResponseMetadata", element("RequestId", new XmlText(requestId)));
    const response = new XmlNode(`${operation.name}Response`);
    response.addAttribute("xmlns", this.xmlNamespace);
    if (operation.output.isStructSchema()) {
      this.serializer.write(this.resultSchema(operation), output);
      response.addChildNode(new RawXml(this.serializer.flush() as string));
    }
    response.addChildNode(metadata);
    return xmlResponse(200, response, requestId);
  }

  writeError(service: ServiceModel, error: AwsError, requestId: string): WireResponse {
    const status = statusOf(service, error);
    const response = new XmlNode("ErrorResponse", [
      element(
        "Error",
        element("Type", new XmlText(faultOf(status))),
        element("Code", new XmlText(queryCodeOf(service, error))),
        element("Message", new XmlText(error.message)),
      ),
      element("RequestId", new XmlText(requestId)),
    ]);
    response.addAttribute("xmlns", this.xmlNamespace);
    return xmlResponse(status, response, requestId);
  }

  /** The output's structure under the name that its element has: `ListTopicsResult`. */
  private resultSchema(operation: OperationModel): NormalizedSchema {
    let schema = this.results.get(operation.name);
    if (schema === undefined) {
      const tuple = [...(operation.output.getSchema() as unknown as unknown[])];
      tuple[2] = `${operation.name}Result`;
      tuple[3] = 0;
      schema = NormalizedSchema.of(tuple as Parameters<typeof NormalizedSchema.of>[0]);
      this.results.set(operation.name, schema);
    }
    return schema;
  }
}

/** Text that is XML already. */
class RawXml {
  constructor(private readonly xml: string) {}

  toString(): string {
    return this.xml;
  }
}

function element(name: string, ...children: (XmlNode | XmlText)[]): XmlNode {
  return new XmlNode(name, children);
}

function xmlResponse(status: number, body: XmlNode, requestId: string): WireResponse {
  return {
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body.toString()}`,
  };
}

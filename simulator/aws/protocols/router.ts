import { AwsError } from "../errors";
import { type Protocol, type ServiceDefinition } from "../service";
import { CborProtocol } from "./cbor";
import { JsonProtocol } from "./json";
import { checkPresignedUrl } from "./presigned-url";
import { type ServerProtocol } from "./protocol";
import { QueryProtocol, readForm } from "./query";
import { RestJsonProtocol } from "./rest-json";
import { RestRouter, type RestMatch } from "./rest-router";
import { RestXmlProtocol } from "./rest-xml";
import { s3Address } from "./s3-address";
import { ServiceModel, type OperationModel } from "./service-model";
import { type CredentialScope } from "./signature";
import { headerValue, type WireRequest } from "./wire";

/** Where a request goes, and in which words it is answered. */
export interface Route {
  readonly service: ServiceModel;
  readonly protocol: ServerProtocol;
  /** The operation, or why there is none; the protocol says it to the client. */
  readonly operation: OperationModel | AwsError;
}

interface Target {
  readonly service: ServiceModel;
  readonly json: ServerProtocol;
  readonly cbor: ServerProtocol;
}

interface FormService {
  readonly service: ServiceModel;
  readonly protocol: ServerProtocol;
}

/** A REST service without operations to route to: its match says nothing. */
const NO_MATCH = { labels: {} } as unknown as RestMatch;

/** Routes requests to operations by target header, path, signature and form, as AWS's own clients address them. */
export class Router {
  private readonly byTarget = new Map<string, Target>();
  private readonly formBySigningName = new Map<string, FormService>();
  private readonly formByVersion = new Map<string, FormService>();
  private readonly restJson: { readonly service: ServiceModel; readonly router: RestRouter }[] = [];
  private restXml: { readonly service: ServiceModel; readonly router: RestRouter } | undefined;

  constructor(definitions: readonly ServiceDefinition[]) {
    for (const definition of definitions) {
      this.add(new ServiceModel(definition));
    }
  }

  private add(service: ServiceModel): void {
    const { definition } = service;
    const speaks = (protocol: Protocol): boolean => definition.protocols.includes(protocol);
    if (definition.targetPrefix !== undefined) {
      const json = new JsonProtocol(speaks("json-1.0") ? "1.0" : "1.1");
      this.byTarget.set(definition.targetPrefix, { service, json, cbor: new CborProtocol() });
    }
    if (speaks("query")) {
      const form = { service, protocol: new QueryProtocol(definition) };
      this.formBySigningName.set(definition.signingName, form);
      if (definition.queryVersion !== undefined) {
        this.formByVersion.set(definition.queryVersion, form);
      }
    }
    if (speaks("rest-json")) {
      this.restJson.push({ service, router: new RestRouter(service) });
    }
    if (speaks("rest-xml")) {
      this.restXml = { service, router: new RestRouter(service, ["Bucket"]) };
    }
  }

  /**
   * Finds the operation that a request asks for.
   *
   * @throws AwsError when not even the service can be told; it is then answered in JSON
   */
  route(request: WireRequest, scope: CredentialScope): Route | Promise<Route> {
    const target = headerValue(request.headers, "x-amz-target");
    if (target !== undefined) {
      return this.routeTarget(target);
    }
    if (request.path.startsWith("/service/") && request.headers["smithy-protocol"] !== undefined) {
      return this.routeCbor(request.path);
    }
    if (scope.service === "s3" || scope.service === "s3express") {
      return this.routeS3(request);
    }
    const rest = this.routeRestJson(request, scope);
    if (rest !== undefined) {
      return rest;
    }
    if (scope.service !== undefined) {
      const form = this.formBySigningName.get(scope.service);
      if (form === undefined) {
        throw notOffered(`The service '${scope.service}'`);
      }
      return readForm(request).then((fields) => routeForm(form, fields));
    }
    return this.routeUnsigned(request);
  }

  private routeTarget(target: string): Route {
    const dot = target.lastIndexOf(".");
    const found = this.byTarget.get(target.slice(0, dot));
    if (found === undefined) {
      throw notOffered(`The target '${target}'`);
    }
    const { service, json } = found;
    return { service, protocol: json, operation: operationNamed(service, target.slice(dot + 1)) };
  }

  private routeCbor(path: string): Route {
    const [, target = "", name = ""] = /^\/service\/([^/]+)\/operation\/([^/]+)$/.exec(path) ?? [];
    const found = this.byTarget.get(target);
    if (found === undefined) {
      throw notOffered(`The path '${path}'`);
    }
    const { service, cbor } = found;
    return { service, protocol: cbor, operation: operationNamed(service, name) };
  }

  private routeRestJson(request: WireRequest, scope: CredentialScope): Route | undefined {
    for (const { service, router } of this.restJson) {
      if (scope.service !== undefined && scope.service !== service.definition.signingName) {
        continue;
      }
      const match = router.match(request, request.path.slice(1));
      if (match !== undefined) {
        const protocol = new RestJsonProtocol(match);
        return { service, protocol, operation: match.operation };
      }
      if (scope.service !== undefined) {
        const operation = new AwsError(
          "UnknownOperationException",
          `No operation has the address ${request.method} ${request.path}.`,
          404,
        );
        return { service, protocol: new RestJsonProtocol(NO_MATCH), operation };
      }
    }
    return undefined;
  }

  private routeS3(request: WireRequest): Route {
    if (this.restXml === undefined) {
      throw notOffered("S3");
    }
    const { service, router } = this.restXml;
    const { bucket, key } = s3Address(request);
    const match = router.match(request, key, bucket === undefined ? {} : { Bucket: bucket });
    if (match === undefined) {
      const operation = new AwsError(
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.",
        405,
        { Method: request.method, ResourceType: key === "" ? "BUCKET" : "OBJECT" },
      );
      return { service, protocol: new RestXmlProtocol(NO_MATCH), operation };
    }
    return {
      service,
      protocol: new RestXmlProtocol(match),
      operation: presignedUrlFault(request) ?? match.operation,
    };
  }

  private async routeUnsigned(request: WireRequest): Promise<Route> {
    if (request.query.has("Action") || isForm(request)) {
      const fields = await readForm(request);
      const form = this.formByVersion.get(fields.get("Version") ?? "");
      if (form === undefined) {
        throw notOffered(`The version '${fields.get("Version") ?? ""}'`);
      }
      return routeForm(form, fields);
    }
    return this.routeS3(request);
  }
}

/** Some tools call every body a form; a form goes to no bucket, only to a service or to a queue. */
function isForm({ method, path, headers }: WireRequest): boolean {
  const contentType = headerValue(headers, "content-type") ?? "";
  const isAddressed = path === "/" || /^\/\d{12}\//.test(path);
  return method === "POST" && isAddressed && contentType.includes("x-www-form-urlencoded");
}

function routeForm({ service, protocol }: FormService, form: URLSearchParams): Route {
  const action = form.get("Action");
  if (action === null) {
    const operation = new AwsError(
      "MissingAction",
      "The request is missing an action or a required parameter.",
      400,
    );
    return { service, protocol, operation };
  }
  const operation = service.operations.get(action) ?? invalidAction(action, form.get("Version"));
  return { service, protocol, operation };
}

function invalidAction(action: string, version: string | null): AwsError {
  return new AwsError(
    "InvalidAction",
    `Could not find operation ${action} for version ${version ?? "NO_VERSION_SPECIFIED"}`,
    400,
  );
}

function operationNamed(service: ServiceModel, name: string): OperationModel | AwsError {
  return (
    service.operations.get(name) ??
    new AwsError("UnknownOperationException", `The operation '${name}' does not exist.`, 400)
  );
}

/** Why a presigned URL is refused, if it is. */
function presignedUrlFault({ query }: WireRequest): AwsError | undefined {
  try {
    checkPresignedUrl(query, Date.now() / 1000);
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) {
      return error;
    }
    throw error;
  }
}

function notOffered(what: string): AwsError {
  return new AwsError("NotImplemented", `${what} is not offered by this local AWS.`, 501);
}

import { NormalizedSchema } from "@smithy/core/schema";
import { type ServiceDefinition } from "../service";
import { bindHttp, type HttpBinding } from "./http-binding";

type SchemaReference = Parameters<typeof NormalizedSchema.of>[0];

/** `[9, namespace, name, traits, input, output]`, as the SDK's clients export each operation. */
type OperationTuple = readonly [9, string, string, SchemaTraits, SchemaReference, SchemaReference];

type SchemaTraits = number | { readonly http?: readonly [string, string, number] };

/** An operation as its service's schemas describe it. */
export interface OperationModel {
  readonly name: string;
  /** As the schemas have them: a bit mask, or an object. */
  readonly traits: SchemaTraits;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Method, path and bindings; only REST protocols have them. */
  readonly http: HttpBinding | undefined;
}

/** An error shape of a service. */
export interface ErrorModel {
  readonly schema: NormalizedSchema;
  readonly status: number | undefined;
  /** The code that the query protocol sends. */
  readonly queryCode: string | undefined;
}

/** What a service's schemas say, looked up once. */
export class ServiceModel {
  /** Namespace of the service's shapes, such as `com.amazonaws.sns`. */
  readonly namespace: string;
  readonly operations: ReadonlyMap<string, OperationModel>;
  private readonly errors: ReadonlyMap<string, ErrorModel>;

  constructor(readonly definition: ServiceDefinition) {
    const operations = new Map<string, OperationModel>();
    const errors = new Map<string, ErrorModel>();
    let namespace = "";
    for (const exported of Object.values(definition.schemas)) {
      if (isOperation(exported)) {
        namespace = exported[1];
        operations.set(exported[2], operationModel(exported));
      } else if (isError(exported)) {
        errors.set(exported[2], errorModel(exported));
      }
    }
    this.namespace = namespace;
    this.operations = operations;
    this.errors = errors;
  }

  /** The shape behind an error's code, where the service's model has one. */
  error(code: string): ErrorModel | undefined {
    return this.errors.get(code);
  }
}

function operationModel(tuple: OperationTuple): OperationModel {
  const [, , name, traits, input, output] = tuple;
  const http = typeof traits === "object" ? traits.http : undefined;
  const model = {
    name,
    traits,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
  };
  return { ...model, http: http && bindHttp(http, model.input, model.output) };
}

interface ErrorTraits {
  readonly httpError?: number;
  readonly awsQueryError?: readonly [string, number];
}

function errorModel(tuple: readonly unknown[]): ErrorModel {
  const schema = NormalizedSchema.of(tuple as unknown as SchemaReference);
  const traits = schema.getMergedTraits() as ErrorTraits;
  return {
    schema,
    status: traits.httpError ?? traits.awsQueryError?.[1],
    queryCode: traits.awsQueryError?.[0],
  };
}

function isOperation(exported: unknown): exported is OperationTuple {
  return Array.isArray(exported) && exported[0] === 9;
}

function isError(exported: unknown): exported is readonly [-3, string, string] {
  return Array.isArray(exported) && exported[0] === -3;
}

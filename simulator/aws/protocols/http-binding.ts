import { NormalizedSchema } from "@smithy/core/schema";

type SchemaReference = Parameters<typeof NormalizedSchema.of>[0];

/** A member of an input or output that travels outside the body, and its name on the wire. */
export interface BoundMember {
  readonly member: string;
  readonly schema: NormalizedSchema;
  /** Header in lower case, header prefix, or query key. */
  readonly wireName: string;
}

/** Where the members of one structure travel. */
export interface Bindings {
  readonly labels: readonly string[];
  readonly headers: readonly BoundMember[];
  readonly prefixHeaders: readonly BoundMember[];
  readonly queries: readonly BoundMember[];
  /** The member that is the body. */
  readonly payload: { readonly member: string; readonly schema: NormalizedSchema } | undefined;
  /** The members that make up the body, as a structure of their own; absent when there are none. */
  readonly body: NormalizedSchema | undefined;
}

/** How an operation of a REST protocol lies on HTTP. */
export interface HttpBinding {
  readonly method: string;
  /** Segments of the path; the last label may be greedy. */
  readonly segments: readonly PathSegment[];
  /** Query keys, and values where there are any, that the operation's address contains. */
  readonly literalQuery: ReadonlyMap<string, string>;
  /** Query keys and headers of required members: they tell `UploadPart` from `PutObject`. */
  readonly requiredQueries: readonly string[];
  readonly requiredHeaders: readonly string[];
  readonly status: number;
  readonly request: Bindings;
  readonly response: Bindings;
}

/** A piece of a path between slashes. */
export type PathSegment =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "label"; readonly member: string; readonly greedy: boolean };

interface BindingTraits {
  readonly httpLabel?: 1;
  readonly httpHeader?: string;
  readonly httpPrefixHeaders?: string;
  readonly httpQuery?: string;
  readonly httpPayload?: 1;
  readonly httpResponseCode?: 1;
}

/** Lays an operation on HTTP, from its `http` trait (method, address, status) and its members' traits. */
export function bindHttp(
  http: readonly [string, string, number],
  input: NormalizedSchema,
  output: NormalizedSchema,
): HttpBinding {
  const [method, address, status] = http;
  const [path = "", query = ""] = address.split("?");
  const literalQuery = new Map(new URLSearchParams(query));
  // Only the JavaScript SDK sends it; it tells it the operation's name and nothing else.
  literalQuery.delete("x-id");
  const request = bindMembers(input);
  const required = new Set(requiredMembers(input));
  const requiredNames = (members: readonly BoundMember[]): string[] =>
    members.filter(({ member }) => required.has(member)).map(({ wireName }) => wireName);
  return {
    method,
    segments: path.split("/").filter(Boolean).map(pathSegment),
    literalQuery,
    requiredQueries: requiredNames(request.queries),
    requiredHeaders: requiredNames(request.headers),
    status,
    request,
    response: bindMembers(output),
  };
}

function pathSegment(text: string): PathSegment {
  const label = /^\{([^+}]+)(\+?)\}$/.exec(text);
  return label?.[1] === undefined
    ? { kind: "literal", text }
    : { kind: "label", member: label[1], greedy: label[2] === "+" };
}

/**
 * The members that a request must have. The schemas carry only their number; they stand first.
 */
export function requiredMembers(structure: NormalizedSchema): readonly string[] {
  const tuple: unknown = structure.getSchema();
  if (!Array.isArray(tuple) || tuple[0] !== 3 || typeof tuple[6] !== "number") {
    return [];
  }
  return (tuple[4] as string[]).slice(0, tuple[6]);
}

function bindMembers(structure: NormalizedSchema): Bindings {
  const labels: string[] = [];
  const headers: BoundMember[] = [];
  const prefixHeaders: BoundMember[] = [];
  const queries: BoundMember[] = [];
  const bodyMembers: string[] = [];
  let payload: Bindings["payload"];
  if (structure.isStructSchema()) {
    for (const [member, schema] of structure.structIterator()) {
      const traits = schema.getMergedTraits() as BindingTraits;
      if (traits.httpLabel !== undefined) {
        labels.push(member);
      } else if (traits.httpHeader !== undefined) {
        headers.push({ member, schema, wireName: traits.httpHeader.toLowerCase() });
      } else if (traits.httpPrefixHeaders !== undefined) {
        prefixHeaders.push({ member, schema, wireName: traits.httpPrefixHeaders.toLowerCase() });
      } else if (traits.httpQuery !== undefined) {
        queries.push({ member, schema, wireName: traits.httpQuery });
      } else if (traits.httpPayload !== undefined) {
        payload = { member, schema };
      } else if (traits.httpResponseCode === undefined) {
        bodyMembers.push(member);
      }
    }
  }
  const body = bodyMembers.length > 0 ? bodyStructure(structure, bodyMembers) : undefined;
  return { labels, headers, prefixHeaders, queries, payload, body };
}

/** The structure of a body: the members of `structure` that are named, with its own name and traits. */
function bodyStructure(structure: NormalizedSchema, members: readonly string[]): NormalizedSchema {
  const source = structure.getSchema() as unknown as readonly unknown[];
  const names = source[4] as string[];
  const schemas = source[5] as unknown[];
  const required = requiredMembers(structure).filter((name) => members.includes(name));
  const ordered = [...required, ...members.filter((name) => !required.includes(name))];
  const tuple: unknown = [
    3,
    source[1],
    source[2],
    source[3],
    ordered,
    ordered.map((name) => schemas[names.indexOf(name)]),
    required.length,
  ];
  return NormalizedSchema.of(tuple as SchemaReference);
}

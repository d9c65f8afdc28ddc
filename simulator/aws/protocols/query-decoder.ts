import { FromStringShapeDeserializer } from "@smithy/core/protocols";
import { type NormalizedSchema } from "@smithy/core/schema";
import { AwsError } from "../errors";

/** Smithy's number for the RFC 3339 format of timestamps. */
const DATE_TIME = 5;

/** Deepest nesting of keys that is followed; the deepest input of AWS has far less. */
const DEEPEST_KEY = 32;

const fromString = new FromStringShapeDeserializer({
  timestampFormat: { useTrait: true, default: DATE_TIME },
  httpBindings: false,
});

/** Form fields as a tree: `A.member.1.B=x` is A -> member -> 1 -> B. */
interface FieldTree {
  value: string | undefined;
  children: Map<string, FieldTree> | undefined;
}

interface QueryTraits {
  readonly xmlName?: string;
  readonly xmlFlattened?: 1;
}

/**
 * Rebuilds a structure from the flattened keys of the query protocol. The SDK only writes them; its schemas say how.
 *
 * @throws AwsError `MalformedInput` for a value that does not fit its type
 */
export function decodeQuery(schema: NormalizedSchema, fields: URLSearchParams): object {
  const root: FieldTree = { value: undefined, children: undefined };
  for (const [key, value] of fields) {
    plant(root, key, value);
  }
  return schema.isStructSchema() ? readStructure(schema, root) : {};
}

function plant(root: FieldTree, key: string, value: string): void {
  const path = key.split(".", DEEPEST_KEY + 1);
  if (path.length > DEEPEST_KEY) {
    throw new AwsError(
      "MalformedInput",
      `The key '${key.slice(0, 100)}…' is nested too deeply`,
      400,
    );
  }
  let node = root;
  for (const name of path) {
    node.children ??= new Map();
    let child = node.children.get(name);
    if (child === undefined) {
      child = { value: undefined, children: undefined };
      node.children.set(name, child);
    }
    node = child;
  }
  node.value = value;
}

function readStructure(schema: NormalizedSchema, node: FieldTree): object {
  const structure: Record<string, unknown> = {};
  for (const [member, memberSchema] of schema.structIterator()) {
    const { xmlName } = memberSchema.getMergedTraits() as QueryTraits;
    const child = node.children?.get(xmlName ?? member) ?? node.children?.get(member);
    if (child !== undefined) {
      structure[member] = readValue(memberSchema, child, member);
    }
  }
  return structure;
}

function readValue(schema: NormalizedSchema, node: FieldTree, path: string): unknown {
  if (schema.isStructSchema()) {
    return readStructure(schema, node);
  }
  if (schema.isListSchema()) {
    return readList(schema, node, path);
  }
  if (schema.isMapSchema()) {
    return readMap(schema, node, path);
  }
  return readSimple(schema, node.value ?? "", path);
}

function readList(schema: NormalizedSchema, node: FieldTree, path: string): unknown[] {
  const member = schema.getValueSchema();
  const { xmlFlattened } = schema.getMergedTraits() as QueryTraits;
  const itemName = (member.getMergedTraits() as QueryTraits).xmlName ?? "member";
  const items = xmlFlattened
    ? node
    : (node.children?.get(itemName) ?? node.children?.get("member") ?? node);
  return numbered(items).map((item, index) => readValue(member, item, `${path}.${index + 1}`));
}

function readMap(schema: NormalizedSchema, node: FieldTree, path: string): Record<string, unknown> {
  const valueSchema = schema.getValueSchema();
  const keyName = (schema.getKeySchema().getMergedTraits() as QueryTraits).xmlName ?? "key";
  const valueName = (valueSchema.getMergedTraits() as QueryTraits).xmlName ?? "value";
  const { xmlFlattened } = schema.getMergedTraits() as QueryTraits;
  const entries = xmlFlattened ? node : (node.children?.get("entry") ?? node);
  const map: [string, unknown][] = [];
  for (const entry of numbered(entries)) {
    const key = entry.children?.get(keyName)?.value;
    const value = entry.children?.get(valueName);
    if (key === undefined) {
      throw new AwsError("MalformedInput", `An entry of ${path} has no '${keyName}'`, 400);
    }
    map.push([
      key,
      readValue(valueSchema, value ?? { value: "", children: undefined }, `${path}.${key}`),
    ]);
  }
  return Object.fromEntries(map);
}

/** The children that are called by a number, in its order; gaps are closed, as AWS does. */
function numbered(node: FieldTree): FieldTree[] {
  return [...(node.children ?? [])]
    .filter(([name]) => /^\d{1,9}$/.test(name))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}

function readSimple(schema: NormalizedSchema, text: string, path: string): unknown {
  if (schema.isNumericSchema() && (text.trim() === "" || Number.isNaN(Number(text)))) {
    throw malformed(text, path, "a number");
  }
  if (schema.isBooleanSchema() && !/^(true|false)$/i.test(text)) {
    throw malformed(text, path, "true or false");
  }
  try {
    return fromString.read(schema, text) as unknown;
  } catch {
    throw malformed(text, path, "valid");
  }
}

function malformed(text: string, path: string, expected: string): AwsError {
  return new AwsError(
    "MalformedInput",
    `'${text.slice(0, 100)}' at '${path}' is not ${expected}`,
    400,
  );
}

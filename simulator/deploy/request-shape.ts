import { NormalizedSchema } from "@smithy/core/schema";

import { DeployError } from "./errors";
import { isRecord, type Properties } from "./property-values";

/** A structure's schema as the AWS SDK's packages export it, such as `CreateModelInput$`. */
export type RequestSchema = Parameters<typeof NormalizedSchema.of>[0];

/** How one resource's properties differ from the operation's members beyond their case. */
export interface ShapeOptions {
  /** Property -> member, where the names differ by more than case or a plural s. */
  readonly rename?: Readonly<Record<string, string>>;
  /** Properties that only the provider knows and that no operation takes. */
  readonly omit?: readonly string[];
}

// pulumi-aws 7 takes these on almost every resource; none is a member of a request.
const PROVIDER_ONLY = [
  "region",
  "tagsAll",
  "namePrefix",
  "bucketPrefix",
  "forceDestroy",
  "skipDestroy",
  "timeouts",
];

/**
 * Shapes a resource's properties into an AWS request after the operation's schema in the AWS SDK: names are matched
 * without regard to case, a plural s or brackets around a single block; texts become numbers or booleans
 * where the schema says so; maps become lists of name and value, where the schema wants a list.
 *
 * @throws DeployError naming a property that the operation has no member for: nothing is dropped silently
 */
export function toRequest<T>(
  schema: RequestSchema,
  properties: Properties,
  options: ShapeOptions = {},
): T {
  const { rename = {}, omit = [] } = options;
  const kept = Object.entries(properties)
    .filter(([key]) => !PROVIDER_ONLY.includes(key) && !omit.includes(key))
    .map(([key, value]) => [rename[key] ?? key, value]);
  return shapeStruct(NormalizedSchema.of(schema), Object.fromEntries(kept) as Properties, "") as T;
}

function shapeStruct(schema: NormalizedSchema, value: Properties, path: string): Properties {
  const members = new Map(
    [...schema.structIterator()].map(([name, member]) => [name.toLowerCase(), { name, member }]),
  );
  const shaped: Properties = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined || item === null) continue;
    const lower = key.toLowerCase();
    const found =
      members.get(lower) ?? members.get(lower.replace(/s$/, "")) ?? members.get(`${lower}s`);
    if (!found) {
      throw new DeployError(
        `\`${path}${key}\` has no counterpart in ${schema.getName() ?? "the request"}; deploy:local cannot set it, the Pulumi CLI can`,
      );
    }
    shaped[found.name] = shapeValue(found.member, item, `${path}${key}.`);
  }
  return shaped;
}

function shapeValue(schema: NormalizedSchema, value: unknown, path: string): unknown {
  if (schema.isStructSchema()) {
    const block: unknown = Array.isArray(value) ? value[0] : value;
    return isRecord(block) ? shapeStruct(schema, block, path) : block;
  }
  if (schema.isListSchema()) {
    const member = schema.getValueSchema();
    const items: unknown[] = isRecord(value) ? pairs(member, value) : [value].flat();
    return items.map((item) => shapeValue(member, item, path));
  }
  if (schema.isMapSchema() && isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        shapeValue(schema.getValueSchema(), item, path),
      ]),
    );
  }
  if (schema.isNumericSchema() && typeof value === "string") return Number(value);
  if (schema.isBooleanSchema() && typeof value === "string") return value === "true";
  if (schema.isTimestampSchema() && typeof value === "string") return new Date(value);
  if (schema.isStringSchema() && (typeof value === "number" || typeof value === "boolean"))
    return String(value);
  return value;
}

/** A map spread over a list of two-member structures (tags: Key and Value; dimensions: Name and Value); any other object is the list's only item. */
function pairs(member: NormalizedSchema, value: Record<string, unknown>): unknown[] {
  const names = member.isStructSchema() ? [...member.structIterator()].map(([name]) => name) : [];
  const key = names.find((name) => name === "Key" || name === "Name");
  if (names.length !== 2 || key === undefined || !names.includes("Value")) return [value];
  return Object.entries(value).map(([name, item]) => ({ [key]: name, Value: item }));
}

import { type NormalizedSchema } from "@smithy/core/schema";
import { Readable } from "node:stream";
import { AwsError, validationError } from "../errors";
import { requiredMembers } from "./http-binding";

/**
 * Holds a decoded input to its schema: the types of all members, and the presence of required ones. Operations may then
 * trust the SDK's types.
 *
 * @throws AwsError `SerializationException` for a wrong type, `ValidationException` for missing members, all named at once
 */
export function checkInput(schema: NormalizedSchema, input: object): void {
  const missing: string[] = [];
  checkStructure(schema, input, "", missing);
  if (missing.length > 0) {
    const problems = missing.map(
      (path) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
    );
    throw validationError(
      `${missing.length} validation error${missing.length === 1 ? "" : "s"} detected: ${problems.join("; ")}`,
    );
  }
}

/** What is looked up of a structure for each request. */
interface Members {
  readonly required: readonly string[];
  readonly all: readonly (readonly [name: string, schema: NormalizedSchema])[];
}

const known = new WeakMap<object, Members>();

/** The schemas' own iteration makes its objects anew each time. */
function membersOf(schema: NormalizedSchema): Members {
  const source = schema.getSchema() as object;
  let members = known.get(source);
  if (members === undefined) {
    members = { required: requiredMembers(schema), all: [...schema.structIterator()] };
    known.set(source, members);
  }
  return members;
}

function checkStructure(
  schema: NormalizedSchema,
  value: object,
  path: string,
  missing: string[],
): void {
  if (!schema.isStructSchema()) {
    return;
  }
  const record = value as Record<string, unknown>;
  const { required, all } = membersOf(schema);
  for (const member of required) {
    if (record[member] === undefined || record[member] === null) {
      missing.push(path + lowerFirst(member));
    }
  }
  for (const [member, memberSchema] of all) {
    const given = record[member];
    if (given !== undefined && given !== null) {
      checkValue(memberSchema, given, path + lowerFirst(member), missing);
    }
  }
}

function checkValue(
  schema: NormalizedSchema,
  value: unknown,
  path: string,
  missing: string[],
): void {
  if (schema.isStructSchema()) {
    if (!isRecord(value)) {
      throw wrongType(value, path, "a structure");
    }
    checkStructure(schema, value, `${path}.`, missing);
  } else if (schema.isListSchema()) {
    if (!Array.isArray(value)) {
      throw wrongType(value, path, "a list");
    }
    const member = schema.getValueSchema();
    value.forEach((item, index) => {
      checkValue(member, item, `${path}.${index + 1}.member`, missing);
    });
  } else if (schema.isMapSchema()) {
    if (!isRecord(value)) {
      throw wrongType(value, path, "a map");
    }
    const member = schema.getValueSchema();
    for (const [key, item] of Object.entries(value)) {
      checkValue(member, item, `${path}.${key}.member`, missing);
    }
  } else {
    checkSimple(schema, value, path);
  }
}

function checkSimple(schema: NormalizedSchema, value: unknown, path: string): void {
  if (schema.isStringSchema()) {
    if (typeof value !== "string" && !(value instanceof String)) {
      throw wrongType(value, path, "a string");
    }
  } else if (schema.isNumericSchema()) {
    if (typeof value !== "number") {
      throw wrongType(value, path, "a number");
    }
  } else if (schema.isBooleanSchema()) {
    if (typeof value !== "boolean") {
      throw wrongType(value, path, "a boolean");
    }
  } else if (schema.isTimestampSchema()) {
    if (!(value instanceof Date) || Number.isNaN(value.getTime())) {
      throw wrongType(value, path, "a timestamp");
    }
  } else if (schema.isBlobSchema()) {
    if (!(value instanceof Uint8Array) && !(value instanceof Readable)) {
      throw wrongType(value, path, "a blob");
    }
  }
}

function isRecord(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array)
  );
}

function wrongType(value: unknown, path: string, expected: string): AwsError {
  return new AwsError(
    "SerializationException",
    `The value at '${path}' cannot be converted: ${typeName(value)} was given, ${expected} is expected`,
    400,
  );
}

function typeName(value: unknown): string {
  if (value === null) {
    return "null";
  }
  return Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

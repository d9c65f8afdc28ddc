import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { DeployError } from "./errors";

/** A resource's inputs or outputs, under pulumi-aws's property names, as plain JSON values. */
export type Properties = Record<string, unknown>;

/** A file or text given as a Pulumi asset; the hash makes a changed file a changed input. */
export interface AssetValue {
  readonly path?: string;
  readonly text?: string;
  readonly sha256: string;
}

// Keys and marks of Pulumi's wire format: sdk/nodejs/runtime/rpc.ts.
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Properties read off the wire. */
export interface DecodedProperties {
  readonly values: Properties;
  /** Top-level keys whose value is, or holds, a secret. */
  readonly secretKeys: readonly string[];
}

/**
 * Turns properties in Pulumi's wire format into plain values: secrets are opened (and their keys named), assets read
 * and hashed, resource references become the resource's id or URN.
 *
 * @param baseDirectory where relative asset paths start
 */
export function decodeProperties(wire: Properties, baseDirectory: string): DecodedProperties {
  const secretKeys: string[] = [];
  const values: Properties = {};
  for (const [key, value] of Object.entries(wire)) {
    let secret = false;
    values[key] = decode(value, baseDirectory, () => (secret = true));
    if (secret) secretKeys.push(key);
  }
  return { values, secretKeys };
}

/** Properties in wire format, with the named keys marked secret. */
export function encodeProperties(values: Properties, secretKeys: readonly string[]): Properties {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      secretKeys.includes(key) ? { [SIGNATURE_KEY]: SECRET, value } : value,
    ]),
  );
}

/** Whether a value is a decoded asset. */
export function isAsset(value: unknown): value is AssetValue {
  return (
    isRecord(value) && typeof value["sha256"] === "string" && ("path" in value || "text" in value)
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A property that must be a string.
 *
 * @throws DeployError when it is missing or something else
 */
export function text(properties: Properties, key: string): string {
  const value = properties[key];
  if (typeof value === "string") return value;
  throw new DeployError(`\`${key}\` must be a string, but is ${JSON.stringify(value)}`);
}

/** A property that is a string or absent. */
export function optionalText(properties: Properties, key: string): string | undefined {
  return properties[key] === undefined ? undefined : text(properties, key);
}

/** A JSON document, which pulumi-aws takes as text or as an object. */
export function jsonText(properties: Properties, key: string): string {
  const value = properties[key];
  return isRecord(value) ? JSON.stringify(value) : text(properties, key);
}

/** A map of strings, such as `tags`; empty when absent. */
export function textMap(properties: Properties, key: string): Record<string, string> {
  const value = properties[key];
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, String(item)]));
}

/** `tags` as most AWS operations want them; undefined when there are none. */
export function tagList(properties: Properties): { Key: string; Value: string }[] | undefined {
  const tags = Object.entries(textMap(properties, "tags"));
  return tags.length === 0 ? undefined : tags.map(([Key, Value]) => ({ Key, Value }));
}

function decode(value: unknown, baseDirectory: string, onSecret: () => void): unknown {
  if (Array.isArray(value)) return value.map((item) => decode(item, baseDirectory, onSecret));
  if (!isRecord(value)) return value;
  switch (value[SIGNATURE_KEY]) {
    case undefined:
      return Object.fromEntries(
        Object.entries(value)
          .filter(([, item]) => item !== undefined && item !== null)
          .map(([key, item]) => [key, decode(item, baseDirectory, onSecret)]),
      );
    case SECRET:
      onSecret();
      return decode(value["value"], baseDirectory, onSecret);
    case OUTPUT:
      if (value["secret"] === true) onSecret();
      return decode(value["value"], baseDirectory, onSecret);
    case RESOURCE:
      return value["id"] ?? value["urn"];
    case ASSET:
    case ARCHIVE:
      return decodeAsset(value, baseDirectory);
    default:
      throw new DeployError("The program sent a value of a kind that deploy:local does not know");
  }
}

function decodeAsset(value: Record<string, unknown>, baseDirectory: string): AssetValue {
  const { path, text: content } = value;
  if (typeof content === "string") return { text: content, sha256: sha256(content) };
  if (typeof path === "string") {
    const file = resolve(baseDirectory, path);
    try {
      return { path: file, sha256: sha256(readFileSync(file)) };
    } catch (cause) {
      throw new DeployError(
        `Asset ${path}: cannot read it as a file; deploy:local takes files and texts, not folders or addresses`,
        2,
        { cause },
      );
    }
  }
  throw new DeployError("deploy:local takes assets that are a local file or a text; nothing else");
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

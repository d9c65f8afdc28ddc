import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse } from "yaml";

import * as components from "../../components";

const root = join(__dirname, "../..");
const examples = join(root, "examples/components");
const packageName = "sagemaker-async-inference";

/** Runs the example in TypeScript where the sources are installed as the package. */
export function runTypeScriptExample(): unknown {
  const folder = mkdtempSync(join(tmpdir(), "typescript-example-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(join(root, "components"), join(folder, "node_modules", packageName));
    copyFileSync(join(examples, "typescript/index.ts"), join(folder, "index.ts"));
    return module.require(join(folder, "index.ts"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface YamlResource {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

type Component = new (name: string, args: object) => object;

/** Makes the resources of the example in YAML in their order, each with the outputs of those above it. */
export function runYamlExample(): void {
  const { resources } = parse(readFileSync(join(examples, "yaml/Pulumi.yaml"), "utf8")) as {
    readonly resources: Readonly<Record<string, YamlResource>>;
  };
  const made = new Map<string, object>();
  for (const [name, { type, properties }] of Object.entries(resources)) {
    const [, , component = ""] = type.split(":");
    const Made = new Map<string, unknown>(Object.entries(components)).get(component) as Component;
    const args = Object.entries(properties).map(([key, value]) => [key, valueOf(value, made)]);
    made.set(name, new Made(name, Object.fromEntries(args) as object));
  }
}

/** `${resource.output}` is that output; everything else is what it says. */
function valueOf(value: unknown, made: ReadonlyMap<string, object>): unknown {
  const [, name = "", output = ""] = /^\$\{(\w+)\.(\w+)\}$/.exec(String(value)) ?? [];
  return name === ""
    ? value
    : new Map<string, unknown>(Object.entries(made.get(name) ?? {})).get(output);
}

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { parse } from "yaml";

const root = join(__dirname, "../..");
const examples = join(root, "examples/components");

interface Schema {
  readonly name: string;
  readonly resources: Readonly<
    Record<
      string,
      {
        readonly inputProperties: Readonly<Record<string, { readonly type?: string }>>;
        readonly requiredInputs: readonly string[];
        readonly properties: object;
      }
    >
  >;
}

const schema = JSON.parse(readFileSync(join(root, "components/schema.json"), "utf8")) as Schema;

function resource(type: string): Schema["resources"][string] {
  const found = schema.resources[type];
  if (found === undefined) throw new Error(`${type} is not in components/schema.json`);
  return found;
}

/** The calls of components in a Python program, and the attributes it reads of what they give. */
const readPython = `
import ast, json, sys
tree = ast.parse(open(sys.argv[1]).read())
calls = [{"type": node.func.attr, "arguments": [k.arg for k in node.keywords]}
  for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
  and isinstance(node.func.value, ast.Name) and node.func.value.id == "inference"]
read = [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
  and isinstance(node.value, ast.Name) and node.value.id == "summaries"]
print(json.dumps({"calls": calls, "read": read}))
`;

const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());

describe("the examples in other languages", () => {
  const folder = "../../../components";

  it("in YAML take and read what the package's schema has", () => {
    const program = parse(readFileSync(join(examples, "yaml/Pulumi.yaml"), "utf8")) as {
      readonly packages: object;
      readonly resources: Readonly<Record<string, { type: string; properties: object }>>;
      readonly outputs: Readonly<Record<string, string>>;
    };
    expect(program.packages).to.deep.equal({ [schema.name]: folder });
    for (const { type, properties } of Object.values(program.resources)) {
      const { inputProperties, requiredInputs } = resource(type);
      expect(inputProperties).to.include.keys(...Object.keys(properties));
      expect(Object.keys(properties)).to.include.members([...requiredInputs]);
      for (const [key, value] of Object.entries(properties)) {
        const { type: wanted } = inputProperties[key] ?? {};
        // A closed set is a reference to its type, and a text here.
        expect(typeof value, key).to.equal(wanted ?? "string");
      }
    }
    const read = [...JSON.stringify(program).matchAll(/\$\{(\w+)\.(\w+)\}/g)];
    expect(read).not.to.be.empty;
    for (const [, name = "", output = ""] of read) {
      expect(resource(program.resources[name]?.type ?? "").properties).to.include.keys(output);
    }
  });

  it("in Python take and read what the package's schema has", function () {
    let told: string;
    try {
      told = execFileSync("python3", ["-c", readPython, join(examples, "python/__main__.py")], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
    } catch {
      console.log("      no python3: skipped");
      return this.skip();
    }
    const { calls, read } = JSON.parse(told) as {
      readonly calls: readonly { type: string; arguments: string[] }[];
      readonly read: readonly string[];
    };
    expect(calls.map(({ type }) => type)).to.deep.equal([
      "AsyncInferenceEndpoint",
      "AutoscalingPolicy",
      "MonitoringDashboard",
    ]);
    for (const { type, arguments: given } of calls) {
      const { inputProperties } = resource(`${schema.name}:index:${type}`);
      expect(inputProperties).to.include.keys(...given.map(camelCase));
    }
    const { properties } = resource(`${schema.name}:index:AsyncInferenceEndpoint`);
    expect(properties).to.include.keys(...read.map(camelCase));
    const project = parse(readFileSync(join(examples, "python/Pulumi.yaml"), "utf8")) as object;
    expect(project)
      .to.have.property("packages")
      .that.deep.equals({ [schema.name]: folder });
  });
});

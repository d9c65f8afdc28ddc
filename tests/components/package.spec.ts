import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Analyzer, type AnalyzeResult } from "@pulumi/pulumi/provider/experimental/analyzer";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema";
import { expect } from "chai";

import * as exported from "../../components";

const folder = join(__dirname, "../../components");
const components = [
  "AsyncInferenceEndpoint",
  "AutoscalingPolicy",
  "LoadGenerator",
  "MonitoringDashboard",
  "PrivateNetwork",
];

function readText(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

describe("the components as a Pulumi package", function () {
  // The analyser type-checks the folder.
  this.timeout(60_000);

  const manifest = JSON.parse(readText("package.json")) as {
    readonly name: string;
    readonly version: string;
    readonly description: string;
    readonly dependencies: Readonly<Record<string, string>>;
  };
  let analysis: AnalyzeResult;
  before(() => {
    analysis = new Analyzer(folder, manifest.name, manifest, new Set(components)).analyze();
  });

  it("are exactly those that are exported, beside the closed sets that they take", () => {
    expect(Object.keys(exported)).to.have.members([
      ...components,
      "DeploymentStrategy",
      "ServingStack",
    ]);
    expect(Object.keys(analysis.components)).to.have.members(components);
  });

  it("describe themselves, every input and every output", () => {
    for (const { name, description, inputs, outputs } of Object.values(analysis.components)) {
      expect(description, name).to.be.a("string").that.is.not.empty;
      for (const [property, definition] of Object.entries({ ...inputs, ...outputs })) {
        expect(definition.description, `${name}.${property}`).to.be.a("string").that.is.not.empty;
      }
    }
  });

  it("take plain only what decides which children there are; the rest may be another resource's output", () => {
    const plain = Object.values(analysis.components).flatMap(({ name, inputs }) =>
      Object.entries(inputs)
        .filter(([, definition]) => definition.plain === true)
        .map(([property]) => `${name}.${property}`),
    );
    expect(plain).to.have.members(
      [
        ...["createKey", "createTopics", "createQueues", "createResultsTable"],
        ...["createRollbackAlarms", "rolePolicyArns", "rollbackAlarmNames"],
        ...["successEmails", "errorEmails", "successUrls", "errorUrls"],
      ]
        .map((property) => `AsyncInferenceEndpoint.${property}`)
        .concat(
          ["stepScaling", "scaleInOnBacklog", "schedules"].map(
            (property) => `AutoscalingPolicy.${property}`,
          ),
          [
            ...["createAlarmTopic", "createKey", "alarmActionArns", "alarmEmails", "alarmUrls"],
            "deadLetterQueueNames",
          ].map((property) => `MonitoringDashboard.${property}`),
          ["cidrBlock", "zoneCount", "natGateway", "interfaceServices"].map(
            (property) => `PrivateNetwork.${property}`,
          ),
        ),
    );
  });

  it("offer closed sets as enumerations with a description for each member", () => {
    const { typeDefinitions } = analysis;
    for (const name of ["DeploymentStrategy", "ServingStack"]) {
      const members = typeDefinitions[name]?.enum ?? [];
      expect(members, name).to.have.length.above(3);
      for (const { name: member, description } of members) {
        expect(description, `${name}.${member}`).to.be.a("string").that.is.not.empty;
      }
    }
  });

  it("require what has no sensible default and nothing else", () => {
    const required = Object.fromEntries(
      Object.values(analysis.components).map(({ name, inputs }) => [
        name,
        Object.keys(inputs).filter((property) => inputs[property]?.optional !== true),
      ]),
    );
    expect(required).to.deep.equal({
      // A model has several sources, of which any one is enough.
      AsyncInferenceEndpoint: [],
      AutoscalingPolicy: ["endpointName", "variantName"],
      LoadGenerator: ["image", "endpointName", "bucketName", "vpcId", "subnetIds"],
      MonitoringDashboard: ["endpointName", "variantName"],
      PrivateNetwork: [],
    });
  });

  it("say the default of every optional number in words, for the package keeps nothing else of it", () => {
    for (const { name, inputs } of Object.values(analysis.components)) {
      for (const [property, definition] of Object.entries(inputs)) {
        if (definition.optional && "type" in definition && definition.type === "number") {
          expect(definition.description, `${name}.${property}`).to.match(
            /[Dd]efaults to|when\s+omitted/,
          );
        }
      }
    }
  });

  // Every other language is given what stands there: a change of it is a change for all of them, to be looked at.
  it("have the schema of components/schema.json; UPDATE_SCHEMA=1 writes it", () => {
    const { name, version, description } = manifest;
    const { components: found, typeDefinitions, dependencies } = analysis;
    const schema = generateSchema(
      ...([name, version, description] as const),
      ...([found, typeDefinitions, dependencies] as const),
    );
    const text = `${JSON.stringify(schema, undefined, 2)}\n`;
    const file = join(folder, "schema.json");
    if (process.env["UPDATE_SCHEMA"] !== undefined) writeFileSync(file, text);
    expect(JSON.parse(text)).to.deep.equal(JSON.parse(readText("schema.json")));
  });

  it("bring along, in the project's own versions, what they run on", () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(folder, "../package.json"), "utf8"),
    ) as Record<"dependencies" | "devDependencies", Readonly<Record<string, string>>>;
    for (const [name, version] of Object.entries(manifest.dependencies)) {
      expect(version, name).to.equal(dependencies[name] ?? devDependencies[name]);
    }
    expect(Object.keys(manifest.dependencies)).to.have.members([
      "@pulumi/aws",
      "@pulumi/awsx",
      "@pulumi/pulumi",
      "@swc-node/register",
      "typescript",
    ]);
  });

  it("are started by Pulumi from any folder, without a build", async () => {
    const host = require.resolve("@pulumi/pulumi/cmd/run-plugin");
    const plugin = spawn(process.execPath, [host, folder, "127.0.0.1:1"], { cwd: tmpdir() });
    try {
      const said = await new Promise<string>((resolve, reject) => {
        const complaints: Buffer[] = [];
        plugin.once("error", reject);
        plugin.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
        plugin.stdout.once("data", (chunk: Buffer) => {
          resolve(chunk.toString());
        });
        plugin.once("close", () => {
          resolve(Buffer.concat(complaints).toString());
        });
      });
      expect(said).to.match(/^\d+\n$/, "the port that it listens on");
    } finally {
      plugin.kill();
    }
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { readProject } from "../../simulator/deploy/project";
import { type Recording } from "../components/recording-monitor";
import { allStacks, projectFolder, teamsFolder } from "../provider-check/program-graph";
import { recordProgram } from "../recorded-program";
import { type AnalyzedResource, Pack, type PackConfig, type Said, unknown } from "./pack";

/** What the program registers with a stack's settings. */
function recorded(
  stack: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<Recording> {
  const folder = allStacks(teamsFolder).includes(stack) ? teamsFolder : projectFolder;
  const { config } = readProject(folder, stack, changes);
  return recordProgram(config);
}

/** The same as the engine tells it to a pack: the inputs of each resource, then the outputs of all. */
function analyzed({ resources }: Recording): Record<"inputs" | "outputs", AnalyzedResource[]> {
  const urns = new Map(resources.map(({ name, made }) => [name, made?.urn ?? ""]));
  const told = resources
    .filter(({ type }) => type.startsWith("aws:"))
    .map((resource) => ({
      ...resource,
      urn: resource.made?.urn ?? "",
      dependencies: resource.dependencies.map((name) => urns.get(name) ?? ""),
    }));
  return {
    inputs: told.map((resource) => ({ ...resource, props: resource.inputs })),
    outputs: told.map((resource) => ({ ...resource, props: resource.made?.outputs ?? {} })),
  };
}

/** As at a preview of a new stack: whatever is made of another resource's outputs is not known. */
function beforeItExists(resource: AnalyzedResource): AnalyzedResource {
  const later = Object.entries(resource.propertyDependencies ?? {}).filter(
    ([, urns]) => urns.length > 0,
  );
  const props = Object.fromEntries(later.map(([property]) => [property, unknown]));
  return { ...resource, props: { ...resource.props, ...props } };
}

/** Of a team's stack it is that of its environment. */
function configurationOf(stack: string): PackConfig {
  const environment = stack.split("-").at(-1) ?? stack;
  const file = join(projectFolder, "policies", "config", `${environment}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as PackConfig;
}

describe("the policy pack, held against the program", function () {
  this.timeout(60_000);

  let pack: Pack;
  before(async () => {
    pack = await Pack.start();
  });
  after(() => pack.stop());

  async function allSaid(
    inputs: readonly AnalyzedResource[],
    outputs: readonly AnalyzedResource[],
  ): Promise<Said[]> {
    const said: Said[] = [];
    for (const resource of inputs) said.push(...(await pack.analyze(resource)));
    return [...said, ...(await pack.analyzeStack(outputs))];
  }

  async function saidOf(
    stack: string,
    changes: Readonly<Record<string, string>> = {},
  ): Promise<Said[]> {
    await pack.configure(configurationOf(stack));
    const { inputs, outputs } = analyzed(await recorded(stack, changes));
    return allSaid(inputs, outputs);
  }

  /** What a stack is told and need not do, whose model comes from the Hub: a closed network bars that. */
  const ofTheHub = ["production-has-a-network-boundary", "production-models-are-pinned"];
  const advice: Readonly<Record<string, readonly string[]>> = {
    prod: ofTheHub,
    "genomics-prod": ofTheHub,
    "newsroom-prod": ofTheHub,
  };

  for (const stack of [...allStacks(), ...allStacks(teamsFolder)]) {
    it(`has nothing to refuse in stack ${stack}, nor at its first preview`, async () => {
      await pack.configure(configurationOf(stack));
      const { inputs, outputs } = analyzed(await recorded(stack));
      const said = await allSaid(inputs, outputs);
      expect(said.filter(({ level }) => level !== "advisory")).to.deep.equal([]);
      expect(said.map(({ rule }) => rule)).to.have.members([...(advice[stack] ?? [])]);
      const before = await allSaid(inputs.map(beforeItExists), outputs.map(beforeItExists));
      expect(before.filter(({ level }) => level !== "advisory")).to.deep.equal([]);
    });

    it(`has a configuration of stack ${stack} that names rules and settings of the pack`, async () => {
      const rules = new Map((await pack.rules()).map(({ name, settings }) => [name, settings]));
      for (const [rule, configured] of Object.entries(configurationOf(stack))) {
        expect([...rules.keys()]).to.include(rule);
        if (typeof configured === "string") continue;
        expect(Object.keys(rules.get(rule) ?? {})).to.include.members(Object.keys(configured));
      }
    });
  }

  it("has nothing to refuse in a stack with every part there is", async () => {
    const said = await saidOf("staging", {
      createResultsTable: "true",
      stepScaling: "true",
      errorEmails: '["oncall@example.org"]',
      callerRoleNames: '["summary-reader"]',
      schedules: JSON.stringify([
        { name: "night", schedule: "cron(0 20 ? * * *)", minCapacity: 0, maxCapacity: 1 },
      ]),
    });
    expect(said.filter(({ level }) => level === "mandatory")).to.deep.equal([]);
  });

  for (const [change, rule] of [
    [{ createKey: "false" }, "encrypted-at-rest"],
    [{ createTopics: "false" }, "failures-are-reported"],
    [{ protect: "false" }, "production-is-protected"],
    [{ initialInstanceCount: "1" }, "production-has-a-spare"],
    [{ maxCapacity: "11" }, "monthly-ceiling"],
    [{ instanceType: "ml.p4d.24xlarge" }, "allowed-instance-types"],
    [{ forceDestroyBucket: "true" }, "production-is-protected"],
    [{ autoscaling: "false" }, "scaled-endpoints"],
    [{ createRollbackAlarms: "false" }, "updates-roll-back"],
    [
      { rolePolicyArns: '["arn:aws:iam::aws:policy/AmazonS3FullAccess"]' },
      "no-broad-managed-policies",
    ],
    [{ scaleInOnBacklog: "true", longestInvocationSeconds: "30" }, "scale-in-spares-work"],
  ] as const) {
    it(`refuses ${Object.keys(change)[0]} ${Object.values(change)[0]} in production by ${rule}`, async () => {
      const refused = (await saidOf("prod", change)).filter(({ level }) => level === "mandatory");
      expect(refused.map((said) => said.rule)).to.include(rule);
    });
  }
});

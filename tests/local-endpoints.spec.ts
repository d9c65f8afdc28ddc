import { expect } from "chai";
import { readProject } from "../simulator/deploy/project";
import { record } from "./components/recording-monitor";
import { allStacks, projectFolder } from "./provider-check/program-graph";

/** Service that a module of `@pulumi/aws` calls, as `aws:endpoints` names it; a type where it is not its module's. */
const SERVICE_OF: Readonly<Record<string, string>> = {
  appautoscaling: "applicationautoscaling",
  cloudwatch: "cloudwatch",
  "cloudwatch/logGroup": "cloudwatchlogs",
  iam: "iam",
  kms: "kms",
  s3: "s3",
  sagemaker: "sagemaker",
  sns: "sns",
  sqs: "sqs",
};

/** What the provider calls by itself to learn whose account it is. */
const CALLED_AT_START = ["iam", "sts"];

const program = require.resolve("../index");

describe("Pulumi.local.yaml", () => {
  const { config } = readProject(projectFolder, "local");
  const endpoints = (
    JSON.parse(config["aws:endpoints"] ?? "[]") as Record<string, string>[]
  ).flatMap((services) => Object.entries(services));

  for (const stack of allStacks()) {
    it(`names an endpoint for every service that the stack ${stack} uses`, async () => {
      delete require.cache[program];
      const settings = Object.entries(readProject(projectFolder, stack).config).filter(
        ([key]) => !key.startsWith("aws:"),
      );
      const { resources } = await record(
        () => module.require(program) as object,
        Object.fromEntries(settings),
      );
      const services = resources.flatMap(({ type }) => serviceOf(type));
      expect(services.length).to.be.greaterThan(20);
      expect(endpoints.map(([service]) => service)).to.include.members([
        ...services,
        ...CALLED_AT_START,
      ]);
    });
  }

  it("sends all of them to the one address of the emulator", () => {
    expect([...new Set(endpoints.map(([, url]) => url))]).to.deep.equal(["http://127.0.0.1:4566"]);
  });
});

function serviceOf(type: string): string[] {
  const [, module = "", name = ""] = /^aws:(\w+)\/(\w+):/.exec(type) ?? [];
  if (module === "") return [];
  const service = SERVICE_OF[`${module}/${name}`] ?? SERVICE_OF[module];
  if (service === undefined) {
    throw new Error(
      `Which service does ${type} call? Add it to SERVICE_OF and to Pulumi.local.yaml`,
    );
  }
  return [service];
}

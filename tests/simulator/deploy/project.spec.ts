import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { readProject } from "../../../simulator/deploy/project";

describe("reading a Pulumi project", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "project-"));
    write("Pulumi.yaml", "name: shop\nruntime: nodejs\nmain: program.ts\n");
    write("program.ts", "");
    write("Pulumi.local.yaml", "config:\n  shop:size: 3\n  aws:region: eu-west-1\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, content: string): void {
    writeFileSync(join(folder, name), content);
  }

  it("finds the program that `main` names", () => {
    expect(readProject(folder, "local").program).to.equal(join(folder, "program.ts"));
  });

  it("finds the program of a folder in its package.json", () => {
    write("Pulumi.yaml", "name: shop\nruntime: nodejs\nmain: app\n");
    mkdirSync(join(folder, "app"));
    write("app/package.json", '{"main":"start.ts"}');
    expect(readProject(folder, "local").program).to.equal(join(folder, "app", "start.ts"));
  });

  it("reads the stack's settings as texts under their full keys", () => {
    write(
      "Pulumi.local.yaml",
      "config:\n  size: 3\n  shop:on: true\n  aws:endpoints: [{ s3: x }]\n",
    );
    expect(readProject(folder, "local").config).to.deep.equal({
      "shop:size": "3",
      "shop:on": "true",
      "aws:endpoints": '[{"s3":"x"}]',
    });
  });

  it("takes the region from the stack", () => {
    expect(readProject(folder, "local").region).to.equal("eu-west-1");
  });

  it("lets settings given on the way win over the file", () => {
    const { config } = readProject(folder, "local", { size: "9" });
    expect(config).to.include({ "shop:size": "9" });
  });

  it("passes Node's arguments on", () => {
    write(
      "Pulumi.yaml",
      "name: shop\nmain: program.ts\nruntime:\n  name: nodejs\n  options:\n    nodeargs: -r loader --trace-warnings\n",
    );
    expect(readProject(folder, "local").nodeArguments).to.deep.equal([
      "-r",
      "loader",
      "--trace-warnings",
    ]);
  });

  it("takes a stack file without content as a stack of defaults", () => {
    write("Pulumi.local.yaml", "");
    expect(readProject(folder, "local").config).to.deep.equal({});
  });

  it("names the stacks there are when asked for another", () => {
    write("Pulumi.dev.yaml", "");
    expect(() => readProject(folder, "prod")).to.throw(
      `There is no stack \`prod\` (no Pulumi.prod.yaml in ${folder}); \`--stack\` takes one of: dev, local`,
    );
  });

  it("refuses a secret, which it cannot decrypt", () => {
    write("Pulumi.local.yaml", "config:\n  shop:token:\n    secure: AAAB\n");
    expect(() => readProject(folder, "local")).to.throw(
      `${join(folder, "Pulumi.local.yaml")}: \`shop:token\` is a secret, which only the Pulumi CLI can decrypt; give a stack for deploy:local a plain value`,
    );
  });

  it("refuses a folder without a project", () => {
    rmSync(join(folder, "Pulumi.yaml"));
    expect(() => readProject(folder, "local")).to.throw(
      `No Pulumi.yaml in ${folder}; run from the project's folder`,
    );
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { serializeProperties } from "@pulumi/pulumi/runtime/rpc";
import { expect } from "chai";

import {
  decodeProperties,
  encodeProperties,
  type Properties,
} from "../../../simulator/deploy/property-values";

describe("Pulumi's wire format", () => {
  let folder: string;

  before(() => (folder = mkdtempSync(join(tmpdir(), "property-values-"))));
  after(() => rmSync(folder, { recursive: true }));

  async function wire(properties: Record<string, unknown>): Promise<Properties> {
    return serializeProperties("test", properties);
  }

  it("opens a secret and names its key", () => {
    const marked = encodeProperties({ password: "hidden", user: "me" }, ["password"]);
    expect(marked["password"]).not.to.equal("hidden");
    expect(decodeProperties(marked, folder)).to.deep.equal({
      values: { password: "hidden", user: "me" },
      secretKeys: ["password"],
    });
  });

  it("opens a secret inside another value", () => {
    const inner = encodeProperties({ value: "hidden" }, ["value"]);
    const { values, secretKeys } = decodeProperties({ list: [inner] }, folder);
    expect(values).to.deep.equal({ list: [{ value: "hidden" }] });
    expect(secretKeys).to.deep.equal(["list"]);
  });

  it("reads a text asset", async () => {
    const sent = await wire({ source: new pulumi.asset.StringAsset("hello") });
    const { values } = decodeProperties(sent, folder);
    expect(values["source"]).to.deep.include({ text: "hello" });
  });

  it("gives a file asset another hash when the file has changed", async () => {
    writeFileSync(join(folder, "model"), "one");
    const sent = await wire({ source: new pulumi.asset.FileAsset("model") });
    const before = decodeProperties(sent, folder).values["source"];
    writeFileSync(join(folder, "model"), "two");
    const after = decodeProperties(sent, folder).values["source"];
    expect(before).to.include({ path: join(folder, "model") });
    expect(after).not.to.deep.equal(before);
  });

  it("refuses a file asset that is not there", async () => {
    const sent = await wire({ source: new pulumi.asset.FileAsset("nowhere") });
    expect(() => decodeProperties(sent, folder)).to.throw(
      "Asset nowhere: cannot read it as a file; deploy:local takes files and texts, not folders or addresses",
    );
  });

  it("leaves out properties without a value", () => {
    expect(decodeProperties({ block: { a: null, b: 1 } }, folder).values).to.deep.equal({
      block: { b: 1 },
    });
  });
});

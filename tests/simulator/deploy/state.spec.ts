import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { StateFile, type StackState } from "../../../simulator/deploy/state";

describe("the state file", () => {
  const state: StackState = {
    ...{ version: 1, project: "p", stack: "s", endpoint: "http://127.0.0.1:1" },
    resources: [],
    outputs: { a: "b" },
  };
  let folder: string;
  let file: StateFile;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "state-"));
    file = new StateFile(join(folder, "states"), "s");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is empty before the first deployment", () => {
    expect(file.read()).to.equal(undefined);
  });

  it("gives back what was written, and leaves no draft", () => {
    file.write(state);
    expect(file.read()).to.deep.equal(state);
    expect(readdirSync(join(folder, "states"))).to.deep.equal(["s.json"]);
  });

  it("is empty again when removed", () => {
    file.write(state);
    file.remove();
    expect(file.read()).to.equal(undefined);
  });

  it("refuses a file that it cannot read, and says what to do", () => {
    file.write(state);
    writeFileSync(file.path, "{");
    expect(() => file.read()).to.throw(
      `${file.path} is not a deployment state that this version can read; stop the server it belongs to and delete the file`,
    );
  });
});

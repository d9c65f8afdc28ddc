import { expect } from "chai";

import { runScript } from "./run-script";

describe("what every command says of its use", function () {
  this.timeout(30_000);

  it("tells of the missing -- where npm kept a flag and handed on its value alone", () => {
    const { code, stdout, stderr } = runScript("dashboard", "examples/scenarios/default.json");
    expect(stderr).to.match(
      /^error: too many arguments\. Expected 0 arguments but got 1\.\n\(Options stand after `--`, or npm keeps them to itself: `npm run \S+ -- --help` lists them\)\n$/,
    );
    expect([code, stdout]).to.deep.equal([2, ""]);
  });

  it("says that a scenario is a folder", () => {
    const { code, stderr } = runScript("dashboard", "--scenario", "examples");
    expect(stderr).to.equal("error: `examples`: it is a folder; give the path of a file.\n");
    expect(code).to.equal(2);
  });

  it("explains the package instead of making it", () => {
    const { code, stdout } = runScript("package-components", "--help");
    expect(stdout).to.match(/^Usage: package \[options\]\n\nMakes the components an npm package/);
    expect(code).to.equal(0);
  });
});

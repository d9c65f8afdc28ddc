import { expect } from "chai";

import { renderJsonReport } from "../../../load/report/json-report";
import { playedRun } from "./run-result-factory";

describe("renderJsonReport", () => {
  it("reads back as the result", () => {
    const result = playedRun();
    expect(JSON.parse(renderJsonReport(result))).to.deep.equal(result);
  });

  it("orders the keys by the contract, however the result was put together", () => {
    const result = playedRun();
    const reversed = Object.fromEntries(Object.entries(result).reverse()) as typeof result;
    expect(renderJsonReport(reversed)).to.equal(renderJsonReport(result));
  });

  it("keeps a series on one line and ends in a line feed", () => {
    const text = renderJsonReport(playedRun());
    expect(text).to.match(/\n {4}"CurrentInstanceCount": \[[^\n]+\],?\n/);
    expect(text.endsWith("}\n")).to.equal(true);
  });
});

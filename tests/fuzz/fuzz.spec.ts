import { expect } from "chai";
import { fuzz, type FuzzReport } from "./fuzz";

/** `npm run test:fuzz` sends many more. */
const REQUESTS = 3000;

describe("The server under drawn and broken requests", () => {
  let report: FuzzReport;
  before(async function () {
    this.timeout(120_000);
    report = await fuzz({ requests: REQUESTS, seed: 1 });
  });

  it("answers each as AWS would, without a 500, an unhandled rejection or a stray file", () => {
    expect(report.faults).to.deep.equal([]);
  });

  it("meets successes, refusals and operations that are not offered", () => {
    expect(report.statuses).to.include.keys("200", "400", "404", "501");
  });
});

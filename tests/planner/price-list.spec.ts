import { Readable } from "node:stream";

import { expect } from "chai";

import { PlanError } from "../../planner/plan-error";
import { readPriceList, withPrices } from "../../planner/price-list";

// The head and the columns of an offer file as AWS documents it; the rows are few of its many kinds.
const offer = `"FormatVersion","v1.0"
"Disclaimer","This pricing list is for informational purposes only."
"Publication Date","2026-11-20T00:00:00Z"
"Version","20261120000000"
"OfferCode","AmazonSageMaker"
"SKU","OfferTermCode","RateCode","TermType","PriceDescription","EffectiveDate","StartingRange","EndingRange","Unit","PricePerUnit","Currency","Product Family","serviceCode","usageType","operation"
"A","T","R","OnDemand","$0.25, an hour","2026-11-01","0","Inf","Hrs","0.2500000000","USD","ML Instance","AmazonSageMaker","EU-Host:ml.m5.xlarge","RunInstance"
"B","T","R","OnDemand","training","2026-11-01","0","Inf","Hrs","0.2600000000","USD","ML Instance","AmazonSageMaker","EU-Train:ml.m5.xlarge","RunInstance"
"C","T","R","Reserved","a year","2026-11-01","0","Inf","Hrs","0.1000000000","USD","ML Instance","AmazonSageMaker","EU-Host:ml.c5.large","RunInstance"
"D","T","R","OnDemand","storage","2026-11-01","0","Inf","GB-Mo","0.1540000000","USD","ML Storage","AmazonSageMaker","EU-Host:VolumeUsage.gp2","RunInstance"
"E","T","R","OnDemand","an hour","2026-11-01","0","Inf","Hrs","1.5770000000","USD","ML Instance","AmazonSageMaker","EU-Host:ml.g5.xlarge","RunInstance"
`;

describe("AWS's price list", () => {
  it("gives the hours of hosting on demand, and nothing else", async () => {
    expect(
      await readPriceList(Readable.from([offer.slice(0, 700), offer.slice(700)])),
    ).to.deep.equal({
      "ml.m5.xlarge": { usdPerHour: 0.25, confidence: "listed" },
      "ml.g5.xlarge": { usdPerHour: 1.577, confidence: "listed" },
    });
  });

  it("is refused when it has no price of hosting", async () => {
    const failure = await readPriceList(Readable.from(["a,b\n1,2\n"])).catch(
      (error: unknown) => error,
    );

    expect(failure).to.be.instanceOf(PlanError);
  });

  it("is put in place of a region's old prices, beside those of others", () => {
    const table = (day: string, regions: string) =>
      `export const pricesAsOf = "${day}";\n\nconst prices = {\n  // prices:begin\n${regions}  // prices:end\n};\n`;
    const row = (type: string, price: number, confidence: string) =>
      `    "${type}": { usdPerHour: ${price}, confidence: "${confidence}" },\n`;
    const east = `  "us-east-1": {\n${row("ml.m5.xlarge", 0.23, "observed")}  },\n`;
    const old = `  "eu-west-1": {\n${row("ml.old.large", 9, "doubtful")}  },\n`;
    const fresh = `  "eu-west-1": {\n${row("ml.c5.large", 0.1, "listed")}${row("ml.m5.xlarge", 0.25, "listed")}  },\n`;

    expect(
      withPrices(
        table("2026-11-01", old + east),
        "eu-west-1",
        {
          "ml.m5.xlarge": { usdPerHour: 0.25, confidence: "listed" },
          "ml.c5.large": { usdPerHour: 0.1, confidence: "listed" },
        },
        "2026-11-26",
      ),
    ).to.equal(table("2026-11-26", fresh + east));
  });
});

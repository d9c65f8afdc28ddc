import { expect } from "chai";
import { pageOf } from "../../../simulator/aws/pagination";

describe("pageOf", () => {
  it("leads through a listing page by page, without a token at the end", () => {
    const first = pageOf(["a", "b", "c"], undefined, 2);
    expect(first.items).to.deep.equal(["a", "b"]);
    const second = pageOf(["a", "b", "c"], first.nextToken, 2);
    expect(second).to.deep.equal({ items: ["c"], nextToken: undefined });
  });

  it("refuses a token that it did not give", () => {
    expect(() => pageOf(["a"], "nonsense", 2)).to.throw(
      "The NextToken is not valid. Use the token of the previous answer.",
    );
  });
});

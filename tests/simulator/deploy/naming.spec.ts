import { expect } from "chai";

import { madeUpName } from "../../../simulator/deploy/naming";

describe("making up a physical name", () => {
  const rule = { property: "name", maxLength: 63 };

  it("adds seven random hexadecimal digits to the resource's name", () => {
    expect(madeUpName("model", {}, rule)).to.match(/^model-[0-9a-f]{7}$/);
  });

  it("makes another name each time", () => {
    expect(madeUpName("model", {}, rule)).not.to.equal(madeUpName("model", {}, rule));
  });

  it("cuts a long name so that it fits AWS's limit", () => {
    const name = madeUpName("x".repeat(80), {}, rule);
    expect(name)
      .to.match(/^x{55}-[0-9a-f]{7}$/)
      .and.to.have.length(63);
  });

  it("takes a given prefix in the place of the resource's name", () => {
    expect(madeUpName("model", { namePrefix: "team." }, rule)).to.match(/^team\.[0-9a-f]{7}$/);
  });

  it("makes a bucket's name of small letters without underscores", () => {
    const name = madeUpName("My_Data", {}, { ...rule, lowercase: true });
    expect(name).to.match(/^my-data-[0-9a-f]{7}$/);
  });

  it("keeps the ending that a kind of resource must have", () => {
    const name = madeUpName("q", {}, { ...rule, endsWith: () => ".fifo" });
    expect(name).to.match(/^q-[0-9a-f]{7}\.fifo$/);
  });
});

import { expect } from "chai";

import { changedKeys, keepIgnored } from "../../../simulator/deploy/differences";

describe("comparing inputs", () => {
  it("finds nothing changed between values that are written alike", () => {
    const inputs = { a: [1, { b: "c" }], d: undefined };
    expect(changedKeys(inputs, { a: [1, { b: "c" }] })).to.deep.equal([]);
  });

  it("names inputs that changed, came and went", () => {
    const changed = changedKeys(
      { same: 1, other: { deep: 1 }, gone: 1 },
      { same: 1, other: { deep: 2 }, come: 1 },
    );
    expect(changed).to.have.members(["other", "gone", "come"]);
  });

  it("keeps the old value of an ignored input", () => {
    expect(keepIgnored({ a: 1, b: 1 }, { a: 2, b: 2 }, ["a"])).to.deep.equal({ a: 1, b: 2 });
  });

  it("keeps the old value inside a list", () => {
    const before = { variants: [{ count: 1, type: "x" }] };
    const after = { variants: [{ count: 5, type: "y" }] };
    expect(keepIgnored(before, after, ["variants[0].count"])).to.deep.equal({
      variants: [{ count: 1, type: "y" }],
    });
  });

  it("leaves out an ignored input that was not there before", () => {
    expect(keepIgnored({}, { a: 2 }, ["a"])).to.deep.equal({});
  });
});

import { expect } from "chai";

import { createUrn } from "../../../simulator/deploy/urn";

describe("a resource's URN", () => {
  const options = { project: "p", stack: "s", type: "aws:sns/topic:Topic", name: "t" };

  it("has the resource's own type alone under the stack", () => {
    const parent = "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s";
    expect(createUrn({ ...options, parent })).to.equal("urn:pulumi:s::p::aws:sns/topic:Topic::t");
  });

  it("has the types of all parents before its own", () => {
    const parent = "urn:pulumi:s::p::my:Outer$my:Inner::i";
    expect(createUrn({ ...options, parent })).to.equal(
      "urn:pulumi:s::p::my:Outer$my:Inner$aws:sns/topic:Topic::t",
    );
  });
});

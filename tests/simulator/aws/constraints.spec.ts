import { expect } from "chai";
import { z } from "zod";
import { checkConstraints } from "../../../simulator/aws/constraints";

const schema = z.object({
  Name: z
    .string()
    .max(3)
    .regex(/^[a-z]+$/),
  Variants: z.array(z.object({ Count: z.number().min(1).max(1000).optional() })).optional(),
  Kind: z.enum(["A", "B"]).optional(),
});

describe("checkConstraints", () => {
  it("passes what is permitted", () => {
    expect(() =>
      checkConstraints(schema, { Name: "abc", Variants: [{ Count: 1 }] }),
    ).to.not.throw();
  });

  it("names the member by its path, the value and the range", () => {
    expect(() => checkConstraints(schema, { Name: "abc", Variants: [{}, { Count: 1001 }] }))
      .to.throw(
        "1 validation error detected: Value '1001' at 'variants.2.member.count' failed to satisfy constraint: Member must have value less than or equal to 1000",
      )
      .with.property("code", "ValidationException");
  });

  it("says when a member is missing", () => {
    expect(() => checkConstraints(schema, {})).to.throw(
      "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
    );
  });

  it("reports every breach at once", () => {
    expect(() => checkConstraints(schema, { Name: "ABCD", Kind: "C" })).to.throw(
      "3 validation errors detected: Value 'ABCD' at 'name' failed to satisfy constraint: Member must have length less than or equal to 3; " +
        "Value 'ABCD' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z]+$; " +
        "Value 'C' at 'kind' failed to satisfy constraint: Member must satisfy enum value set: [A, B]",
    );
  });

  it("takes the service's own code", () => {
    expect(() => checkConstraints(schema, {}, "ValidationError"))
      .to.throw()
      .with.property("code", "ValidationError");
  });
});

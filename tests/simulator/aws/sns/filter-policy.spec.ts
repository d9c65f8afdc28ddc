import { expect } from "chai";
import { fitsFilterPolicy } from "../../../../simulator/aws/sns/filter-policy";

const cases: readonly (readonly [object, unknown, boolean])[] = [
  [{ a: ["x", "y"] }, { a: "y" }, true],
  [{ a: ["x"] }, { a: "z" }, false],
  [{ a: ["x"] }, {}, false],
  [{ a: ["x"] }, { a: ["w", "x"] }, true],
  [{ a: ["x"], b: ["y"] }, { a: "x", b: "z" }, false],
  [{ a: [null] }, { a: null }, true],
  [{ a: [{ exists: true }] }, { a: 1 }, true],
  [{ a: [{ exists: false }] }, { a: 1 }, false],
  [{ a: [{ exists: false }] }, {}, true],
  [{ a: [{ prefix: "ab" }] }, { a: "abc" }, true],
  [{ a: [{ suffix: "bc" }] }, { a: "abc" }, true],
  [{ a: [{ "equals-ignore-case": "ABC" }] }, { a: "abc" }, true],
  [{ a: [{ "anything-but": ["x", "y"] }] }, { a: "z" }, true],
  [{ a: [{ "anything-but": ["x", "y"] }] }, { a: "x" }, false],
  [{ a: [{ "anything-but": { prefix: "x" } }] }, { a: "xy" }, false],
  [{ a: [{ numeric: [">", 0, "<=", 5] }] }, { a: 5 }, true],
  [{ a: [{ numeric: [">", 0, "<=", 5] }] }, { a: 6 }, false],
  [{ a: [{ cidr: "10.0.0.0/24" }] }, { a: "10.0.0.255" }, true],
  [{ a: [{ cidr: "10.0.0.0/24" }] }, { a: "10.0.1.0" }, false],
  [{ a: [{ cidr: "2001:db8::/32" }] }, { a: "2001:db8::1" }, true],
  [{ a: [{ cidr: "10.0.0.0/33" }] }, { a: "10.0.0.0" }, false],
  [{ a: { b: ["x"] } }, { a: { b: "x" } }, true],
  [{ a: { b: ["x"] } }, { a: [{ b: "w" }, { b: "x" }] }, true],
  [{ $or: [{ a: ["x"] }, { b: ["y"] }] }, { b: "y" }, true],
  [{ $or: [{ a: ["x"] }, { b: ["y"] }] }, { a: "y" }, false],
  [{ toString: ["x"] }, {}, false],
];

describe("fitsFilterPolicy", () => {
  for (const [policy, values, fits] of cases) {
    it(`${fits ? "passes" : "stops"} ${JSON.stringify(values)} at ${JSON.stringify(policy)}`, () => {
      expect(fitsFilterPolicy(policy as Record<string, unknown>, values)).to.equal(fits);
    });
  }
});

import { expect } from "chai";

import { isReadBack } from "./written-and-read";

/** As an exported state has a secret. */
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

describe("isReadBack", () => {
  it("is true where all of an input is in the output, which may have more", () => {
    expect(isReadBack({ mode: "a", tags: ["x", "y"] }, { mode: "a", tags: ["y", "x"], arn: "b" }))
      .to.be.true;
    expect(isReadBack('{"a": 1}', '{"a":1}')).to.be.true;
  });

  it("is false where something got lost or came back otherwise", () => {
    expect(isReadBack({ mode: "a", image: "b" }, { mode: "a" })).to.be.false;
    expect(isReadBack(["x", "y"], ["x"])).to.be.false;
    expect(isReadBack(2, "2")).to.be.false;
  });

  it("looks into secrets", () => {
    const environment = { TOKEN: "hf" };
    expect(isReadBack(secret({ environment }), secret({ environment, mode: "a" }))).to.be.true;
    expect(isReadBack(secret({ environment }), { environment, mode: "a" })).to.be.true;
    expect(isReadBack({ environment: secret(environment) }, secret({ environment, mode: "a" }))).to
      .be.true;
    expect(isReadBack(secret({ environment }), secret({ environment: {} }))).to.be.false;
  });
});

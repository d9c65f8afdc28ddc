import { InvalidArgumentError } from "@commander-js/extra-typings";
import { expect } from "chai";

import { containerSetting } from "../../scripts/option-values";

describe("a container setting on the command line", () => {
  it("adds up, and may have any value", () => {
    const first = containerSetting("MODEL_ARGS=--dtype=half");

    expect(containerSetting("EMPTY=", first)).to.deep.equal({
      ...{ MODEL_ARGS: "--dtype=half", EMPTY: "" },
    });
  });

  it("may be none", () => {
    expect(containerSetting("none")).to.deep.equal({});
  });

  for (const written of ["X", "=1", "a b=1", ""]) {
    it(`is refused as ${JSON.stringify(written)}`, () => {
      expect(() => containerSetting(written)).to.throw(
        InvalidArgumentError,
        "It must be a setting of the container such as SAGEMAKER_TS_BATCH_SIZE=8, or none.",
      );
    });
  }
});

import { expect } from "chai";
import { exploreSeed, failureText } from "./explore";
import { invariant } from "./violation";

/** Many more: `npm run test:chaos -- --seeds 10000`. */
const seeds = 100;

describe("whatever is done to endpoints, and whichever faults strike", () => {
  it(`the engine keeps its invariants on ${seeds} random cases`, function () {
    this.timeout(120_000);
    for (let seed = 1; seed <= seeds; seed++) {
      const failure = exploreSeed(seed);
      if (failure !== null) expect.fail(failureText(failure));
    }
  });

  it("a seed that fails is told with the smallest case that does", () => {
    const failure = exploreSeed(8, ({ actions }) =>
      invariant(
        actions.filter(({ kind }) => kind === "submit").length < 2,
        () => "two submissions are one too many",
      ),
    );
    expect(failure?.message).to.equal("two submissions are one too many");
    const { actions } = JSON.parse(failure?.smallest ?? "{}") as { actions: { kind: string }[] };
    expect(actions.map(({ kind }) => kind)).to.deep.equal(["submit", "submit"]);
    expect(failure && failureText(failure)).to.match(/^seed 8: two .*--seed 8\n$/s);
  });

  it("an error of the engine's own is told with the place that it comes from", () => {
    const failure = exploreSeed(7, () => {
      throw new TypeError("no such thing");
    });
    expect(failure?.message).to.match(/no such thing\n\s+at .*chaos\.spec\.ts/);
  });
});

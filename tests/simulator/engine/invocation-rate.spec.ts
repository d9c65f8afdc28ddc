import { expect } from "chai";
import { InvocationRate } from "../../../simulator/engine/invocation-rate";

function admitted(rate: InvocationRate, instants: readonly number[]): number[] {
  return instants.filter((at) => rate.admit(at));
}

describe("the invocation rate of an account", () => {
  it("lets a second's worth in at once, then one after the other", () => {
    const rate = new InvocationRate(4);
    expect(admitted(rate, [0, 0, 0, 0, 0])).to.have.length(4);
    expect(admitted(rate, [0.2, 0.25, 0.3, 0.5, 0.6])).to.deep.equal([0.25, 0.5]);
  });

  it("has saved no more than a second's worth after a pause", () => {
    const rate = new InvocationRate(4);
    rate.admit(0);
    expect(admitted(rate, Array<number>(10).fill(1000))).to.have.length(4);
  });

  it("opens at the instant that it names", () => {
    const rate = new InvocationRate(3);
    for (let at = 0, left = 1000; left > 0; left--) {
      at = Math.max(at, rate.opensAt);
      expect(rate.admit(at)).to.equal(true);
    }
  });

  it("lets one in at a time when it is below one a second", () => {
    const rate = new InvocationRate(0.1);
    expect(admitted(rate, [0, 0, 9, 10, 11, 20])).to.deep.equal([0, 10, 20]);
  });

  it("lets everything in without a limit", () => {
    const rate = new InvocationRate(null);
    expect(admitted(rate, Array<number>(1000).fill(7))).to.have.length(1000);
    expect(rate.opensAt).to.equal(-Infinity);
  });
});

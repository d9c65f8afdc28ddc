import { expect } from "chai";

import { Faults } from "../../../simulator/aws/faults";

describe("faults of the local server", () => {
  it("come in the shares that they are given", () => {
    const faults = new Faults({ droppedNotifications: 0.1, duplicatedNotifications: 0.5 }, 1);
    const told = Array.from({ length: 10_000 }, () => faults.timesTold());
    // Five standard deviations of the count of 10,000 draws.
    expect(told.filter((times) => times === 0).length).to.be.closeTo(1000, 150);
    expect(told.filter((times) => times === 2).length).to.be.closeTo(4500, 250);
  });

  it("are the same for the same seed", () => {
    const tell = (): number[] => {
      const faults = new Faults({ droppedNotifications: 0.5 }, 7);
      return Array.from({ length: 50 }, () => faults.timesTold());
    };
    expect(tell()).to.deep.equal(tell());
  });

  it("throttle invocations and nothing else", async () => {
    const faults = new Faults({ throttling: 1 }, 1);
    await faults.before("sagemaker", "DescribeEndpoint");
    const error = await faults
      .before("sagemaker-runtime", "InvokeEndpointAsync")
      .catch((caught: unknown) => caught);
    expect(error).to.be.an("error").with.property("message", "Rate exceeded");
  });

  it("are refused out of range", () => {
    expect(() => new Faults({ throttling: 2 }, 1)).to.throw(
      RangeError,
      "Fault `throttling` is 2; it must be a share from 0 to 1",
    );
  });
});

import { expect } from "chai";
import { Clock } from "../../../simulator/aws/clock";

describe("Clock", () => {
  it("starts at the wall's time and runs at its speed", () => {
    let wall = 1000;
    const clock = new Clock(60, () => wall);
    wall += 2;
    expect(clock.now()).to.equal(1120);
  });

  it("stands still at its ceiling and does not make up for it", () => {
    let wall = 1000;
    const clock = new Clock(60, () => wall);
    clock.stopAt(1030);
    wall += 10;
    expect(clock.now()).to.equal(1030);
    clock.stopAt(Infinity);
    wall += 1;
    expect(clock.now()).to.equal(1090);
  });

  it("does not go back when the ceiling is in the past", () => {
    let wall = 1000;
    const clock = new Clock(60, () => wall);
    wall += 1;
    clock.stopAt(1030);
    expect(clock.now()).to.equal(1060);
    wall += 1;
    expect(clock.now()).to.equal(1060);
  });
});

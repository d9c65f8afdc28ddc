import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import { Leashes } from "../../../simulator/aws/leashes";
import { type LocalAws, startLocalAws } from "../../../simulator/aws/local-aws";

describe("Leashes", () => {
  it("keep time at the earliest instant that a client has named", () => {
    const leashes = new Leashes(() => undefined);
    expect(leashes.untilSeconds).to.equal(Infinity);
    leashes.move("one", 100);
    leashes.move("two", 50);
    expect(leashes.untilSeconds).to.equal(50);
    leashes.move("two", 200);
    expect(leashes.untilSeconds).to.equal(100);
    leashes.release("one");
    expect(leashes.untilSeconds).to.equal(200);
    leashes.clear();
    expect(leashes.untilSeconds).to.equal(Infinity);
  });

  it("tell of each move and release, and of no release that changes nothing", () => {
    let changes = 0;
    const leashes = new Leashes(() => (changes += 1));
    leashes.move("one", 100);
    leashes.move("one", 110);
    leashes.release("one");
    leashes.release("one");
    expect(changes).to.equal(3);
  });

  it("that are not renewed let go by themselves", async () => {
    const leashes = new Leashes(() => undefined, 60);
    leashes.move("silent", 100);
    for (let renewals = 0; renewals < 4; renewals += 1) {
      leashes.move("alive", 200);
      await delay(30);
    }
    expect(leashes.untilSeconds).to.equal(200);
    await delay(100);
    expect(leashes.untilSeconds).to.equal(Infinity);
  });
});

describe("POST /_local/leash", () => {
  let aws: LocalAws;
  beforeEach(async () => {
    aws = await startLocalAws({ speed: 3600 });
  });
  afterEach(() => aws.close());

  async function post(body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${aws.endpoint}/_local/leash`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    return {
      status: response.status,
      body: (await response.json()) as Record<string, unknown>,
    };
  }

  it("keeps simulated time from passing the instant until the leash is moved on", async () => {
    const start = aws.clock.now();
    await post({ holder: "test", untilSeconds: start + 600 });
    await delay(300);
    expect(aws.clock.now()).to.equal(start + 600);
    const moved = await post({ holder: "test", untilSeconds: start + 650 });
    expect(moved.status).to.equal(200);
    expect(moved.body).to.include({ status: "ok", speed: 3600 });
    expect(moved.body.time).to.be.within(start + 600, start + 650);
    await delay(100);
    expect(aws.clock.now()).to.equal(start + 650);
  });

  it("lets time go at null", async () => {
    const start = aws.clock.now();
    await post({ holder: "test", untilSeconds: start });
    await post({ holder: "test", untilSeconds: null });
    await delay(50);
    expect(aws.clock.now()).to.be.above(start + 100);
  });

  it("keeps what happens after the instant from happening, and lets it happen afterwards", async () => {
    const start = aws.clock.now();
    const happened: number[] = [];
    await post({ holder: "test", untilSeconds: start + 600 });
    aws.driver.at(start + 600, (at) => happened.push(at - start));
    aws.driver.at(start + 601, (at) => happened.push(at - start));
    await delay(300);
    expect(happened).to.have.length(1);
    await post({ holder: "test", untilSeconds: start + 700 });
    await delay(100);
    expect(happened).to.have.length(2);
  });

  it("is forgotten with everything else at a reset", async () => {
    const start = aws.clock.now();
    await post({ holder: "test", untilSeconds: start });
    await fetch(`${aws.endpoint}/_local/reset`, { method: "POST" });
    await delay(50);
    expect(aws.clock.now()).to.be.above(start + 100);
  });

  it("says what it takes when it is given something else", async () => {
    for (const body of [{}, { holder: "", untilSeconds: 1 }, { holder: "x", untilSeconds: "1" }]) {
      expect(await post(body)).to.deep.equal({
        status: 400,
        body: {
          message:
            "The body of POST /_local/leash must be JSON with `holder`, a text that is not empty, and `untilSeconds`, " +
            "epoch seconds of simulated time or null",
        },
      });
    }
  });
});

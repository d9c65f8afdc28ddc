import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

import { expect } from "chai";

import { LocalServerClock } from "../../../load/service/local-server-clock";
import { type LocalAws, startLocalAws } from "../../../simulator/aws/local-aws";

describe("the clock of the local server", () => {
  let server: Server;
  let clock: LocalServerClock | undefined;
  let aws: LocalAws | undefined;
  /** What the server says its time is. */
  let serverTime: () => number;

  beforeEach((done) => {
    server = createServer((request, response) => {
      const known = request.url === "/_local/health";
      response.writeHead(known ? 200 : 404, { "content-type": "application/json" });
      response.end(JSON.stringify({ status: "ok", time: serverTime(), speed: 100 }));
    }).listen(0, "127.0.0.1", done);
  });
  afterEach(async () => {
    clock?.close();
    clock = undefined;
    server.closeAllConnections();
    server.close();
    await aws?.close();
    aws = undefined;
  });

  async function follow(): Promise<LocalServerClock> {
    const { port } = server.address() as AddressInfo;
    clock = await LocalServerClock.follow(`http://127.0.0.1:${port}`);
    if (clock === undefined) {
      throw new Error("the stand-in was not taken for the local server");
    }
    return clock;
  }

  it("goes at the server's speed", async () => {
    const origin = performance.now();
    serverTime = () => 1000 + (performance.now() - origin) / 10;
    const followed = await follow();
    // A busy machine may hold a reading up, so one look may come at a bad moment.
    let nearest = Infinity;
    for (let looks = 0; looks < 200 && nearest > 1; looks += 1) {
      await delay(20);
      nearest = Math.min(nearest, Math.abs(followed.now() - serverTime()));
    }
    expect(nearest).to.be.below(1);
    expect(followed.now()).to.be.above(1001);
  });

  it("stands still with a server that waits for its work, and never goes back", async () => {
    serverTime = () => 1000;
    const followed = await follow();
    await delay(200);
    const before = followed.now();
    await delay(200);
    expect(followed.now()).to.equal(before);
    // Until the second reading it has to believe the speed that it was told.
    expect(before).to.be.within(1000, 1015);
  });

  it("wakes a sleeper when the instant has come, not before", async () => {
    const origin = performance.now();
    serverTime = () => 1000 + (performance.now() - origin) / 10;
    const followed = await follow();
    await followed.sleepUntil(1030);
    expect(followed.now()).to.be.at.least(1030);
    expect(serverTime()).to.be.within(1027, 1045);
  });

  it("wakes a sleeper early by a signal, with its reason", async () => {
    serverTime = () => 1000;
    const followed = await follow();
    const stop = new AbortController();
    const sleeping = followed.sleepUntil(1e9, stop.signal).catch((reason: unknown) => reason);
    stop.abort("enough");
    expect(await sleeping).to.equal("enough");
  });

  it("keeps the server's time at its leash for as long as it is held, then lets it go", async () => {
    aws = await startLocalAws({ speed: 3600 });
    clock = await LocalServerClock.follow(aws.endpoint);
    const end = aws.clock.now() + 3600;
    clock?.leash(end);
    await clock?.sleepUntil(end);
    await delay(200);
    expect(aws.clock.now()).to.equal(end);
    expect(clock?.now()).to.equal(end);
    clock?.leash(end + 50);
    await delay(200);
    expect(clock?.now()).to.equal(end + 50);
    clock?.leash(Infinity);
    await clock?.sleepUntil(end + 500);
    expect(aws.clock.now()).to.be.above(end + 400);
  });

  it("knows where the server's time stands once it was told to stand still", async () => {
    aws = await startLocalAws({ speed: 3600 });
    clock = await LocalServerClock.follow(aws.endpoint);
    await clock?.standStill();
    const standing = aws.clock.now();
    expect(clock?.now()).to.equal(standing);
    await delay(200);
    expect(aws.clock.now()).to.equal(standing);
    clock?.leash(standing + 60);
    await clock?.sleepUntil(standing + 60);
    expect(aws.clock.now()).to.equal(standing + 60);
  });

  it("is not there behind a server that is not the local one", async () => {
    server.removeAllListeners("request").on("request", (_, response) => {
      response.writeHead(404).end("no such page");
    });
    const { port } = server.address() as AddressInfo;
    expect(await LocalServerClock.follow(`http://127.0.0.1:${port}`)).to.equal(undefined);
  });

  it("names the flag and the remedy when nothing answers", async () => {
    const error = await LocalServerClock.follow("http://127.0.0.1:1").catch((e: unknown) => e);
    expect(error)
      .to.be.an("error")
      .with.property(
        "message",
        '`endpointUrl` is "http://127.0.0.1:1", and nothing answers there; start the local server with `npm run emulator`, or give the URL of a server that runs',
      );
  });
});

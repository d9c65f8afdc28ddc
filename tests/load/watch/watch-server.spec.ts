import { createServer, get } from "node:http";
import { type AddressInfo } from "node:net";

import { expect } from "chai";

import { LoadInputError } from "../../../load/load-error";
import { WatchServer } from "../../../load/watch/watch-server";
import { progressAt } from "./progress-fixture";

interface LiveEvent {
  readonly name: string;
  readonly data: Record<string, unknown>;
}

/** The events of a stream, as they come, to its end. */
async function* eventsOf(url: string): AsyncGenerator<LiveEvent> {
  const response = await fetch(new URL("events", url));
  expect(response.headers.get("content-type")).to.contain("text/event-stream");
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of response.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const name = /^event: ?(.*)$/m.exec(block)?.[1];
      const data = /^data: ?(.*)$/m.exec(block)?.[1];
      if (name !== undefined && data !== undefined) {
        yield { name, data: JSON.parse(data) as Record<string, unknown> };
      }
    }
  }
}

describe("the page of a run under way", () => {
  let watch: WatchServer;
  beforeEach(async () => {
    watch = await WatchServer.open(0, { title: "A <run>", about: "on a server" });
  });
  afterEach(() => watch.close());

  it("stands alone, and asks for its events only", async () => {
    const response = await fetch(watch.url);
    const page = await response.text();
    expect(response.headers.get("content-security-policy")).to.contain("connect-src 'self'");
    expect(page).to.contain("<h1>A &lt;run&gt;</h1>").and.to.contain("uPlot");
    expect(page).to.not.match(/(src|href)="(?!data:|#)/);
  });

  it("is told where the run is, what it does, and gets the report at the end", async () => {
    const heard: LiveEvent[] = [];
    watch.observe(progressAt(10, { sent: 3, backlog: 2 }));
    for await (const event of eventsOf(watch.url)) {
      heard.push(event);
      if (heard.length === 1) watch.observe(progressAt(70, { phase: "draining", sent: 5 }));
      if (heard.length === 2) void watch.finish("<!doctype html>\n<p>The report</p>\n");
    }
    expect(heard.map(({ name }) => name)).to.deep.equal(["progress", "progress", "report"]);
    expect(heard[0]?.data).to.deep.include({
      progress: { ...progressAt(10, { sent: 3, backlog: 2 }) },
    });
    expect(heard[1]?.data).to.have.nested.property("words.phase", "Waiting for every answer");
    expect(heard[1]?.data).to.have.deep.nested.property("timeline.RequestsSent", [3, 2]);
    expect(heard[2]?.data).to.deep.equal({ html: "<!doctype html>\n<p>The report</p>\n" });
    expect(await fetch(watch.url).catch(() => "gone")).to.equal("gone");
  });

  it("holds events back that come faster than an eye can follow, but no change of phase", async () => {
    watch.close();
    watch = await WatchServer.open(0, { title: "", about: "" }, Infinity);
    const stream = eventsOf(watch.url);
    watch.observe(progressAt(1, {}));
    const first = await stream.next();
    for (let sent = 1; sent <= 50; sent += 1) watch.observe(progressAt(1, { sent }));
    watch.observe(progressAt(2, { phase: "draining", sent: 50 }));
    const second = await stream.next();
    expect(first.value).to.have.nested.property("data.progress.sent", 0);
    expect(second.value).to.have.nested.property("data.progress.sent", 50);
    await stream.return(undefined);
  });

  it("is not given to a site that pretends to be this machine, nor to anything but a look", async () => {
    const { port } = new URL(watch.url);
    const status = await new Promise((resolve) => {
      get({ host: "127.0.0.1", port, headers: { host: `evil.example:${port}` } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
    });
    expect(status).to.equal(403);
    expect((await fetch(watch.url, { method: "POST" })).status).to.equal(405);
    expect((await fetch(new URL("other", watch.url))).status).to.equal(404);
  });

  it("is refused where its port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const refusal: unknown = await WatchServer.open(port, { title: "", about: "" }).catch(
      (error: unknown) => error,
    );
    other.close();
    expect(refusal).to.be.instanceOf(LoadInputError);
    expect(String(refusal)).to.equal(
      `LoadInputError: \`--watch\` is ${port}, and the page cannot be served there (listen EADDRINUSE: address already in use ` +
        `127.0.0.1:${port}): give another port, or 0 for any that is free`,
    );
  });
});

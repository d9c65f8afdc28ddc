import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

import { createChannel, createSession } from "better-sse";

import { LoadInputError } from "../load-error";
import { type LoadProgress } from "../run/progress";
import { livePagePolicy, renderLivePage, type WatchedRun } from "./live-page";
import { LiveTimeline } from "./live-timeline";
import { liveWords } from "./live-words";

/** What a browser is given to take the report in, before the server goes. */
const farewellMilliseconds = 2000;

/** Serves the page of a run under way on this machine alone, with an event for each step that the run takes. */
export class WatchServer {
  private readonly timeline = new LiveTimeline();
  private readonly channel = createChannel();
  private readonly streams = new Set<ServerResponse>();
  private latest: LoadProgress | undefined;
  private toldAt = -Infinity;
  private toldPhase: string | undefined;

  private constructor(
    private readonly page: string,
    private readonly server: Server,
    private readonly leastMilliseconds: number,
    /** Where the page is. */
    readonly url: string,
  ) {
    server.on("request", (request, response) => void this.answer(request, response));
  }

  /**
   * Begins to serve.
   *
   * @param port 0 for any that is free.
   * @param leastMilliseconds Between two events of one phase: what an eye follows by default, and what costs the run nothing.
   * @throws {LoadInputError} When the port cannot be had.
   */
  static async open(port: number, run: WatchedRun, leastMilliseconds = 500): Promise<WatchServer> {
    const server = createServer();
    const page = await renderLivePage(run);
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause) =>
        reject(
          new LoadInputError(
            `\`--watch\` is ${port}, and the page cannot be served there (${cause.message}): give another port, or 0 for any that is free`,
            { cause },
          ),
        ),
      );
      server.listen(port, "127.0.0.1", resolve);
    });
    // A run is over when its work is, whoever looks at it.
    server.unref();
    const { port: had } = server.address() as AddressInfo;
    return new WatchServer(page, server, leastMilliseconds, `http://127.0.0.1:${had}/`);
  }

  /** Takes in how far the run is, and tells those who watch, not more often than they can follow. */
  observe(progress: LoadProgress): void {
    this.timeline.observe(progress);
    this.latest = progress;
    const now = performance.now();
    if (progress.phase === this.toldPhase && now - this.toldAt < this.leastMilliseconds) {
      return;
    }
    this.toldAt = now;
    this.toldPhase = progress.phase;
    if (this.channel.sessionCount > 0) {
      this.channel.broadcast(this.state(progress), "progress");
    }
  }

  /** Gives the report to those who watch, and ends. */
  async finish(html: string): Promise<void> {
    this.channel.broadcast({ html }, "report");
    const written = [...this.streams].map(
      (stream) => new Promise<void>((resolve) => stream.end(resolve)),
    );
    const patience = new AbortController();
    await Promise.race([
      Promise.all(written),
      delay(farewellMilliseconds, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
    this.close();
  }

  /** Ends at once. Closing twice is harmless. */
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private state(progress: LoadProgress): object {
    return { progress, words: liveWords(progress), timeline: this.timeline.timeline };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Another site's page that has its own name point to this machine is not to read the run.
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? "")) {
      response.writeHead(403).end();
    } else if (request.method !== "GET") {
      response.writeHead(405, { allow: "GET" }).end();
    } else if (request.url === "/") {
      response
        .writeHead(200, {
          "content-type": "text/html; charset=utf-8",
          "content-security-policy": livePagePolicy,
          "cache-control": "no-store",
        })
        .end(this.page);
    } else if (request.url === "/events") {
      this.streams.add(response);
      response.on("close", () => this.streams.delete(response));
      const session = await createSession(request, response);
      this.channel.register(session);
      if (this.latest !== undefined) session.push(this.state(this.latest), "progress");
    } else {
      response.writeHead(404).end();
    }
  }
}

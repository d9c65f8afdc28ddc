import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { InvokeEndpointAsyncCommand } from "@aws-sdk/client-sagemaker-runtime";
import { expect } from "chai";

import { readJournal } from "../../../../load/journal/journal";
import { type JournalEvent } from "../../../../load/journal/journal-event";
import { journalFile } from "../../../../load/run/earlier-run";
import { type LoadOptions } from "../../../../load/run/load-options";
import { mergeLoad } from "../../../../load/run/merge-load";
import { runLoad } from "../../../../load/run/run-load";
import { inferenceId } from "../../../../load/sending/inference-id";
import { outputPlace } from "../../../../load/sending/output-place";
import { createLoadClients, type LoadClients } from "../../../../load/service/aws-clients";
import { LocalServerClock } from "../../../../load/service/local-server-clock";
import { type LoadTarget } from "../../../../load/service/target";
import { sendRemoteShard } from "../../../../load/shards/remote/remote-shard";
import { shardFolder, ShardStore } from "../../../../load/shards/remote/shard-store";
import { type LocalAws, startLocalAws } from "../../../../simulator/aws/local-aws";
import { parseScenario } from "../../../../simulator/scenario/parse-scenario";
import { type RunResult } from "../../../../simulator/scenario/result";

import { deployStack, inService } from "../../local-stack";

const root = join(__dirname, "../../../..");

describe("a load that machines elsewhere send", function () {
  this.timeout(120_000);

  let aws: LocalAws;
  let target: LoadTarget;
  let clients: LoadClients;
  before(async () => {
    aws = await startLocalAws({ speed: 600 });
    target = await deployStack(aws.endpoint);
    await inService(target);
    clients = createLoadClients(target);
  });
  after(async () => {
    clients.destroy();
    await aws.close();
  });

  let run: string;
  let folder: string;
  let store: ShardStore;
  let tasks: ChildProcess[];
  let runs = 0;
  beforeEach(() => {
    runs += 1;
    run = `far-${runs}`;
    folder = mkdtempSync(join(tmpdir(), "remote-shards-"));
    store = new ShardStore(clients.s3, shardFolder(target, run));
    tasks = [];
  });
  afterEach(async () => {
    for (const task of tasks) {
      if (task.exitCode !== null || task.signalCode !== null) continue;
      task.kill("SIGKILL");
      await once(task, "exit");
    }
    rmSync(folder, { recursive: true });
  });

  /** Requests at even distances, of which every second one is a shard's. */
  function optionsOf(
    requests: number,
    distanceSeconds = 1,
  ): LoadOptions & { readonly run: string } {
    return {
      ...{ target, run, reportsDirectory: join(folder, "reports") },
      ...{ shards: 2, remote: true, startFleet: null, waitForScaleIn: false },
      scenario: parseScenario({
        workload: { requests, arrivals: { kind: "constant", ratePerSecond: 1 / distanceSeconds } },
      }),
    };
  }

  /** Starts the task of a shard as Fargate does: told by its environment, with a disk of its own. */
  function startTask(shard: number, location: string): ChildProcess {
    const task = spawn(
      process.execPath,
      [
        ...["-r", "@swc-node/register", "scripts/send-shard.ts", "--every", "0.1"],
        ...["--folder", join(folder, `task-${shard}`)],
      ],
      {
        cwd: root,
        env: {
          ...process.env,
          ...{ SHARD: `${shard}`, SHARD_LOCATION: location },
          ...{ AWS_REGION: target.region, AWS_ENDPOINT_URL: aws.endpoint },
        },
        stdio: "ignore",
      },
    );
    tasks.push(task);
    return task;
  }

  /** Sends a shard in this process, as a task does. */
  function send(shard: number): Promise<void> {
    return sendRemoteShard({
      ...{ store, shard, folder: join(folder, `task-${shard}`), everyMilliseconds: 50 },
      log: () => undefined,
      signal: new AbortController().signal,
    });
  }

  async function journal(reports: string): Promise<JournalEvent[]> {
    const events: JournalEvent[] = [];
    for await (const event of readJournal(journalFile(join(folder, reports), run))) {
      events.push(event);
    }
    return events;
  }

  /** What the service counted: a request that was accepted twice would be processed twice. */
  function processedOf({ timeline }: RunResult): number {
    const processed = timeline.InvocationsProcessed as (number | null)[];
    return processed.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  }

  async function failureOf(promise: Promise<unknown>): Promise<string> {
    return promise.then(
      () => "it did not fail",
      (error: unknown) => String(error),
    );
  }

  it("has each request sent once, from one instant, and any machine makes one report of it", async () => {
    const wanted: number[][] = [];
    const result = await runLoad({
      ...optionsOf(20),
      onShardsWanted: (shards, location) => {
        expect(location).to.equal(store.location);
        if (wanted.length === 0) for (const shard of shards) startTask(shard, location);
        wanted.push([...shards]);
      },
    });
    expect(wanted[0]).to.deep.equal([0, 1]);
    expect(result.totals).to.include({ submitted: 20, succeeded: 20, lost: 0, duplicated: 0 });
    expect(processedOf(result)).to.equal(20);
    const events = await journal("reports");
    const start = events.find((event) => event.event === "streamStarted")?.atSeconds ?? NaN;
    const sent = events.flatMap((event) =>
      event.event === "sent" ? [[event.index, event.shard, event.plannedSeconds - start]] : [],
    );
    expect(sent.sort(([a = 0], [b = 0]) => a - b)).to.deep.equal(
      Array.from({ length: 20 }, (_, index) => [index, index % 2, index]),
    );
    await Promise.all(tasks.map(async (task) => task.exitCode ?? once(task, "exit")));
    expect(tasks.map(({ exitCode }) => exitCode)).to.deep.equal([0, 0]);

    const merged = await mergeLoad({
      ...{ target, run, waitForScaleIn: false },
      reportsDirectory: join(folder, "elsewhere"),
    });
    expect(merged.totals).to.include({ submitted: 20, succeeded: 20, lost: 0, unfinished: 0 });
    expect(processedOf(merged)).to.equal(20);
    // The first process has read the notifications: the ends of requests are found in S3.
    expect(merged.latencySeconds.total.max).to.be.above(0);
    expect(merged.latencySeconds.submit).to.deep.equal(result.latencySeconds.submit);
  });

  it("leaves to the inference ids what a task did before it was lost", async () => {
    // Greater distances than a client of the server may be wrong about its time.
    const distanceSeconds = 120;
    const options = optionsOf(8, distanceSeconds);
    const { scenario, shards = 2 } = options;
    await store.putPlan({ run, target, scenario, shards, completion: "polling", inline: true });
    const clock = await LocalServerClock.follow(aws.endpoint);
    if (clock === undefined) throw new Error("The server is not the local one");
    await clock.standStill();
    const startSeconds = Math.ceil(clock.now() / 60) * 60;
    await clock.standStill(startSeconds);
    await store.putStart({ startSeconds, standSeconds: startSeconds });
    // The lost task sent requests 1 and 3, and told of the first alone.
    const accepted: string[] = [];
    for (const index of [1, 3]) {
      const answer = await clients.runtime.send(
        new InvokeEndpointAsyncCommand({
          ...{ EndpointName: target.endpointName, InferenceId: inferenceId(run, index) },
          ...{ Body: "An article. It is short.", ContentType: "text/plain" },
          ...outputPlace(run, index),
        }),
      );
      accepted.push(answer.OutputLocation ?? "");
    }
    const told: JournalEvent[] = [
      {
        ...{ event: "sent", index: 1, plannedSeconds: startSeconds + distanceSeconds },
        ...{ atSeconds: startSeconds + distanceSeconds, inputLocation: null },
      },
      {
        ...{ event: "accepted", index: 1, atSeconds: startSeconds + distanceSeconds, attempts: 1 },
        ...{ outputLocation: accepted[0] ?? "", failureLocation: null },
      },
    ];
    const lines = Buffer.from(told.map((event) => `${JSON.stringify(event)}\n`).join(""));
    await store.putJournalPart(1, 0, lines);
    const bytes = lines.length;
    await store.putStatus(1, { task: "lost", state: "standing", beat: 3, bytes });

    // Time stands between requests 3 and 5 until both tasks hold it themselves.
    await clock.standStill(startSeconds + 4 * distanceSeconds);
    const sending = Promise.all([send(0), send(1)]);
    const isAtWork = async (shard: number): Promise<boolean> => {
      const status = await store.status(shard);
      return status !== undefined && status.task !== "lost" && status.state !== "ready";
    };
    while (!((await isAtWork(0)) && (await isAtWork(1)))) await delay(20);
    clock.leash(Infinity);
    await sending;
    clock.close();
    const result = await mergeLoad({
      ...{ target, run, waitForScaleIn: false },
      reportsDirectory: join(folder, "reports"),
    });
    expect(result.totals).to.include({ submitted: 8, succeeded: 8, lost: 0, unfinished: 0 });
    expect(processedOf(result)).to.equal(8);
    const events = await journal("reports");
    const indicesOf = (kind: "answerLost" | "resent"): number[] =>
      events.flatMap((event) => (event.event === kind ? [event.index] : []));
    expect(indicesOf("answerLost")).to.deep.equal([3]);
    expect(indicesOf("resent")).to.deep.equal([]);
  });

  it("asks for a task anew that was stopped before its requests were sent", async () => {
    const { scenario } = optionsOf(4);
    await store.putPlan({ run, target, scenario, shards: 2, completion: "polling", inline: true });
    const startSeconds = Math.floor(aws.clock.now() / 60) * 60;
    await store.putStart({ startSeconds, standSeconds: startSeconds });
    await send(0);
    const error = "its task was stopped";
    await store.putStatus(1, { task: "a", state: "ended", beat: 9, bytes: 0, unsent: 2, error });
    const wanted: (readonly number[])[] = [];
    const result = await mergeLoad({
      ...{ target, run, waitForScaleIn: false },
      reportsDirectory: join(folder, "reports"),
      onShardsWanted: (shards) => {
        wanted.push(shards);
        void send(1);
      },
    });
    expect(wanted).to.deep.equal([[1]]);
    expect(result.totals).to.include({ submitted: 4, succeeded: 4, lost: 0 });
    expect(processedOf(result)).to.equal(4);
  });

  it("ends with a clear word when a task says that it failed, and has the others stop", async () => {
    const waiting: string[] = [];
    const failed = failureOf(
      runLoad({
        ...optionsOf(4),
        onShardsWanted: () => {
          waiting.push("told");
          const error = "Invoking endpoint articles: AccessDenied";
          const common = { task: "a", beat: 1, bytes: 0 };
          void store.putStatus(0, { ...common, state: "ready" });
          void store.putStatus(1, { ...common, state: "ended", unsent: 2, error });
        },
      }),
    );
    expect(await failed).to.match(
      /^LoadError: Shard 1 of 2 ended with 2 of its requests unsent \(Invoking endpoint articles: AccessDenied\): mend that, and start its task again \(what was done is in .*; once that is mended, `npm run simulate -- --resume far-\d+` goes on\)$/,
    );
    expect(await store.stop()).to.be.a("string");
  });

  it("refuses a task that has no plan, no such shard, or whose shard is another's", async () => {
    expect(await failureOf(send(0))).to.equal(
      `LoadInputError: There is no plan in ${store.location}: start the run first (\`npm run simulate -- --remote\`), it says ` +
        "where it is",
    );
    const { scenario } = optionsOf(4);
    await store.putPlan({ run, target, scenario, shards: 2, inline: true });
    expect(await failureOf(send(2))).to.equal(
      `LoadInputError: The shard is 2; run ${run} has 2: give 0 to 1`,
    );
    const other = send(0).catch(() => undefined);
    while ((await store.status(0)) === undefined) await delay(20);
    expect(await failureOf(send(0))).to.equal(
      `LoadInputError: Shard 0 of ${store.location} is at work in another task: stop that one first, or leave the shard to it`,
    );
    await store.putStop("the test is over");
    await other;
    expect(await store.status(0)).to.include({ state: "ended", unsent: 2 });
  });

  it("refuses to merge a run that the target does not know", async () => {
    const reportsDirectory = join(folder, "reports");
    expect(await failureOf(mergeLoad({ target, run: "unknown", reportsDirectory }))).to.equal(
      'LoadInputError: The run to merge is "unknown", which has no plan in s3://articles-bucket/input/unknown.shards: give the ' +
        "name of a run that was begun with `--remote`, and the target that it was begun on",
    );
  });
});

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { expect } from "chai";

import { readJournal } from "../../../load/journal/journal";
import { type JournalEvent } from "../../../load/journal/journal-event";
import { journalFile } from "../../../load/run/earlier-run";
import { type LoadOptions } from "../../../load/run/load-options";
import { resumeLoad, runLoad } from "../../../load/run/run-load";
import { shardJournalFile } from "../../../load/shards/shard";
import { type LocalAws, startLocalAws } from "../../../simulator/aws/local-aws";
import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { type RunResult } from "../../../simulator/scenario/result";

import { deployStack, inService } from "../local-stack";

describe("a load that several processes send", function () {
  this.timeout(120_000);

  let reportsDirectory: string;
  let aws: LocalAws;
  beforeEach(async () => {
    reportsDirectory = mkdtempSync(join(tmpdir(), "shards-"));
    aws = await startLocalAws({ speed: 600 });
  });
  afterEach(async () => {
    await aws.close();
    rmSync(reportsDirectory, { recursive: true });
  });

  async function optionsOf(
    requests: number,
    shards: number,
  ): Promise<LoadOptions & { run: string }> {
    const target = await deployStack(aws.endpoint);
    await inService(target);
    return {
      ...{ target, reportsDirectory, run: "sharded", shards },
      ...{ startFleet: null, waitForScaleIn: false },
      scenario: parseScenario({
        workload: { requests, arrivals: { kind: "constant", ratePerSecond: 1 } },
      }),
    };
  }

  async function eventsOf(file: string): Promise<JournalEvent[]> {
    const events: JournalEvent[] = [];
    for await (const event of readJournal(file)) events.push(event);
    return events;
  }

  /** What the service counted: a request that was accepted twice would be processed twice. */
  function processedOf({ timeline }: RunResult): number {
    const processed = timeline.InvocationsProcessed as (number | null)[];
    return processed.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  }

  it("has each request sent once, by the shard that its index names, at the time that one process would", async () => {
    const result = await runLoad(await optionsOf(40, 4));
    expect(result.totals).to.include({ submitted: 40, succeeded: 40, duplicated: 0 });
    const events = await eventsOf(journalFile(reportsDirectory, "sharded"));
    const start = events.find((event) => event.event === "streamStarted")?.atSeconds ?? NaN;
    const planned = events.flatMap((event) =>
      event.event === "sent" ? [[event.index, event.plannedSeconds - start]] : [],
    );
    expect(planned.sort(([a = 0], [b = 0]) => a - b)).to.deep.equal(
      Array.from({ length: 40 }, (_, index) => [index, index]),
    );
    for (const shard of [0, 1, 2, 3]) {
      const file = shardJournalFile(join(reportsDirectory, "sharded"), shard);
      const sent = (await eventsOf(file)).flatMap((event) =>
        event.event === "sent" ? [event.index] : [],
      );
      expect(sent).to.deep.equal(Array.from({ length: 10 }, (_, each) => each * 4 + shard));
    }
    expect(processedOf(result)).to.equal(40);
  });

  it("ends with a clear word when a shard is killed, and goes on without a loss", async () => {
    const options = await optionsOf(60, 2);
    const file = shardJournalFile(join(reportsDirectory, "sharded"), 1);
    const run = runLoad(options).then(
      () => "",
      (error: unknown) => String(error),
    );
    let sent = 0;
    while (sent < 5) {
      await delay(5);
      sent = (await eventsOf(file).catch(() => [])).length;
    }
    process.kill(Number(readFileSync(join(file, "..", "running.pid"), "utf8")), "SIGKILL");
    expect(await run).to.match(
      /^LoadError: Shard 1 of 2 ended before its work was done \(SIGKILL\) \(what was done is in .*; once that is mended, `npm run simulate -- --resume sharded` goes on\)$/,
    );
    const result = await resumeLoad({ reportsDirectory, run: "sharded" });
    expect(result.totals).to.include({ submitted: 60, succeeded: 60, lost: 0, unfinished: 0 });
    expect(processedOf(result)).to.equal(60);
  });
});

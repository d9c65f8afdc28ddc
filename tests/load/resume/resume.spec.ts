import { expect } from "chai";

import { fillDiskAndResume, killAndResume, type KilledRun } from "./kill-and-resume";

const requests = Number(process.env["RESUME_REQUESTS"] ?? 120);
const kills = Number(process.env["RESUME_KILLS"] ?? 3);

describe("a run whose process is killed again and again", function () {
  this.timeout(Number(process.env["RESUME_TIMEOUT_SECONDS"] ?? 120) * 1000);

  const seed = Number(process.env["RESUME_SEED"] ?? 7);

  it("loses no result and sends nothing twice", async () => {
    expectEachOnce(await killAndResume(requests, kills, seed), requests);
  });

  it("loses no result and sends nothing twice where several processes send", async () => {
    const few = Math.ceil(requests / 3);
    expectEachOnce(await killAndResume(few, Math.ceil(kills / 3), seed, 2), few);
  });

  function expectEachOnce({ result, ledger, killedAt }: KilledRun, requests: number): void {
    const note = `killed at lines ${killedAt.join(", ")} of the journal`;
    expect(result.totals, note).to.include({
      ...{ submitted: requests, succeeded: requests },
      ...{ failed: 0, expired: 0, timedOut: 0, lost: 0, unfinished: 0 },
    });
    const locations = [...ledger.requests()].map(
      ({ result: told, outputLocation }) => told?.outputLocation ?? outputLocation,
    );
    expect(new Set(locations).size, note).to.equal(requests);
    // What the service counted: a request that was accepted twice would be processed twice.
    const processed = result.timeline.InvocationsProcessed as (number | null)[];
    const total = processed.reduce<number>((sum, count) => sum + (count ?? 0), 0);
    expect(total, note).to.equal(requests);
  }
});

describe("a run whose disk is full", function () {
  this.timeout(60_000);

  it("ends with a clear word, and goes on when there is room", async function () {
    if (process.platform === "win32") {
      this.skip();
    }
    const { complaint, totals } = await fillDiskAndResume(60);
    expect(complaint).to.match(
      /LoadError: The run's journal ".*journal\.jsonl" cannot be written \(EFBIG.*\): make room on the disk, then go on with the run \(what was done is in .*; once that is mended, `npm run simulate -- --resume killed` goes on\)/,
    );
    expect(totals).to.include({ submitted: 60, succeeded: 60 });
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { withPrediction } from "../../../load/prediction/compare-runs";
import { LoadInputError } from "../../../load/load-error";
import { renderJsonReport } from "../../../load/report/json-report";
import { readResult } from "../../../load/report/read-result";
import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { type ResultHistograms, type RunResult } from "../../../simulator/scenario/result";
import { runScenario } from "../../../simulator/scenario/run";
import { playedRun } from "./run-result-factory";

describe("reading a result", () => {
  let folder: string;
  let file: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "result-"));
    file = path.join(folder, "result.json");
  });

  after(() => rmSync(folder, { recursive: true }));

  async function reread(data: unknown): Promise<RunResult> {
    writeFileSync(file, JSON.stringify(data));
    return readResult(file);
  }

  async function refusal(text: string): Promise<string> {
    writeFileSync(file, text);
    const error = await readResult(file).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(LoadInputError);
    return (error as LoadInputError).message;
  }

  it("gives back a modelled run as it was written", async () => {
    const scenario = parseScenario({
      workload: { requests: 30, arrivals: { kind: "constant", ratePerSecond: 1 } },
    });
    const run = runScenario(scenario, { histograms: true });
    expect(await reread(JSON.parse(renderJsonReport(run)))).to.deep.equal(
      JSON.parse(JSON.stringify(run)),
    );
  });

  it("gives back a measured run with all that one can have", async () => {
    const run = measuredRun();
    expect(await reread(run)).to.deep.equal(run);
  });

  it("keeps what a newer version adds, and does without what an older one had not", async () => {
    const { totals, latencySeconds, ...run } = playedRun();
    const p99 = undefined;
    const older = { ...latencySeconds, queue: { ...latencySeconds.queue, p99 } };
    const read = await reread({
      ...{ ...run, latencySeconds: older, totals: { ...totals, sentTwice: 0 } },
      carbonGrams: 12,
    });
    expect(read).to.include({ carbonGrams: 12 });
    expect(read.totals).to.include({ sentTwice: 0 });
    expect(read.latencySeconds.queue.p99).to.equal(null);
  });

  it("says which value is wrong, what it is and what it must be", async () => {
    const run = playedRun({ requests: 1000 });
    const message = await refusal(
      JSON.stringify({
        ...run,
        totals: { ...run.totals, failed: "none" },
        timeline: { ...run.timeline, ApproximateBacklogSize: [1, 2] },
      }),
    );
    expect(message).to.equal(
      [
        `${file} is not the result of a run:`,
        '  `totals.failed` is "none"; it must be a whole number of at least 0.',
        `  \`timeline.ApproximateBacklogSize\` is [1,2]; it must have as many values as \`seconds\`, ${run.timeline.seconds.length}, and has 2.`,
        "Give the result.json of a run's folder, or a file that `npm run simulate -- --json FILE` wrote",
      ].join("\n"),
    );
  });

  it("refuses outcomes that do not add up", async () => {
    const run = playedRun({ requests: 1000 });
    const message = await refusal(
      JSON.stringify({ ...run, totals: { ...run.totals, submitted: 1001 } }),
    );
    expect(message).to.contain(
      "`totals.submitted` is 1001; it must be the sum of succeeded, failed, expired, timedOut, lost, unfinished, which is 1000.",
    );
  });

  it("says where a file stops being JSON", async () => {
    expect(await refusal('{ "seed": 1,\n  oops }')).to.match(
      /^.*result\.json is not JSON: line 2, column 3 is "o"\. Give/,
    );
  });

  it("says of something else altogether the first five things that it lacks", async () => {
    const message = await refusal("{}");
    expect(message.match(/ is missing; /g)).to.have.length(5);
    expect(message).to.contain("and 4 more");
  });

  it("says that a file cannot be read, and why", async () => {
    const error: unknown = await readResult(folder).catch((reason: unknown) => reason);
    expect(String(error)).to.match(/cannot be read \(EISDIR/);
  });
});

/** With all that a measured run can have. */
function measuredRun(): RunResult {
  const played = playedRun({ requests: 1000 });
  const histograms: ResultHistograms = {
    ...{ unit: "microseconds", submit: "a", delivery: "b", total: "c" },
  };
  const { total } = played.latencySeconds;
  const stages = { submit: total, delivery: total, total };
  const sample = { index: 7, inferenceId: "run.7", reason: "too dull", excerpt: null };
  const samples = [{ ...sample, failureLocation: "s3://bucket/7" }];
  return withPrediction(
    {
      ...played,
      latencySeconds: { ...played.latencySeconds, submit: total, delivery: total },
      measurement: {
        ...{ target: "local", endpointName: "summaries", speed: 180 },
        ...{ startedAt: "2026-11-26T05:00:00.000Z", finishedAt: "2026-11-26T05:02:00.000Z" },
        environment: {
          ...{ version: "0.1.0", sdkVersion: "3.1", node: "v20.19.0", platform: "linux" },
          ...{ processors: "2 of them", memoryGiB: 7.8 },
        },
      },
      failures: [{ outcome: "failed", reason: null, count: 1, samples }],
      histograms,
      shards: [{ shard: 0, submitted: 1000, latencySeconds: stages, histograms }],
    },
    [playedRun({ requests: 1000 })],
  );
}

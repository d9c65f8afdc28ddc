import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { calibrate, kneesOf } from "../../../planner/calibration/calibrate";
import { fitDistribution, fitPayload, fitShare } from "../../../planner/calibration/fit";
import { readRun, type RunRecords } from "../../../planner/calibration/run-records";
import { inferStarts, type WorkedRequest } from "../../../planner/calibration/service-starts";
import { PlanError } from "../../../planner/plan-error";
import { quantile } from "../../../simulator/engine/distribution-sampler";
import { playScenario, type PlayListener } from "../../../simulator/scenario/play";
import { parseScenario } from "../../../simulator/scenario/parse-scenario";

/** What a client sees of a run of the model on a fleet of two, and when each request really started. */
function observed(concurrency: number, seconds: number) {
  const requests: (WorkedRequest & { startedSeconds: number })[] = [];
  const listener: PlayListener = {
    totals: {
      ...{ submitted: 0, succeeded: 0, failed: 0, expired: 0, timedOut: 0, lost: 0 },
      ...{ unfinished: 0, interrupted: 0, redelivered: 0, duplicated: 0 },
    },
    settled: 0,
    endpoint: null,
    requestSettled(_request, outcome, { submittedAt, startedAt, settledAt }) {
      Object.assign(this, { settled: listener.settled + 1 });
      requests.push({
        receivedSeconds: submittedAt,
        startedSeconds: startedAt,
        endedSeconds: settledAt,
        payloadBytes: 1000,
        failed: outcome === "failed",
      });
    },
  };
  const scenario = parseScenario({
    workload: { requests: 600, arrivals: { kind: "poisson", ratePerSecond: 0.9 } },
    endpoint: { initialInstanceCount: 2, maxConcurrentInvocationsPerInstance: concurrency },
    model: { serviceTimeSeconds: { kind: "lognormal", p50: seconds, p90: 2 * seconds } },
    scaling: null,
  });
  playScenario(scenario, listener);
  return requests;
}

function recordsOf(requests: readonly WorkedRequest[], concurrency: number): RunRecords {
  return {
    ...{ run: `c${concurrency}`, measuredAt: "2026-11-26T00:00:00.000Z", concurrency, requests },
    instanceType: "ml.m5.xlarge",
    fleet: [{ atSeconds: 0, instances: 2 }],
    startUpSeconds: [200, 240],
    serviceSeconds: 4,
  };
}

describe("the starts of requests", () => {
  it("follow from when all came and ended", () => {
    const requests = observed(2, 4);

    const inferred = inferStarts(requests, [{ atSeconds: 0, instances: 2 }], 2);

    const real = requests.toSorted((a, b) => a.receivedSeconds - b.receivedSeconds);
    expect(inferred.map(({ startedSeconds }) => startedSeconds)).to.deep.equal(
      real.map(({ startedSeconds }) => startedSeconds),
    );
  });

  it("wait for the fleet", () => {
    const request = { receivedSeconds: 10, endedSeconds: 130, payloadBytes: 0, failed: false };
    const fleet = [
      { atSeconds: 0, instances: 0 },
      { atSeconds: 100, instances: 1 },
    ];

    expect(inferStarts([request], fleet, 1)).to.deep.equal([
      { ...request, startedSeconds: 100, running: 1 },
    ]);
  });
});

describe("a calibration", () => {
  it("finds the service time that a run was made with", () => {
    const { points, profile, checks } = calibrate([recordsOf(observed(2, 4), 2)]);
    const full = points.find(({ concurrency }) => concurrency === 2)?.service.distribution;

    // A median of 4 s and a 90th percentile of 8 s; several hundred requests tell them to a tenth.
    expect(full?.kind).to.equal("lognormal");
    if (full?.kind === "lognormal") {
      expect(full.p50).to.be.within(3.6, 4.4);
      expect(full.p90).to.be.within(7, 9);
    }
    expect(profile.points[0]?.provisionSeconds).to.deep.equal({
      kind: "empirical",
      values: [200, 240],
    });
    expect(checks[0]?.publishedSeconds).to.equal(4);
  });

  it("writes a profile that a scenario takes", () => {
    const { profile } = calibrate([recordsOf(observed(2, 4), 2)]);

    const scenario = parseScenario({
      workload: { requests: 1, arrivals: { kind: "at-once" } },
      model: { profile },
    });

    expect(scenario.model.profile?.points).to.have.length(profile.points.length);
  });

  it("finds the peak of the throughput, and the knee before it", () => {
    const at = (concurrency: number, throughput: number) => ({
      ...{ instanceType: "ml.g5.xlarge", concurrency, throughput },
    });

    expect(kneesOf([at(1, 0.5), at(2, 0.96), at(4, 1), at(8, 0.9)])).to.deep.equal([
      { instanceType: "ml.g5.xlarge", peak: 4, knee: 2 },
    ]);
  });

  it("refuses a folder that is no measured run", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "run-"));
    writeFileSync(path.join(folder, "result.json"), "{}");

    const failure = await readRun(folder).catch((error: unknown) => error);

    expect(failure).to.be.instanceOf(PlanError);
    expect(String(failure)).to.contain("it has no journal.jsonl");
  });
});

describe("a fit", () => {
  const ranks = Array.from({ length: 500 }, (_, index) => (index + 0.5) / 500);

  it("takes a log-normal distribution for what is log-normal", () => {
    const valueAt = quantile({ kind: "lognormal", p50: 3, p90: 6 });
    const { distribution } = fitDistribution(ranks.map(valueAt));

    expect(distribution).to.have.property("kind", "lognormal");
    expect(distribution).to.have.property("p50").that.is.closeTo(3, 1e-6);
    expect(distribution).to.have.property("p90").that.is.closeTo(6, 0.05);
  });

  it("keeps the quantiles of what has two peaks, and the mean of what is constant", () => {
    const peaks = ranks.map((share) => (share < 0.5 ? 1 + share : 50 + share));

    expect(fitDistribution(peaks).distribution.kind).to.equal("empirical");
    expect(fitDistribution([83, 83, 83]).distribution).to.deep.equal({
      kind: "constant",
      value: 83,
    });
  });

  it("is not off where nearly all is constant", () => {
    // A fleet whose size is known late makes some of a constant look shorter.
    const values = ranks.map((share) => (share < 0.01 ? 60 : 83));

    const { distribution, distance } = fitDistribution(values);

    expect(distribution.kind).to.equal("empirical");
    expect(distance).to.be.at.most(0.01);
  });

  it("finds what a megabyte adds, and nothing where nothing is clear", () => {
    const sized = ranks.map((share, index) => ({
      payloadBytes: share * 2e6,
      seconds: 3 + 1.5 * share * 2 + (index % 2 === 0 ? 0.2 : -0.2),
    }));
    const unclear = ranks.map((share, index) => ({
      payloadBytes: share * 2e6,
      seconds: 3 + (index % 7),
    }));

    expect(fitPayload(sized).secondsPerMegabyte).to.be.closeTo(1.5, 0.05);
    expect(fitPayload(unclear).secondsPerMegabyte).to.equal(0);
  });

  it("gives Wilson's interval for a share", () => {
    // Wilson, 5 of 100 at 95 %: 2.15 % to 11.18 %.
    const { low, high } = fitShare(5, 100);

    expect(low).to.be.closeTo(0.0215, 1e-4);
    expect(high).to.be.closeTo(0.1118, 1e-4);
  });
});

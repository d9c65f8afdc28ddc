import { expect } from "chai";
import fc from "fast-check";
import { join } from "node:path";
import { loadScenario } from "../../../simulator/scenario/load-scenario";
import { requestOutcomes, type RunResult } from "../../../simulator/scenario/result";
import { runScenario } from "../../../simulator/scenario/run";
import { type Json, scenario } from "./scenario-fixture";

function run(change: Json = {}): RunResult {
  return runScenario(scenario(change));
}

function example(name: string): RunResult {
  return runScenario(loadScenario(join(__dirname, "../../../examples/scenarios", name)));
}

function sum(values: unknown): number {
  return (values as (number | null)[]).reduce<number>((total, value) => total + (value ?? 0), 0);
}

function codes({ warnings }: RunResult): string[] {
  return warnings.map(({ code }) => code);
}

describe("a run of a scenario", () => {
  it("has the latencies of a burst worked by hand", () => {
    const { latencySeconds, totals } = run();
    expect(totals).to.include({ submitted: 10, succeeded: 10, unfinished: 0 });
    // Two at a time of 10 s: they wait 0, 0, 10, 10, 20, 20, 30, 30, 40, 40 s.
    expect(latencySeconds.queue).to.include({ max: 40, mean: 20 });
    expect(latencySeconds.service).to.deep.equal({
      p50: 10,
      p90: 10,
      p95: 10,
      p99: 10,
      max: 10,
      mean: 10,
    });
    expect(latencySeconds.total).to.include({ max: 50, mean: 30 });
  });

  it("sends in a closed loop the next request when one has ended, worked by hand", () => {
    const arrivals = { kind: "closed-loop", concurrency: 3 };
    const result = run({ workload: { requests: 9, arrivals } });
    // Three at 0, of which two run for 10 s; then two more whenever two have ended, one of which waits: 0, 0, 10, then
    // 0 and 10 by turns. The last one ends after 50 s.
    expect(result.totals).to.include({ submitted: 9, succeeded: 9 });
    expect(result.latencySeconds.queue.mean).to.be.closeTo(40 / 9, 1e-9);
    expect(result.latencySeconds.total).to.include({ max: 20 });
    expect(result.instances.instanceSeconds).to.equal(50);
    expect(codes(result)).to.include("closed-loop");
  });

  it("sends in a closed loop no more when its seconds are over", () => {
    const arrivals = { kind: "closed-loop", concurrency: 2 };
    const { totals } = run({ workload: { requests: 9, arrivals }, maxSeconds: 25 });
    // Two at 0, at 10 and at 20.
    expect(totals).to.include({ submitted: 6, succeeded: 4, unfinished: 2 });
  });

  it("has the latencies of what succeeded alone", () => {
    const change = { serviceTimeSeconds: { kind: "constant", value: 10 }, failureProbability: 1 };
    const { latencySeconds, totals } = run({ model: change });
    expect(totals).to.include({ failed: 10, succeeded: 0 });
    expect(latencySeconds.total).to.include({ mean: null, p95: null, max: null });
  });

  it("ends with the last request when the fleet is held, and is billed until then", () => {
    const { timeline, instances, cost } = run();
    expect(timeline.seconds).to.deep.equal([0]);
    expect(instances).to.deep.equal({ peak: 1, instanceSeconds: 50 });
    // ml.m5.xlarge at 0.23 dollars an hour.
    expect(cost.total).to.be.closeTo((50 * 0.23) / 3600, 1e-12);
    expect(cost.perThousandSucceeded).to.be.closeTo((100 * 50 * 0.23) / 3600, 1e-12);
  });

  it("has gauges at the start of each minute and counters over it", () => {
    const { timeline } = run({ workload: { requests: 20, arrivals: { kind: "at-once" } } });
    expect(timeline.periodSeconds).to.equal(60);
    expect(timeline.seconds).to.deep.equal([0, 60]);
    // What comes at 0 comes after the gauges of that instant; at 60 s 12 are done, 2 start and 6 wait.
    expect(timeline.ApproximateBacklogSize).to.deep.equal([0, 6]);
    expect(timeline.InvocationsProcessed).to.deep.equal([10, 10]);
    expect(timeline.CurrentInstanceCount).to.deep.equal([1, 1]);
    expect(timeline.DesiredInstanceCount).to.deep.equal([1, 1]);
  });

  it("goes from zero to n and back to zero by the recipe that AWS documents", () => {
    const result = run({
      workload: { requests: 40, arrivals: { kind: "at-once" } },
      endpoint: { initialInstanceCount: 0 },
      scaling: { maxCapacity: 3 },
    });
    // HasBacklogWithoutCapacity is 1 at 60 and 120; the second can be read at 240: one instance at 340. By then the third
    // datapoint of the backlog can be read (300), but the endpoint is Updating until 340; at 360 ceil(40 / 5) is
    // clamped to 3. The last request starts at 480; the fifteenth gauge of 0, of 1320, can be read at 1440.
    expect(
      result.scalingActivities.map(({ startSeconds, endSeconds, from, to }) => [
        startSeconds,
        endSeconds,
        from,
        to,
      ]),
    ).to.deep.equal([
      [240, 340, 0, 1],
      [360, 460, 1, 3],
      [1440, 1500, 3, 0],
    ]);
    expect(result.totals.succeeded).to.equal(40);
    expect((result.timeline.CurrentInstanceCount as number[]).at(-1)).to.equal(0);
    expect(result.instances.peak).to.equal(3);
  });

  it("scales an idle fleet in after the idle time", () => {
    const result = run({
      workload: { requests: 2, arrivals: { kind: "at-once" } },
      scaling: { targetTracking: null, idleScaleIn: { idleSeconds: 300 } },
    });
    // Five gauges of 0, the last of 240, can be read at 360.
    expect(result.scalingActivities).to.have.length(1);
    expect(result.scalingActivities[0]).to.include({ startSeconds: 360, from: 1, to: 0 });
  });

  it("runs scheduled actions", () => {
    const result = run({
      workload: { requests: 600, arrivals: { kind: "constant", ratePerSecond: 0.1 } },
      scaling: {
        targetTracking: null,
        scaleFromZero: null,
        scheduledActions: [
          { atSeconds: 600, minCapacity: 3, maxCapacity: 3 },
          { atSeconds: 1200, minCapacity: 1, maxCapacity: 1 },
        ],
      },
    });
    expect(
      result.scalingActivities.map(({ startSeconds, to }) => [startSeconds, to]),
    ).to.deep.equal([
      [600, 3],
      [1200, 1],
    ]);
  });

  it("is cut off at its longest time, which it says", () => {
    const result = run({
      workload: { requests: 100, arrivals: { kind: "constant", ratePerSecond: 1 } },
      maxSeconds: 50,
    });
    expect(result.totals.submitted).to.equal(50);
    expect(result.totals.unfinished).to.equal(50 - result.totals.succeeded);
    expect(codes(result)).to.include("cut-off");
  });

  it("gives the same bytes for the same seed, and others for another", () => {
    const bursts = {
      workload: { requests: 500, arrivals: { kind: "poisson", ratePerSecond: 0.5 } },
      model: {},
      scaling: {},
      platform: {},
    };
    const text = (seed: number): string => JSON.stringify(run({ ...bursts, seed }));
    expect(text(1)).to.equal(text(1));
    expect(text(1)).to.not.equal(text(2));
  });

  it("lists every value as used, but not the times of a trace", () => {
    const { scenario: used } = run();
    expect(used).to.deep.include({ region: "us-east-1", maxSeconds: 172_800 });
    expect(JSON.stringify(used)).to.include('"drainSeconds":30');
  });

  it("ends every request in one outcome, and counts each in the metrics", () => {
    const service = fc.constantFrom(
      { kind: "constant", value: 30 },
      { kind: "exponential", mean: 100 },
      { kind: "lognormal", p50: 3, p90: 600 },
    );
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.integer(),
          requests: fc.integer({ min: 1, max: 300 }),
          serviceTimeSeconds: service,
          failureProbability: fc.constantFrom(0, 0.2),
          requestTtlSeconds: fc.constantFrom(60, 3600),
          invocationTimeoutSeconds: fc.constantFrom(60, 900),
          redeliverInterrupted: fc.boolean(),
          maxSeconds: fc.constantFrom(600, 40_000),
        }),
        (given) => {
          const { totals, timeline } = run({
            seed: given.seed,
            workload: {
              requests: given.requests,
              arrivals: { kind: "poisson", ratePerSecond: 0.5 },
              requestTtlSeconds: given.requestTtlSeconds,
              invocationTimeoutSeconds: given.invocationTimeoutSeconds,
            },
            model: {
              serviceTimeSeconds: given.serviceTimeSeconds,
              failureProbability: given.failureProbability,
            },
            scaling: {},
            platform: { redeliverInterrupted: given.redeliverInterrupted },
            maxSeconds: given.maxSeconds,
          });
          const outcomes = requestOutcomes.map((outcome) => totals[outcome]);
          expect(sum(outcomes)).to.equal(totals.submitted);
          expect(sum(timeline.InvocationsProcessed)).to.equal(totals.succeeded + totals.failed);
          expect(sum(timeline.ExpiredRequests)).to.equal(totals.expired + totals.timedOut);
          const periods = timeline.seconds.length;
          for (const series of Object.values(timeline)) {
            if (Array.isArray(series)) expect(series).to.have.length(periods);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("the warnings of a run", () => {
  it("are none when all is well", () => {
    expect(run().warnings).to.deep.equal([]);
  });

  it("tell of requests that expired", () => {
    const result = run({
      workload: { requests: 100, arrivals: { kind: "at-once" }, requestTtlSeconds: 60 },
    });
    // 14 have started by 60 s, the instant of expiry included.
    expect(result.totals).to.include({ succeeded: 14, expired: 86 });
    expect(result.warnings[0]).to.include({
      code: "requests-expired",
      message:
        "86 of 100 requests (86.0 %) waited longer than their time to live of 60 s and expired in the queue, in the " +
        "order in which they came, in minute 1. Where the backlog falls steeply then, that is expiry, not throughput.",
    });
  });

  it("tell of requests that were throttled, and sent again one after the other", () => {
    const result = run({
      workload: { requests: 10, arrivals: { kind: "at-once" } },
      platform: { invocationsPerSecond: 2 },
    });
    expect(result.totals).to.include({ submitted: 10, succeeded: 10 });
    expect(result.warnings[0]).to.include({
      code: "requests-throttled",
      message:
        "8 of 10 requests (80.0 %) were throttled at 2 invocations a second and sent again; their latencies begin when " +
        "they were accepted.",
    });
    // Two come at 0 s and the others half a second apart, two slots take two every 10 s: the ninth, of 3.5 s, at 40 s.
    expect(result.latencySeconds.queue.max).to.equal(36.5);
  });

  it("tell of a service time beyond the invocation time-out", () => {
    const result = run({
      workload: { requests: 2, arrivals: { kind: "at-once" }, invocationTimeoutSeconds: 5 },
    });
    expect(result.totals.timedOut).to.equal(2);
    expect(codes(result)).to.deep.equal(["service-time-exceeds-timeout"]);
  });

  it("tell of a fleet that cannot leave zero, and of what that costs", () => {
    const result = run({
      workload: { requests: 5, arrivals: { kind: "at-once" } },
      endpoint: { initialInstanceCount: 0 },
      scaling: { scaleFromZero: null },
    });
    expect(result.totals.expired).to.equal(5);
    expect(codes(result)).to.deep.equal(["requests-expired", "never-scales-from-zero"]);
  });

  it("tell of a fleet that is pinned at its maximum", () => {
    const result = run({
      workload: { requests: 1000, arrivals: { kind: "at-once" } },
      scaling: { maxCapacity: 1 },
    });
    expect(codes(result)).to.deep.equal(["pinned-at-maximum"]);
  });

  it("tell of work that scale-in cut off", () => {
    const result = run({
      workload: { requests: 2, arrivals: { kind: "at-once" } },
      model: { serviceTimeSeconds: { kind: "constant", value: 800 } },
      scaling: { targetTracking: null, idleScaleIn: { idleSeconds: 60 } },
    });
    // Killed again and again: the backlog is empty while it runs.
    expect(result.totals.interrupted).to.be.above(10);
    expect(result.totals.expired).to.equal(2);
    expect(codes(result)).to.include("requests-interrupted");
  });

  it("tell of a fleet that stays up, of an unknown price and of an unknown concurrency", () => {
    const result = run({
      endpoint: { instanceType: "ml.unheard.of", maxConcurrentInvocationsPerInstance: null },
      scaling: { targetTracking: { disableScaleIn: true } },
      maxSeconds: 5000,
    });
    expect(codes(result)).to.deep.equal(["fleet-still-up", "concurrency-unknown", "price-unknown"]);
    expect(result.cost.total).to.equal(null);
  });
});

describe("the example scenarios", () => {
  it("serve all of the default one, from one to five instances and back to none", () => {
    const result = example("default.json");
    expect(result.totals).to.include({ submitted: 10_000, succeeded: 10_000 });
    expect(result.instances.peak).to.equal(5);
    expect((result.timeline.CurrentInstanceCount as number[]).at(-1)).to.equal(0);
  });

  it("lose most of AWS's 10,000 requests of 2022 to their time to live", () => {
    const { totals, timeline } = example("blog-2022.json");
    expect(totals.submitted).to.equal(10_000);
    expect(totals.succeeded + totals.expired).to.equal(10_000);
    // Ten slots of 83 s serve 2602 requests in 6 h; the last arrives after 83 minutes, so they serve a little longer.
    expect(totals.succeeded).to.be.within(2602, 3300);
    const backlog = timeline.ApproximateBacklogSize as number[];
    // Nothing expires before six hours; once it does, the backlog falls as fast as it came: two a second.
    expect(sum((timeline.ExpiredRequests as number[]).slice(0, 360))).to.equal(0);
    expect((backlog[390] ?? 0) - (backlog[410] ?? 0)).to.be.closeTo(2 * 60 * 20, 20);
  });
});

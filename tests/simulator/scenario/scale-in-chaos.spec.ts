import { expect } from "chai";
import fc from "fast-check";

import { Simulation } from "../../../simulator/engine/simulation";
import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { createScenarioEndpoint } from "../../../simulator/scenario/scenario-endpoint";

/**
 * How long a request may run before any metric shows it, seconds: to the next minute, over that minute, its longest
 * delay, and to the alarms' next evaluation. Nothing that reads metrics can know of it sooner.
 */
const blindSeconds = 60 + 60 + 180 + 60;

interface Load {
  readonly seed: number;
  /** Longest request, seconds, which is also the invocation time-out. */
  readonly longest: number;
  readonly service: "uniform" | "longest" | "mixed";
  readonly concurrency: number;
  readonly maxCapacity: number;
  readonly minCapacity: number;
  readonly backlogCountsInFlight: boolean;
  readonly scaleInRemoves: "newest" | "oldest" | "idlest";
  readonly provisionSeconds: number;
  /** What comes, and after what pause. */
  readonly bursts: readonly { readonly pauseSeconds: number; readonly requests: number }[];
}

interface Interruption {
  /** From the start of the request until the scale-in that cut it off was decided. */
  readonly ranSeconds: number;
  readonly fleet: number;
}

interface Outcome {
  readonly submitted: number;
  readonly succeeded: number;
  /** In the queue, after six hours: what a fleet is too small for. */
  readonly expired: number;
  readonly interruptions: readonly Interruption[];
  readonly scaleIns: number;
  readonly largestFleet: number;
}

const service = {
  uniform: (longest: number) => ({ kind: "uniform", min: 1, max: longest }),
  longest: (longest: number) => ({ kind: "constant", value: longest }),
  mixed: (longest: number) => ({ kind: "empirical", values: [2, 10, longest / 3, longest] }),
};

function run(load: Load, scaling: object): Outcome {
  const scenario = parseScenario({
    seed: load.seed,
    workload: { requests: 1, arrivals: { kind: "at-once" } },
    endpoint: {
      initialInstanceCount: load.minCapacity,
      maxConcurrentInvocationsPerInstance: load.concurrency,
    },
    model: { serviceTimeSeconds: service[load.service](load.longest) },
    scaling: { minCapacity: load.minCapacity, maxCapacity: load.maxCapacity, ...scaling },
    platform: {
      backlogCountsInFlight: load.backlogCountsInFlight,
      scaleInRemoves: load.scaleInRemoves,
      provisionSeconds: { kind: "constant", value: load.provisionSeconds },
    },
  });
  const { seed, platform } = scenario;
  const simulation = new Simulation({ startSeconds: 0, seed, platform });
  const startedAt = new Map<number, number>();
  const interruptions: Interruption[] = [];
  let [submitted, succeeded, expired, scaleIns, largestFleet] = [0, 0, 0, 0, 0];
  let change = { atSeconds: NaN, fleet: NaN };
  const endpoint = createScenarioEndpoint(simulation, scenario, {
    requestStarted: (request, _instance, atSeconds) => startedAt.set(request, atSeconds),
    requestSettled: (_request, outcome) => {
      if (outcome === "succeeded") succeeded++;
      if (outcome === "expired") expired++;
    },
    requestInterrupted: (request) => {
      const ranSeconds = change.atSeconds - (startedAt.get(request) ?? NaN);
      interruptions.push({ ranSeconds, fleet: change.fleet });
    },
    fleetChangeStarted: (from, to, atSeconds) => {
      largestFleet = Math.max(largestFleet, to);
      if (to < from) {
        scaleIns++;
        change = { atSeconds, fleet: from };
      }
    },
  });
  for (const { pauseSeconds, requests } of load.bursts) {
    simulation.advanceTo(simulation.now + pauseSeconds);
    for (let left = requests; left > 0; left--, submitted++) {
      endpoint.submit({
        requestTtlSeconds: 21_600,
        invocationTimeoutSeconds: load.longest,
        payloadBytes: 1000,
      });
    }
  }
  simulation.advanceTo(simulation.now + 80_000);
  return { submitted, succeeded, expired, interruptions, scaleIns, largestFleet };
}

/** As the components deploy it. */
const ours = ({ longest }: Load) => ({
  targetTracking: { disableScaleIn: true },
  idleScaleIn: { idleSeconds: Math.max(900, longest), watches: "work", cooldownSeconds: 120 },
});

/** Of AWS's blog of 2022, with the wake-up that its readers add. */
const blog = () => ({ targetTracking: {} });

const loads: fc.Arbitrary<Load> = fc.record({
  seed: fc.integer(),
  longest: fc.constantFrom(120, 600, 900, 3600),
  service: fc.constantFrom("uniform" as const, "longest" as const, "mixed" as const),
  concurrency: fc.integer({ min: 1, max: 8 }),
  maxCapacity: fc.integer({ min: 1, max: 6 }),
  minCapacity: fc.constantFrom(0, 0, 1),
  backlogCountsInFlight: fc.boolean(),
  scaleInRemoves: fc.constantFrom("newest" as const, "oldest" as const, "idlest" as const),
  provisionSeconds: fc.constantFrom(30, 300, 900),
  bursts: fc.array(
    fc.record({
      pauseSeconds: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 400, max: 8000 })),
      requests: fc.integer({ min: 1, max: 30 }),
    }),
    { minLength: 1, maxLength: 12 },
  ),
});

const seen = ({ interruptions }: Outcome): readonly Interruption[] =>
  interruptions.filter(({ ranSeconds }) => ranSeconds > blindSeconds);

describe("scale-in under chaos", function () {
  this.timeout(60_000);

  it("of the components interrupts nothing that any metric could have shown, and loses nothing", () => {
    let [scaleIns, largestFleet, submitted, unseen] = [0, 0, 0, 0];
    fc.assert(
      fc.property(loads, (load) => {
        const outcome = run(load, ours(load));
        expect(seen(outcome)).to.deep.equal([]);
        expect(outcome.succeeded + outcome.expired).to.equal(outcome.submitted);
        scaleIns += outcome.scaleIns;
        largestFleet = Math.max(largestFleet, outcome.largestFleet);
        submitted += outcome.submitted;
        unseen += outcome.interruptions.length;
      }),
      { numRuns: 30, seed: 6 },
    );
    // The loads are worth the name: fleets grew and shrank again and again.
    expect(largestFleet).to.equal(6);
    expect(scaleIns).to.be.above(50);
    // What is left: a request that comes to an idle fleet in its last minutes. It is delivered again.
    expect(unseen / submitted).to.be.below(0.01);
  });

  for (const backlogCountsInFlight of [false, true]) {
    it(`of AWS's blog interrupts work on fleets of several instances, running requests ${backlogCountsInFlight ? "" : "not "}counted`, () => {
      const cut = fc
        .sample(loads, { numRuns: 60, seed: 6 })
        .flatMap((load) => seen(run({ ...load, backlogCountsInFlight }, blog())));
      expect(cut.filter(({ fleet }) => fleet > 1)).to.have.length.above(10);
    });
  }

  it("needs more than the queue: the components' policy spares a lone request that an empty queue would kill", () => {
    const lone: Load = {
      seed: 1,
      longest: 3000,
      service: "longest",
      concurrency: 1,
      maxCapacity: 1,
      minCapacity: 0,
      backlogCountsInFlight: false,
      scaleInRemoves: "newest",
      provisionSeconds: 180,
      // The first leaves the queue before 700 s and ends by 3700 s; the second never waits, and runs when the queue has
      // been empty for an hour.
      bursts: [
        { pauseSeconds: 0, requests: 1 },
        { pauseSeconds: 3750, requests: 1 },
      ],
    };
    const emptyQueue = {
      targetTracking: null,
      idleScaleIn: { idleSeconds: 3600, watches: "backlog" },
    };
    const work = { targetTracking: null, idleScaleIn: { idleSeconds: 3600, watches: "work" } };
    expect(seen(run(lone, emptyQueue))).to.have.length.above(0);
    expect(run(lone, work)).to.include({ submitted: 2, succeeded: 2, scaleIns: 1 });
    expect(run(lone, work).interruptions).to.deep.equal([]);
  });

  it("cannot spare what comes in the last minutes of an idle fleet; it is delivered again", () => {
    const late: Load = {
      seed: 1,
      longest: 600,
      service: "longest",
      concurrency: 1,
      maxCapacity: 1,
      minCapacity: 0,
      backlogCountsInFlight: true,
      scaleInRemoves: "newest",
      provisionSeconds: 60,
      bursts: [{ pauseSeconds: 0, requests: 1 }],
    };
    const scaleInAt = (pauseSeconds: number): Outcome =>
      run(
        { ...late, bursts: [...late.bursts, { pauseSeconds, requests: 1 }] },
        { targetTracking: null, idleScaleIn: { idleSeconds: 900, watches: "work" } },
      );
    // Idle from some 900 s to some 2000 s: of requests twenty seconds apart, one comes just before the end.
    const outcomes = Array.from({ length: 30 }, (_, index) => scaleInAt(1500 + 20 * index));
    const cut = outcomes.flatMap(({ interruptions }) => interruptions);
    expect(cut).to.not.be.empty;
    for (const { ranSeconds } of cut) expect(ranSeconds).to.be.below(blindSeconds);
    for (const outcome of outcomes) expect(outcome.succeeded).to.equal(2);
  });
});

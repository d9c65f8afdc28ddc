import { expect } from "chai";

import { type Candidate, rank, standing } from "../../planner/candidate-archive";
import { completeObjectives, parseObjective } from "../../planner/objective";
import { defaultEffort, search } from "../../planner/search";
import { type AxisName, type Point } from "../../planner/search-space";
import { archiveOf, plannedScenario, point, prepared } from "./planning";

const effort = { ...defaultEffort, seedCount: 2 };
/** For spaces of which a part is enough to see what is chosen. */
const quick = { ...effort, coarsePoints: 150, rounds: 6 };

/** Of what has no part in the choice of a host or a concurrency, a value or two. */
const few: Partial<Record<AxisName, readonly number[]>> = {
  backlogTarget: [5, 20],
  scaleOutCooldownSeconds: [120],
  scaleInCooldownSeconds: [120],
};

/** All points of a space. */
function everyPoint(lengths: readonly number[]): Point[] {
  return lengths.reduce<Point[]>(
    (points, length) =>
      points.flatMap((head) => Array.from({ length }, (_, place) => [...head, place])),
    [[]],
  );
}

describe("the search", function () {
  // Thousands of runs of the model: seconds alone, more beside other work.
  this.timeout(120_000);

  const values: Partial<Record<AxisName, readonly number[]>> = {
    concurrency: [1, 2, 4],
    maxCapacity: [1, 2, 3, 4, 5, 6, 8],
    minCapacity: [0, 1],
    backlogTarget: [5, 20],
    scaleOutCooldownSeconds: [120],
    wakeUpInstances: [1, 2, 4],
    idleScaleInSeconds: [900],
    scaleInCooldownSeconds: [120],
  };
  const points = [
    point("ml.m5.xlarge", 1, 6),
    point("ml.m5.xlarge", 2, 10),
    point("ml.m5.xlarge", 4, 22),
    point("ml.c5.2xlarge", 1, 4),
    point("ml.c5.2xlarge", 2, 5.5),
    point("ml.c5.2xlarge", 4, 12),
  ];

  describe("beside an exhaustive grid of the same space", () => {
    const plan = prepared(plannedScenario(points), []);
    const grid = archiveOf(plan, { values });
    let all: Candidate[];

    before(async () => {
      const lengths = grid.space.axes.map((axis) => axis.values.length);
      all = await grid.measure(everyPoint(lengths), effort.seedCount);
    });

    for (const objective of ["p95<18m", "p95<10m", "max<7m"]) {
      it(`is at most 1 % dearer for ${objective}`, async () => {
        const objectives = completeObjectives([parseObjective(objective)]);
        const best = standing(rank(grid.space, all, objectives)[0]!, objectives);
        const archive = archiveOf(plan, { values });

        const found = standing((await search(archive, objectives, effort))[0]!, objectives);

        expect(best.shortfall).to.equal(0);
        expect(found.shortfall).to.equal(0);
        expect(found.cost).to.be.at.most(best.cost * 1.01);
        expect(archive.evaluations).to.be.below(grid.evaluations / 2);
      });
    }
  });

  it("takes the concurrency at which the throughput peaks", async () => {
    // Requests a second of an instance: 0.25, 0.4, 0.5, 0.4.
    const peaking = [
      point("ml.m5.xlarge", 1, 4),
      point("ml.m5.xlarge", 2, 5),
      point("ml.m5.xlarge", 4, 8),
      point("ml.m5.xlarge", 8, 20),
    ];
    // Traffic enough that the hours of instances decide, and none of it long: a fleet goes after a minute without work.
    const workload = {
      requests: 900,
      arrivals: { kind: "constant", ratePerSecond: 1 },
      invocationTimeoutSeconds: 60,
    };
    const plan = prepared(plannedScenario(peaking, { workload }), ["p95<20m"]);

    const [best] = await search(archiveOf(plan, { values: few }), plan.request.objectives, quick);

    expect(best?.settings.concurrency).to.equal(4);
  });

  it("takes a dearer, faster instance type where that is cheaper", async () => {
    // ml.c5.2xlarge costs 1.77 times what ml.m5.xlarge does, and takes a fifth of its time.
    const plan = prepared(
      plannedScenario([point("ml.m5.xlarge", 1, 20), point("ml.c5.2xlarge", 1, 4)]),
      ["p95<15m"],
    );

    const [best] = await search(archiveOf(plan, { values: few }), plan.request.objectives, quick);

    expect(plan.request.problem.hosts[best?.settings.host ?? 0]?.instanceType).to.equal(
      "ml.c5.2xlarge",
    );
  });

  it("keeps to a cheaper, slower instance type where that is enough", async () => {
    const plan = prepared(
      plannedScenario([point("ml.m5.xlarge", 1, 5), point("ml.c5.2xlarge", 1, 4)]),
      ["p95<30m"],
    );

    const [best] = await search(archiveOf(plan, { values: few }), plan.request.objectives, quick);

    expect(plan.request.problem.hosts[best?.settings.host ?? 0]?.instanceType).to.equal(
      "ml.m5.xlarge",
    );
  });

  it("finds a setting of the model server that helps", async () => {
    const batched = { environment: { SAGEMAKER_TS_BATCH_SIZE: "8" } };
    const plan = prepared(
      plannedScenario([
        point("ml.m5.xlarge", 4, 16),
        point("ml.m5.xlarge", 4, 7, batched),
        point("ml.m5.xlarge", 4, 18, { environment: { SAGEMAKER_TS_BATCH_SIZE: "2" } }),
      ]),
      ["p95<12m"],
    );

    const [best] = await search(archiveOf(plan, { values: few }), plan.request.objectives, quick);

    expect(plan.request.problem.hosts[best?.settings.host ?? 0]?.environment).to.deep.equal(
      batched.environment,
    );
  });

  it("weighs a schedule where it is told when the traffic comes", async () => {
    const start = { minuteOfDay: 480, timezone: "UTC" };
    const plan = prepared(plannedScenario([point("ml.m5.xlarge", 2, 8)]), ["p95<3m"], { start });

    const [best] = await search(archiveOf(plan, { values: few }), plan.request.objectives, quick);

    // No fleet that sleeps is up within three minutes; one that never sleeps costs 730 hours a month.
    expect(standing(best!, plan.request.objectives).shortfall).to.equal(0);
    expect(best?.settings.minCapacity).to.equal(0);
    expect(best?.settings.warmUp).not.to.equal(null);
  });
});

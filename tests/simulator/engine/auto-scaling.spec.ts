import { expect } from "chai";
import { arn, resourceId, startScaled } from "./scaled-fixture";

describe("target tracking", () => {
  it("makes AlarmHigh of 3 minutes and AlarmLow of 15 below 90 %, named and shaped as AWS does", () => {
    const { track, simulation } = startScaled();
    const names = track();
    const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    expect(names[0]).to.match(new RegExp(`^TargetTracking-${resourceId}-AlarmHigh-${uuid}$`));
    expect(names[1]).to.match(new RegExp(`^TargetTracking-${resourceId}-AlarmLow-${uuid}$`));
    const [high, low] = names.map((name) => simulation.alarms.get(name));
    expect(high).to.include({
      comparisonOperator: "GreaterThanThreshold",
      threshold: 5,
      periodSeconds: 60,
      evaluationPeriods: 3,
      treatMissingData: "missing",
    });
    expect(low).to.include({
      comparisonOperator: "LessThanThreshold",
      threshold: 4.5,
      periodSeconds: 60,
      evaluationPeriods: 15,
      treatMissingData: "missing",
    });
    expect(high?.alarmActions[0]).to.match(new RegExp(`^${arn("track")}:createdBy/${uuid}$`));
  });

  it("makes no AlarmLow when scale-in is disabled", () => {
    expect(startScaled().track({ disableScaleIn: true })).to.have.length(1);
  });

  it("jumps to what the metric asks for, in proportion, after three minutes", () => {
    const { track, hold, changes } = startScaled();
    track();
    hold(17, 400);
    // ceil(1 x 17 / 5) = 4; the third datapoint is complete at 180.
    expect(changes()[0]).to.equal("180..280 1 -> 4, Successful");
  });

  it("scales in after fifteen minutes, in proportion", () => {
    const { track, hold, changes } = startScaled(10);
    track();
    hold(2, 1100);
    // ceil(10 x 2 / 5) = 4; the fifteenth datapoint is complete at 900, termination takes 60 s.
    expect(changes()).to.deep.equal(["900..960 10 -> 4, Successful"]);
  });

  it("leaves the last instance for a metric of zero only", () => {
    const { track, hold, changes } = startScaled(1);
    track();
    hold(1, 1200);
    expect(changes()).to.deep.equal([]);
    hold(0, 1400);
    expect(changes()).to.deep.equal(["1260..1320 1 -> 0, Successful"]);
  });

  it("removes at most what the platform allows at a time", () => {
    const { track, hold, changes } = startScaled(10, undefined, { maxScaleInStep: 3 });
    track({ scaleInCooldownSeconds: 0 });
    hold(0, 1000);
    expect(changes()).to.deep.equal([
      "900..960 10 -> 7, Successful",
      "960..null 7 -> 4, InProgress",
    ]);
  });

  it("goes from zero to n and back to zero on the endpoint's own backlog", () => {
    const range = { minCapacity: 0, maxCapacity: 8 };
    const { simulation, submit, settled, changes, track } = startScaled(0, range);
    track({
      metric: {
        namespace: "AWS/SageMaker",
        name: "ApproximateBacklogSizePerInstance",
        dimensions: { EndpointName: "summaries" },
      },
    });
    submit(40);
    simulation.advanceTo(2000);
    // Gauges of 0, 60 and 120 are 40; the third can be read at 240. ceil(40 / 5) = 8 instances of 2 slots serve at 340:
    // 16 at a time, done at 350, 360, 370. The gauges are 0 from 360 on; the fifteenth, of 1200, can be read at 1320.
    expect(settled.at(-1)?.settledAt).to.equal(370);
    expect(changes()).to.deep.equal([
      "240..340 0 -> 8, Successful",
      "1320..1380 8 -> 0, Successful",
    ]);
  });
});

describe("cooldowns", () => {
  it("block a scale-out that is not larger until they end, counted from the success of the last", () => {
    const { track, hold, changes } = startScaled();
    track({ scaleOutCooldownSeconds: 300 });
    hold(9, 180);
    hold(7, 1000);
    // 1 -> 2 at 180, in service at 280, cooldown to 580. At 300 to 540 the metric asks for ceil(2 x 7 / 5) = 3, one more:
    // no more than the last added. The next minute after the cooldown is 600.
    expect(changes().slice(0, 2)).to.deep.equal([
      "180..280 1 -> 2, Successful",
      "600..700 2 -> 3, Successful",
    ]);
  });

  it("let a larger scale-out through, less what the last one added", () => {
    const { step, hold, changes } = startScaled(1);
    step(
      {
        steps: [
          { lowerBound: 0, upperBound: 10, adjustment: 2 },
          { lowerBound: 10, upperBound: null, adjustment: 3 },
        ],
      },
      {},
    );
    hold(15, 180);
    hold(25, 400);
    // +2 at 60, in service at 160, cooldown to 460. The +3 of 240 counts those two: only one is added. The +3 of 360 is
    // no larger than what has been added by then.
    expect(changes()).to.deep.equal(["60..160 1 -> 3, Successful", "240..340 3 -> 4, Successful"]);
  });

  it("block a scale-in after a scale-in", () => {
    const { step, hold, changes } = startScaled(5);
    step(
      { steps: [{ lowerBound: null, upperBound: 0, adjustment: -1 }], cooldownSeconds: 300 },
      { comparisonOperator: "LessThanThreshold" },
    );
    hold(0, 500);
    // Gone at 120, cooldown to 420.
    expect(changes()).to.deep.equal(["60..120 5 -> 4, Successful", "420..480 4 -> 3, Successful"]);
  });

  it("of a scale-in are cancelled by a scale-out", () => {
    const { step, hold, changes } = startScaled(5);
    step(
      { steps: [{ lowerBound: null, upperBound: 0, adjustment: -1 }], cooldownSeconds: 3000 },
      { comparisonOperator: "LessThanThreshold" },
      "shrink",
    );
    step({ cooldownSeconds: 0 }, { threshold: 100 }, "grow");
    hold(0, 120);
    hold(200, 240);
    hold(0, 400);
    // In at 60, cooldown to 3120. The minute from 120 is high: out at 180, in service at 280; from then on it may shrink.
    expect(changes()).to.deep.equal([
      "60..120 5 -> 4, Successful",
      "180..280 4 -> 5, Successful",
      "300..360 5 -> 4, Successful",
    ]);
  });

  it("of a scale-out do not block a scale-in", () => {
    const { step, hold, changes } = startScaled(5);
    step({ cooldownSeconds: 3000 }, { threshold: 100 }, "grow");
    step(
      { steps: [{ lowerBound: null, upperBound: 0, adjustment: -1 }] },
      { comparisonOperator: "LessThanThreshold" },
      "shrink",
    );
    hold(200, 60);
    hold(0, 300);
    expect(changes()).to.deep.equal(["60..160 5 -> 6, Successful", "180..240 6 -> 5, Successful"]);
  });

  it("are each policy's own for scale-outs", () => {
    const { step, hold, changes } = startScaled(1);
    step({ cooldownSeconds: 3000 }, {}, "first");
    step(
      { cooldownSeconds: 3000, steps: [{ lowerBound: 0, upperBound: null, adjustment: 1 }] },
      { threshold: 50 },
      "second",
    );
    hold(15, 180);
    hold(60, 300);
    expect(changes()).to.deep.equal(["60..160 1 -> 2, Successful", "240..null 2 -> 3, InProgress"]);
  });
});

describe("scaling policies of one target", () => {
  it("wait while the endpoint is Updating and fire again in the next minute", () => {
    const { track, hold, endpoint, changes } = startScaled();
    track();
    hold(17, 170);
    endpoint.setDesiredInstanceCount(2);
    hold(17, 300);
    expect(changes()).to.deep.equal(["300..null 2 -> 7, InProgress"]);
  });

  it("take the largest capacity when several fire", () => {
    const { step, hold, changes } = startScaled(1);
    step({}, {}, "small");
    step(
      {
        adjustmentType: "ExactCapacity",
        steps: [{ lowerBound: 0, upperBound: null, adjustment: 9 }],
      },
      {},
      "large",
    );
    hold(15, 70);
    expect(changes()).to.deep.equal(["60..null 1 -> 9, InProgress"]);
  });

  it("prefer a scale-out to a scale-in", () => {
    const { step, hold, changes } = startScaled(3);
    step(
      { steps: [{ lowerBound: null, upperBound: 0, adjustment: -2 }] },
      { comparisonOperator: "LessThanThreshold", threshold: 100 },
      "shrink",
    );
    step({}, { threshold: 10 }, "grow");
    hold(50, 70);
    expect(changes()).to.deep.equal(["60..null 3 -> 4, InProgress"]);
  });

  it("scale in by target tracking only when all tracking policies agree", () => {
    const { track, hold, simulation, changes } = startScaled(5);
    const other = { namespace: "Custom", name: "Other", dimensions: {} };
    track({}, "a");
    track({ metric: other }, "b");
    for (let minute = 0; minute < 30; minute++) simulation.metrics.record(other, minute * 60, 5);
    hold(0, 1800);
    expect(changes()).to.deep.equal([]);
  });

  it("scale in by a step policy without asking target tracking", () => {
    const { track, step, hold, simulation, changes } = startScaled(5);
    const other = { namespace: "Custom", name: "Other", dimensions: {} };
    track({ metric: other });
    for (let minute = 0; minute < 30; minute++) simulation.metrics.record(other, minute * 60, 5);
    step(
      {
        adjustmentType: "ExactCapacity",
        steps: [{ lowerBound: null, upperBound: 0, adjustment: 1 }],
      },
      { comparisonOperator: "LessThanThreshold" },
    );
    hold(0, 70);
    expect(changes()).to.deep.equal(["60..null 5 -> 1, InProgress"]);
  });

  it("do nothing when no step holds the breach", () => {
    const { step, hold, changes, simulation } = startScaled(1);
    step({ steps: [{ lowerBound: null, upperBound: 0, adjustment: 1 }] }, {});
    hold(15, 300);
    expect(changes()).to.deep.equal([]);
    expect(simulation.autoscaling.activities()).to.deep.equal([]);
  });

  it("are suspended one direction at a time", () => {
    const { track, hold, simulation, endpoint, changes } = startScaled();
    track();
    const suspendedState = {
      dynamicScalingInSuspended: false,
      dynamicScalingOutSuspended: true,
      scheduledScalingSuspended: false,
    };
    const { autoscaling } = simulation;
    const range = { minCapacity: 0, maxCapacity: 20 };
    autoscaling.registerTarget({ resourceId, endpoint, ...range, suspendedState });
    hold(17, 600);
    expect(changes()).to.deep.equal([]);
    autoscaling.registerTarget({
      resourceId,
      endpoint,
      ...range,
      suspendedState: { ...suspendedState, dynamicScalingOutSuspended: false },
    });
    hold(17, 700);
    expect(changes()).to.deep.equal(["660..null 1 -> 4, InProgress"]);
  });
});

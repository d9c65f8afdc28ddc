import { expect } from "chai";
import { resourceId, startScaled } from "./scaled-fixture";

describe("scaling activities", () => {
  it("have AWS's texts", () => {
    const { track, hold, simulation } = startScaled();
    const [high] = track();
    hold(17, 200);
    const [activity] = simulation.autoscaling.activities(resourceId);
    expect(activity).to.include({
      description: "Setting desired instance count to 4.",
      cause: `monitor alarm ${high} in state ALARM triggered policy track`,
      status: "InProgress",
      statusMessage:
        "Successfully set desired instance count to 4. Waiting for change to be fulfilled by sagemaker.",
    });
    hold(17, 300);
    expect(activity).to.include({
      status: "Successful",
      statusMessage:
        "Successfully set desired instance count to 4. Change successfully fulfilled by sagemaker.",
    });
  });

  it("fail in AWS's words, minute by minute, when the account's quota is too small", () => {
    const { track, hold, simulation, endpoint } = startScaled(1, undefined, { instanceQuota: 3 });
    track();
    hold(17, 300);
    const failed = simulation.autoscaling.activities(resourceId).reverse();
    expect(failed.map(({ startSeconds, status, to }) => [startSeconds, status, to])).to.deep.equal([
      [180, "Failed", 4],
      [240, "Failed", 4],
      [300, "Failed", 4],
    ]);
    expect(failed[0]?.statusMessage).to.match(
      /^Failed to set desired instance count to 4\. Reason: The account-level service limit 'ml\.m5\.xlarge for endpoint usage' is 3 Instances, with current utilization of 1 Instances and a request delta of 3 Instances\. .*Error Code: ResourceLimitExceeded\)$/,
    );
    expect([endpoint.status, endpoint.desiredInstanceCount]).to.deep.equal(["InService", 1]);
  });

  it("succeed up to the account's quota", () => {
    const { track, hold, changes } = startScaled(1, undefined, { instanceQuota: 4 });
    track();
    hold(17, 290);
    expect(changes()).to.deep.equal(["180..280 1 -> 4, Successful"]);
  });

  it("say once why nothing was scaled", () => {
    const { track, hold, simulation } = startScaled(20);
    track();
    hold(17, 600);
    expect(
      simulation.autoscaling.activities().map(({ notScaledReason, to }) => [notScaledReason, to]),
    ).to.deep.equal([["AlreadyAtMaxCapacity", 20]]);
  });
});

describe("a scalable target", () => {
  it("brings the fleet into its range when it is registered", () => {
    const { changes, simulation } = startScaled(1, { minCapacity: 3, maxCapacity: 5 });
    simulation.advanceTo(200);
    expect(changes()).to.deep.equal(["0..100 1 -> 3, Successful"]);
    expect(simulation.autoscaling.activities()[0]?.cause).to.equal("minimum capacity was set to 3");
  });

  it("brings the fleet into its range once the endpoint is in service", () => {
    const { simulation, endpoint, changes } = startScaled();
    endpoint.setDesiredInstanceCount(2);
    const range = { minCapacity: 0, maxCapacity: 1 };
    simulation.autoscaling.registerTarget({ resourceId, endpoint, ...range });
    simulation.advanceTo(500);
    expect(changes()).to.deep.equal(["100..160 2 -> 1, Successful"]);
  });

  it("takes its policies, their own alarms and its scheduled actions with it, not the user's alarms", () => {
    const { track, step, simulation } = startScaled();
    track();
    step({}, {});
    simulation.autoscaling.putScheduledAction({
      resourceId,
      name: "morning",
      schedule: { kind: "at", atSeconds: 100 },
      minCapacity: 5,
    });
    simulation.autoscaling.deregisterTarget(resourceId);
    simulation.advanceTo(200);
    expect(simulation.autoscaling.targets()).to.deep.equal([]);
    expect(simulation.autoscaling.policies()).to.deep.equal([]);
    expect(simulation.autoscaling.scheduledActions()).to.deep.equal([]);
    expect(simulation.autoscaling.activities()).to.deep.equal([]);
    expect(simulation.alarms.list().map(({ name }) => name)).to.deep.equal(["step-alarm"]);
  });

  it("lets a change under way end after it is deregistered, and follows no later one", () => {
    const { simulation, endpoint, changes } = startScaled(1, { minCapacity: 3, maxCapacity: 5 });
    simulation.advanceTo(50);
    simulation.autoscaling.deregisterTarget(resourceId);
    simulation.advanceTo(200);
    expect(changes()).to.deep.equal(["0..100 1 -> 3, Successful"]);
    expect(endpoint.fleetObservers.size).to.equal(0);
  });

  it("is refused when its minimum is above its maximum", () => {
    expect(() => startScaled(1, { minCapacity: 3, maxCapacity: 2 })).to.throw(
      "`minCapacity` is 3, above `maxCapacity` 2; lower it or raise the maximum.",
    );
  });
});

describe("scheduled actions", () => {
  it("move the range and bring the fleet into it, whatever the cooldowns", () => {
    const { simulation, changes } = startScaled(1);
    const { autoscaling } = simulation;
    const at = (atSeconds: number) => ({ kind: "at", atSeconds }) as const;
    autoscaling.putScheduledAction({ resourceId, name: "up", schedule: at(500), minCapacity: 4 });
    autoscaling.putScheduledAction({
      resourceId,
      name: "down",
      schedule: at(700),
      minCapacity: 0,
      maxCapacity: 2,
    });
    simulation.advanceTo(1000);
    expect(changes()).to.deep.equal(["500..600 1 -> 4, Successful", "700..760 4 -> 2, Successful"]);
    expect(autoscaling.target(resourceId)).to.include({ minCapacity: 0, maxCapacity: 2 });
  });

  it("repeat at their rate between their start and their end", () => {
    const { simulation } = startScaled(1);
    const { autoscaling } = simulation;
    const runs: number[] = [];
    autoscaling.putScheduledAction({
      resourceId,
      name: "tick",
      schedule: {
        kind: "calendar",
        next: (after) => {
          runs.push(after);
          return after + 100;
        },
      },
      startSeconds: 50,
      endSeconds: 400,
      maxCapacity: 9,
    });
    simulation.advanceTo(1000);
    expect(runs).to.deep.equal([50, 150, 250, 350]);
    autoscaling.putScheduledAction({
      resourceId,
      name: "rate",
      schedule: { kind: "rate", everySeconds: 300 },
      maxCapacity: 8,
    });
    simulation.advanceTo(1299);
    expect(autoscaling.target(resourceId)?.maxCapacity).to.equal(9);
    simulation.advanceTo(1300);
    expect(autoscaling.target(resourceId)?.maxCapacity).to.equal(8);
  });

  it("are skipped while they are suspended", () => {
    const { simulation, endpoint, changes } = startScaled(1);
    const { autoscaling } = simulation;
    autoscaling.registerTarget({
      resourceId,
      endpoint,
      minCapacity: 0,
      maxCapacity: 5,
      suspendedState: {
        dynamicScalingInSuspended: false,
        dynamicScalingOutSuspended: false,
        scheduledScalingSuspended: true,
      },
    });
    autoscaling.putScheduledAction({
      resourceId,
      name: "up",
      schedule: { kind: "at", atSeconds: 500 },
      minCapacity: 4,
    });
    simulation.advanceTo(1000);
    expect(changes()).to.deep.equal([]);
  });
});

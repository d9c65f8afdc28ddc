import { AlarmedStack } from "./alarmed-stack";

// One stack lives through these in order: the faults of one test are over when the next begins.
describe("the alarms of the program's own stack when it lacks instances, on the local AWS", function () {
  this.timeout(120_000);

  let stack: AlarmedStack;
  before(async () => {
    // One request at a time, two minutes each.
    stack = await AlarmedStack.start(
      {
        ...{ minCapacity: "1", maxCapacity: "1", concurrency: "1" },
        ...{ pinnedAlarmSeconds: "180", oldestRequestAlarmSeconds: "1800" },
        coldStartAlarmSeconds: "600",
      },
      120,
      { provisionSeconds: { kind: "constant", value: 600 } },
    );
  });
  after(() => stack.close());

  /** Has the target's schedule say at once how large the fleet may be. */
  async function allow(MinCapacity: number, MaxCapacity: number): Promise<void> {
    const action = {
      ...{ ServiceNamespace: "sagemaker" as const, ScheduledActionName: "capacity" },
      ScalableDimension: "sagemaker:variant:DesiredInstanceCount" as const,
      ResourceId: stack.outputs["scalingResourceId"],
    };
    // An instant that has passed when the action arrives would never come.
    await stack.atOnce(async () => {
      const at = new Date(stack.now().getTime() + 60_000).toISOString().slice(0, 19);
      await stack.scaling.putScheduledAction({
        ...{ ...action, Schedule: `at(${at})` },
        ScalableTargetAction: { MinCapacity, MaxCapacity },
      });
    });
    await stack.until("the schedule", async () => {
      const { ScalableTargets: [target] = [] } = await stack.scaling.describeScalableTargets({
        ServiceNamespace: "sagemaker",
      });
      return target?.MaxCapacity === MaxCapacity && target.MinCapacity === MinCapacity;
    });
  }

  async function isEmpty(): Promise<boolean> {
    const { ProductionVariants: [variant] = [] } = await stack.sagemaker.describeEndpoint({
      EndpointName: stack.outputs["endpointName"],
    });
    return variant?.CurrentInstanceCount === 0;
  }

  it("tell of the largest fleet, while more waits for it than scaling aims at", async () => {
    const since = stack.now();
    // One runs and eight wait: for six minutes these are more than five. The last waits for sixteen.
    await stack.ask(200, 9);
    await stack.goneOff(since, "pinned-at-maximum", "warning");
  });

  it("tell of a request that waits for an instance that may not be, until it expires", async () => {
    await allow(0, 0);
    await stack.until("no instance", isEmpty);
    const since = stack.now();
    await stack.ask(200, 1, { RequestTTLSeconds: 3600 });
    await stack.goneOff(
      since,
      ...["slow-cold-start", "stuck-at-zero", "oldest-request", "expiry", "failures"],
      ...["incident", "warning"],
    );
  });

  it("tell of a slow cold start, and of no more when the instance comes after all", async () => {
    await allow(0, 1);
    const since = stack.now();
    await stack.ask(200);
    await stack.goneOff(since, "slow-cold-start", "warning");
  });
});

import { expect } from "chai";
import { evidence } from "./evidence";
import { resourceId, type Scaled, startScaled } from "../simulator/engine/scaled-fixture";

const trackingGuide = "Application Auto Scaling, target tracking";
const stepGuide = "Application Auto Scaling, step scaling";
const byHand = "worked by hand";

/** Start, end, and from and to how many instances, of every change. */
function changesOf(scaled: Scaled): string {
  const changes = scaled
    .changes()
    .map((change) =>
      change
        .replace(/^(\S+)\.\.(\S+) (\d+) -> (\d+), .*$/, "$1–$2 s: $3 → $4")
        .replace("–null s", " s"),
    );
  return changes.join("; ") || "none";
}

evidence("Application Auto Scaling", (show) => {
  function check(claim: string, source: string, expected: string, obtained: string): void {
    show({ claim, source, expected, obtained });
    expect(obtained).to.equal(expected);
  }

  it("adds five to ten instances at 150 each with a target of 100", () => {
    const scaled = startScaled(10);
    scaled.track({ targetValue: 100 });
    scaled.hold(150, 200);
    check(
      "10 instances, metric 150 an instance, target 100: instances after the scale-out",
      "EC2 Auto Scaling, scaling based on SQS",
      "15",
      String(scaled.endpoint.desiredInstanceCount),
    );
  });

  it("waits three datapoints above the target and fifteen below 90 % of it", () => {
    const out = startScaled(1);
    out.track({ targetValue: 1500 });
    out.hold(3000, 200);
    check(
      "Target 1500, metric 3000 from 0 s, datapoints readable at once: the change",
      "re:Post QUf450Wsd9RROGGOIwaolN9w: above 1500 for 3 datapoints",
      "180 s: 1 → 2",
      changesOf(out),
    );
    const stay = startScaled(2);
    stay.track({ targetValue: 1500 });
    stay.hold(1350, 2000);
    check(
      "Target 1500, 2 instances, metric 1350 for 2000 s: the change",
      "the same: below 1350 for 15 datapoints",
      "none",
      changesOf(stay),
    );
    const inwards = startScaled(2);
    inwards.track({ targetValue: 1500 });
    inwards.hold(700, 910);
    check(
      "Target 1500, 2 instances, metric 700 from 0 s: the change",
      "the same",
      "900 s: 2 → 1",
      changesOf(inwards),
    );
  });

  it("rounds up when it adds and is conservative when it removes", () => {
    const out = startScaled(1);
    out.track({ targetValue: 10 });
    out.hold(25, 200);
    check("1 instance, 2.5 needed: instances", trackingGuide, "3", changesOf(out).slice(-1));
    const inwards = startScaled(3);
    inwards.track({ targetValue: 10 });
    inwards.hold(5, 910);
    check("3 instances, 1.5 needed: instances", trackingGuide, "2", changesOf(inwards).slice(-1));
  });

  it("goes to zero on a metric of exactly zero only", () => {
    const scaled = startScaled(1);
    scaled.track();
    scaled.hold(0.1, 1800);
    scaled.hold(0, 2000);
    check(
      "1 instance, minimum 0, metric 0.1 until 1800 s, then 0: the change",
      trackingGuide,
      "1860–1920 s: 1 → 0",
      changesOf(scaled),
    );
  });

  it("counts what a scale-out has added towards a larger one within its cooldown", () => {
    const scaled = startScaled(1);
    scaled.step(
      {
        steps: [
          { lowerBound: 0, upperBound: 10, adjustment: 2 },
          { lowerBound: 10, upperBound: null, adjustment: 3 },
        ],
        cooldownSeconds: 600,
      },
      {},
    );
    scaled.hold(15, 180);
    scaled.hold(25, 700);
    // +2 at 60, in service at 160. The first minute of 25 is complete at 240; the cooldown of its change ends at 940.
    check(
      "+2 from 60 s, then +3 is asked for within the cooldown: the changes",
      `${trackingGuide}: “adds only 1”`,
      "60–160 s: 1 → 3; 240–340 s: 3 → 4",
      changesOf(scaled),
    );
  });

  it("starts the cooldown of a scale-out at its success", () => {
    const scaled = startScaled(1);
    scaled.step({ cooldownSeconds: 300 }, {});
    scaled.hold(15, 500);
    // In service at 160; 460 is past, and the next evaluation is at 480.
    check(
      "+1 in every minute, provisioning 100 s, cooldown 300 s: the changes",
      byHand,
      "60–160 s: 1 → 2; 480 s: 2 → 3",
      changesOf(scaled),
    );
  });

  it("blocks scale-ins for the scale-in cooldown, until a scale-out stops it", () => {
    const blocked = startScaled(5);
    const shrink = (scaled: Scaled): void =>
      scaled.step(
        { steps: [{ lowerBound: null, upperBound: 0, adjustment: -1 }], cooldownSeconds: 600 },
        { comparisonOperator: "LessThanThreshold" },
        "shrink",
      );
    shrink(blocked);
    blocked.hold(0, 800);
    check(
      "−1 in every minute, termination 60 s, cooldown 600 s: the changes",
      byHand,
      "60–120 s: 5 → 4; 720–780 s: 4 → 3",
      changesOf(blocked),
    );
    const stopped = startScaled(5);
    shrink(stopped);
    stopped.step({ cooldownSeconds: 0 }, { threshold: 100 }, "grow");
    stopped.hold(0, 120);
    stopped.hold(200, 240);
    stopped.hold(0, 310);
    // Out at 180, in service at 280; the minute from 240 is low again and complete at 300.
    check(
      "The same, with a scale-out at 180 s: the changes",
      `${trackingGuide}: “the scale-in cooldown period stops”`,
      "60–120 s: 5 → 4; 180–280 s: 4 → 5; 300 s: 5 → 4",
      changesOf(stopped),
    );
  });

  for (const [percent, expected] of [
    [127, "22"],
    [6.7, "11"],
    [-5.8, "9"],
    [-66.7, "4"],
  ] as const) {
    it(`rounds ${percent} % of ten instances as AWS does`, () => {
      const scaled = startScaled(10, { minCapacity: 0, maxCapacity: 100 });
      scaled.step(
        {
          adjustmentType: "PercentChangeInCapacity",
          steps: [{ lowerBound: 0, upperBound: null, adjustment: percent }],
        },
        {},
      );
      scaled.hold(15, 70);
      const change = (10 * percent) / 100;
      check(
        `PercentChangeInCapacity, 10 instances, a change of ${change.toFixed(2)}: instances`,
        `${stepGuide}: 12.7 is 12, 0.67 is 1, −0.58 is −1, −6.67 is −6`,
        expected,
        String(scaled.endpoint.desiredInstanceCount),
      );
    });
  }

  it("widens a percentage to its minimum magnitude, and sets an exact capacity", () => {
    const widened = startScaled(4);
    widened.step(
      {
        adjustmentType: "PercentChangeInCapacity",
        steps: [{ lowerBound: 0, upperBound: null, adjustment: 25 }],
        minAdjustmentMagnitude: 2,
      },
      {},
    );
    widened.hold(15, 70);
    check(
      "25 % of 4 instances with MinAdjustmentMagnitude 2: instances",
      `${stepGuide}: by 2`,
      "6",
      String(widened.endpoint.desiredInstanceCount),
    );
  });

  it("takes the step whose interval holds the breach: lower bound inclusive above a threshold", () => {
    const at = (value: number): string => {
      const scaled = startScaled(10);
      scaled.step(
        {
          adjustmentType: "PercentChangeInCapacity",
          steps: [
            { lowerBound: 0, upperBound: 10, adjustment: 0 },
            { lowerBound: 10, upperBound: 20, adjustment: 10 },
            { lowerBound: 20, upperBound: null, adjustment: 30 },
          ],
        },
        { threshold: 50, comparisonOperator: "GreaterThanOrEqualToThreshold" },
      );
      scaled.hold(value, 70);
      return String(scaled.endpoint.desiredInstanceCount);
    };
    check(
      "10 instances, threshold 50, steps 0/+10 %/+30 % at 0, 10, 20: instances at 50, 59.9, 60, 69.9, 70",
      `${stepGuide}, the guide's example policy`,
      "10, 10, 11, 11, 13",
      [50, 59.9, 60, 69.9, 70].map(at).join(", "),
    );
  });

  it("takes the largest capacity of several policies, and lets only unanimous tracking shrink", () => {
    const several = startScaled(4);
    several.step({}, {}, "one");
    several.step({ steps: [{ lowerBound: 0, upperBound: null, adjustment: 3 }] }, {}, "three");
    several.hold(15, 70);
    check(
      "4 instances, policies that ask for 5 and 7 at once: instances",
      `${stepGuide}: the largest capacity`,
      "7",
      String(several.endpoint.desiredInstanceCount),
    );
    const other = { namespace: "Custom", name: "Other", dimensions: {} };
    const divided = startScaled(4);
    divided.track({}, "empty");
    divided.track({ metric: other }, "busy");
    for (let minute = 0; minute < 30; minute++) {
      divided.simulation.metrics.record(other, minute * 60, 5);
    }
    divided.hold(0, 1800);
    check(
      "4 instances, of two target-tracking policies one wants to shrink: the change",
      `${trackingGuide}: “only if all … are ready to scale in”`,
      "none",
      changesOf(divided),
    );
  });

  it("moves the range by scheduled actions, whatever the cooldowns", () => {
    const scaled = startScaled(1);
    const { autoscaling } = scaled.simulation;
    scaled.step({ cooldownSeconds: 86_400 }, {});
    scaled.hold(15, 200);
    for (const [name, atSeconds, range] of [
      ["up", 500, { minCapacity: 6, maxCapacity: 8 }],
      ["down", 900, { minCapacity: 0, maxCapacity: 3 }],
    ] as const) {
      autoscaling.putScheduledAction({
        ...range,
        resourceId,
        name,
        schedule: { kind: "at", atSeconds },
      });
    }
    scaled.simulation.advanceTo(1100);
    check(
      "2 instances in a cooldown of a day; 6 to 8 at 500 s, 0 to 3 at 900 s: the changes",
      byHand,
      "60–160 s: 1 → 2; 500–600 s: 2 → 6; 900–960 s: 6 → 3",
      changesOf(scaled),
    );
  });

  it("goes from zero to n and back on the endpoint's own backlog", () => {
    const scaled = startScaled(0, { minCapacity: 0, maxCapacity: 8 });
    scaled.track({
      metric: {
        namespace: "AWS/SageMaker",
        name: "ApproximateBacklogSizePerInstance",
        dimensions: { EndpointName: "summaries" },
      },
    });
    scaled.submit(40);
    scaled.simulation.advanceTo(2000);
    // Gauges of 0, 60, 120 are 40; the third can be read one delay after 180. ⌈40 / 5⌉ = 8 instances of 2 slots serve 40
    // requests of 10 s by 370. The gauges from 360 on are 0; the fifteenth, of 1200, can be read at 1320.
    check(
      "40 requests at 0 s, 0 instances, target 5, metric delay 60 s, provisioning 100 s: the changes",
      byHand,
      "240–340 s: 0 → 8; 1320–1380 s: 8 → 0",
      changesOf(scaled),
    );
  });
});

import { expect } from "chai";

import { instanceSeconds } from "../../../load/measurement/fleet-monitor";
import { type FleetEvidence, measureFleet } from "../../../load/measurement/measured-fleet";
import { readActivities } from "../../../load/measurement/scaling-activities";
import { buildTimeline } from "../../../load/measurement/timeline";
import { type ResultScalingActivity } from "../../../simulator/scenario/result";

const start = 6000;

function sample(
  offset: number,
  current: number,
  desired = current,
): {
  atSeconds: number;
  current: number;
  desired: number;
} {
  return { atSeconds: start + offset, current, desired };
}

const noFleet = { current: [], desired: [], peak: 0, instanceSeconds: 0 };

describe("the measured timeline", () => {
  it("lays series on the minutes of the run, null where there is no datapoint", () => {
    const series = new Map([
      [
        "approximateBacklogSize" as const,
        new Map([
          [start, 3],
          [start + 120, 7],
          [start - 60, 9],
        ]),
      ],
    ]);
    const timeline = buildTimeline(series, noFleet, start, start + 120);
    expect(timeline.seconds).to.deep.equal([0, 60, 120]);
    expect(timeline.ApproximateBacklogSize).to.deep.equal([3, null, 7]);
  });

  it("goes on to the first minute after the end, which shows how the run ended", () => {
    const fleet = { ...noFleet, current: [5, 5, 0], desired: [5, 0, 0] };
    const timeline = buildTimeline(new Map(), fleet, start, start + 61);
    expect(timeline.seconds).to.deep.equal([0, 60, 120]);
    expect(timeline.CurrentInstanceCount).to.deep.equal([5, 5, 0]);
    expect(timeline.DesiredInstanceCount).to.deep.equal([5, 0, 0]);
  });
});

describe("the measured fleet", () => {
  const minutes = [0, 60, 120, 180, 240, 300, 360];

  function activity(
    startSeconds: number,
    endSeconds: number | null,
    from: number | null,
    to: number | null,
    status = "Successful",
  ): ResultScalingActivity {
    return { startSeconds, endSeconds, from, to, status, cause: "an alarm" };
  }

  function series(counts: (number | null)[]): Map<number, number> {
    return new Map(
      counts.flatMap((count, index): [number, number][] =>
        count === null ? [] : [[start + index * 60, count]],
      ),
    );
  }

  /** From none to two, between 60 and 170 s, and back, between 240 and 290 s. */
  const evidence: FleetEvidence = {
    samples: [sample(-5, 0)],
    activities: [activity(60, 170, 0, 2), activity(240, 290, 2, 0)],
    sampleCounts: series([null, null, 1, 2, 2, null, null]),
    alwaysPublished: series(minutes.map(() => 7)),
  };

  function measure(changes: Partial<FleetEvidence> = {}): ReturnType<typeof measureFleet> {
    return measureFleet({ ...evidence, ...changes }, start, start + 360);
  }

  it("has as many instances as reported their CPU, and none where none did", () => {
    expect(measure().current).to.deep.equal([0, 0, 1, 2, 2, 0, 0]);
    expect(measure().peak).to.equal(2);
  });

  it("wants what the last activity asked for, from just after it began", () => {
    expect(measure().desired).to.deep.equal([0, 0, 2, 2, 2, 0, 0]);
  });

  it("is billed from the beginning of a scale-out to the end of a scale-in", () => {
    expect(measure().instanceSeconds).to.equal(2 * (290 - 60));
  });

  it("is the same however late the samples come", () => {
    const late = [sample(-5, 0), sample(155, 0, 2), sample(290, 1, 2), sample(350, 2)];
    expect(measure({ samples: late })).to.deep.equal(measure());
  });

  it("that was left by a failed activity is what was seen after it", () => {
    const activities = [activity(60, 170, 0, 2, "Failed")];
    const samples = [sample(-5, 0), sample(125, 0, 2), sample(185, 0)];
    const failed = measure({ activities, samples, sampleCounts: series([]) });
    expect(failed.desired).to.deep.equal([0, 0, 2, 0, 0, 0, 0]);
    expect(failed.instanceSeconds).to.equal(2 * (170 - 60));
  });

  it("is taken as DescribeEndpoint showed it when it is not scaled and reports no CPU", () => {
    const samples = [sample(-55, 1), sample(2, 1), sample(62, 1, 3), sample(121, 3)];
    const seen = measure({ samples, activities: [], sampleCounts: series([]) });
    expect(seen.current).to.deep.equal([1, 1, 3, 3, 3, 3, 3]);
    expect(seen.desired).to.deep.equal([1, 3, 3, 3, 3, 3, 3]);
    expect(seen.instanceSeconds).to.equal(62 + 3 * (360 - 62));
  });

  it("is taken as DescribeEndpoint showed it in minutes that CloudWatch does not show yet", () => {
    const seen = measure({
      samples: [sample(-5, 0), sample(181, 2)],
      alwaysPublished: series([7, 7, 7, 7]),
      sampleCounts: series([null, null, 1, 2]),
    });
    expect(seen.current).to.deep.equal([0, 0, 1, 2, 2, 2, 2]);
  });

  it("is unknown before anything was seen of it", () => {
    const nothing = { activities: [], samples: [sample(100, 1)], sampleCounts: series([]) };
    expect(measure(nothing).current.slice(0, 2)).to.deep.equal([null, null]);
    expect(measure(nothing).desired.slice(0, 2)).to.deep.equal([null, null]);
  });

  it("is not moved by activities that change the range only", () => {
    const activities = [activity(60, 61, 0, null)];
    expect(measure({ activities }).desired).to.deep.equal([0, 0, 0, 0, 0, 0, 0]);
  });
});

describe("the measured instance-seconds", () => {
  it("count an instance from the moment that it is wanted to the moment that it is gone", () => {
    const samples = [
      sample(0, 0),
      sample(60, 0, 2),
      sample(180, 2),
      sample(300, 2, 0),
      sample(360, 0),
    ];
    expect(instanceSeconds(samples, start, start + 600)).to.equal(2 * 300);
  });

  it("leave out what was before and after the run", () => {
    expect(instanceSeconds([sample(-600, 3)], start, start + 100)).to.equal(300);
  });
});

describe("the scaling activities of a run", () => {
  function activity(offset: number, description: string, status = "Successful"): object {
    return {
      StartTime: new Date((start + offset) * 1000),
      EndTime: new Date((start + offset + 100) * 1000),
      Description: description,
      Cause: "monitor alarm high in state ALARM triggered policy backlog",
      StatusCode: status,
    };
  }

  function read(...activities: object[]): ReturnType<typeof readActivities> {
    return readActivities(activities as never, [sample(-30, 1), sample(900, 5)], start);
  }

  it("are in the order of their starts, each from where the last one led", () => {
    const activities = read(
      activity(600, "Setting desired instance count to 0."),
      activity(60, "Setting desired instance count to 5."),
    );
    expect(activities.map(({ startSeconds, from, to }) => [startSeconds, from, to])).to.deep.equal([
      [60, 1, 5],
      [600, 5, 0],
    ]);
    expect(activities[0]).to.include({
      endSeconds: 160,
      status: "Successful",
      cause: "monitor alarm high in state ALARM triggered policy backlog",
    });
  });

  it("that failed lead nowhere", () => {
    const activities = read(
      activity(60, "Setting desired instance count to 5.", "Failed"),
      activity(200, "Setting desired instance count to 3."),
    );
    expect(activities.map(({ from }) => from)).to.deep.equal([1, 1]);
  });

  it("leave the count open when the description names none", () => {
    expect(read(activity(60, "Setting min capacity to 2 and max capacity to 5"))[0]?.to).to.equal(
      null,
    );
  });

  it("from before the run are left out", () => {
    expect(read(activity(-10, "Setting desired instance count to 0."))).to.deep.equal([]);
  });
});

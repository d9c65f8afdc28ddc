import { expect } from "chai";

import { instanceSeconds } from "../../../load/measurement/fleet-monitor";
import { readActivities } from "../../../load/measurement/scaling-activities";
import { buildTimeline } from "../../../load/measurement/timeline";

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
    const timeline = buildTimeline(series, [], start, start + 120);
    expect(timeline.seconds).to.deep.equal([0, 60, 120]);
    expect(timeline.ApproximateBacklogSize).to.deep.equal([3, null, 7]);
  });

  it("shows the fleet as the sample just after each minute saw it", () => {
    const samples = [sample(-55, 1), sample(2, 0), sample(62, 0, 2), sample(121, 2)];
    const timeline = buildTimeline(new Map(), samples, start, start + 180);
    expect(timeline.CurrentInstanceCount).to.deep.equal([0, 0, 2, 2]);
    expect(timeline.DesiredInstanceCount).to.deep.equal([0, 2, 2, 2]);
  });

  it("has null for the fleet before the first sample", () => {
    const timeline = buildTimeline(new Map(), [sample(70, 1)], start, start + 60);
    expect(timeline.CurrentInstanceCount).to.deep.equal([null, 1]);
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

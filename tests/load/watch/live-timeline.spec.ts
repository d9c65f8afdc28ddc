import { expect } from "chai";

import { LiveTimeline } from "../../../load/watch/live-timeline";
import { progressAt } from "./progress-fixture";

describe("the timeline of a run under way", () => {
  it("has gauges as they were last seen in a period, and counts of what came in it", () => {
    const live = new LiveTimeline();
    live.observe(progressAt(10, { sent: 4, backlog: 2, currentInstances: 0, desiredInstances: 1 }));
    live.observe(progressAt(50, { sent: 7, backlog: 5, currentInstances: 1, desiredInstances: 1 }));
    live.observe(progressAt(61, { sent: 9, succeeded: 2, failed: 1, backlog: 3 }));
    expect(live.timeline).to.deep.equal({
      periodSeconds: 60,
      seconds: [0, 60],
      ApproximateBacklogSize: [5, 3],
      CurrentInstanceCount: [1, null],
      DesiredInstanceCount: [1, null],
      RequestsSent: [7, 2],
      EndsHeardOf: [0, 3],
    });
  });

  it("bridges periods that went by unseen", () => {
    const live = new LiveTimeline();
    live.observe(progressAt(0, { sent: 1, backlog: 4 }));
    live.observe(progressAt(190, { sent: 6, backlog: 0 }));
    const { seconds, ApproximateBacklogSize, RequestsSent } = live.timeline;
    expect({ seconds, ApproximateBacklogSize, RequestsSent }).to.deep.equal({
      seconds: [0, 60, 120, 180],
      ApproximateBacklogSize: [4, 4, 4, 0],
      RequestsSent: [1, null, null, 5],
    });
  });

  it("is empty before the stream, and takes a clock that is a moment behind", () => {
    const live = new LiveTimeline();
    live.observe(progressAt(null, {}));
    live.observe(progressAt(-0.5, {}));
    expect(live.timeline.seconds).to.deep.equal([]);
    live.observe(progressAt(60.1, { sent: 2 }));
    live.observe(progressAt(59.9, { sent: 3 }));
    expect(live.timeline["RequestsSent"]).to.deep.equal([null, 3]);
  });
});

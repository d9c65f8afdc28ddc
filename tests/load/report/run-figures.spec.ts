import { expect } from "chai";

import {
  activitiesFigure,
  experimentFigures,
  hasData,
  oldestRequestFigure,
  returnWindow,
  wakeUpWindow,
} from "../../../load/report/run-figures";
import { readScenarioFacts } from "../../../load/report/scenario-facts";
import { type RunResult } from "../../../simulator/scenario/result";
import { playedRun } from "./run-result-factory";

function figureOf(result: RunResult, id: string) {
  const facts = readScenarioFacts(result.scenario);
  const figures = [
    ...experimentFigures(result, facts),
    activitiesFigure(result),
    oldestRequestFigure(facts),
  ];
  const figure = figures.find((candidate) => candidate.id === id);
  expect(figure, id).to.not.equal(undefined);
  return figure as NonNullable<typeof figure>;
}

describe("figures of a run", () => {
  it("show the fleet from zero to its first instance", () => {
    const result = playedRun();
    expect(wakeUpWindow(result)).to.deep.equal({ from: 0, to: 702 });
    expect(figureOf(result, "wake-up").caption).to.equal(
      "No instance when the stream began. The first was asked for after 3 min and in service after 9 min. " +
        "By then 5,400 requests waited.",
    );
  });

  it("say so when instances were in service from the start", () => {
    const result = playedRun();
    const CurrentInstanceCount = result.timeline.seconds.map(() => 2);
    const kept = { ...result, timeline: { ...result.timeline, CurrentInstanceCount } };
    expect(figureOf(kept, "wake-up").caption).to.equal(
      "2 instances in service when the stream began.",
    );
  });

  it("say so when no instance ever came", () => {
    const result = playedRun();
    const CurrentInstanceCount = result.timeline.seconds.map(() => 0);
    const stuck = { ...result, timeline: { ...result.timeline, CurrentInstanceCount } };
    expect(wakeUpWindow(stuck)).to.equal(null);
    expect(figureOf(stuck, "wake-up").caption).to.equal(
      "No instance when the stream began. None came into service.",
    );
  });

  it("draw the target of the scenario beside the backlog per instance", () => {
    const result = playedRun();
    expect(figureOf(result, "backlog-per-instance").series.map(({ label }) => label)).to.deep.equal(
      ["Backlog per instance", "Target 5"],
    );
    const fixed = { ...result, scenario: { ...result.scenario, scaling: null } };
    expect(figureOf(fixed, "backlog-per-instance").series).to.have.length(1);
  });

  it("show the way back from the last work to the end", () => {
    const result = playedRun();
    const end = result.timeline.seconds.length * 60;
    expect(returnWindow(result)?.to).to.equal(end);
    expect(figureOf(result, "return").caption).to.equal(
      "The last request was done after 1 h 40 min. The fleet was at 0 instances 15 min later.",
    );
  });

  it("name the minimum that the fleet returns to", () => {
    const result = playedRun();
    const scenario = { ...result.scenario, scaling: { minCapacity: 2 } };
    expect(figureOf({ ...result, scenario }, "return").title).to.equal("The return to 2");
  });

  it("number the activities in the order of time, as AWS lists them last first", () => {
    const markers = figureOf(playedRun(), "activities").markers;
    expect(markers.map(({ number, label }) => `${number}: ${label}`)).to.deep.equal([
      "1: 0 → 1",
      "2: 1 → 5",
      "3: 5 → 0",
    ]);
  });

  it("have no data when their series are absent or only gaps", () => {
    const result = playedRun();
    const backlog = figureOf(result, "backlog");
    expect(hasData(backlog, result)).to.equal(true);
    const bare = { ...result, timeline: { periodSeconds: 60, seconds: [0, 60] } };
    expect(hasData(backlog, bare)).to.equal(false);
    const gaps = { ...bare, timeline: { ...bare.timeline, ApproximateBacklogSize: [null, null] } };
    expect(hasData(backlog, gaps)).to.equal(false);
  });
});

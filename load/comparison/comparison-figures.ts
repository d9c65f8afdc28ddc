import { type RunResult } from "../../simulator/scenario/result";
import { type Figure, type FigureSeries } from "../report/figure";
import { formatCount, formatError } from "../report/format-quantity";
import { type BacklogDistance, overlaySeries } from "./overlaid-timeline";

/** Each run has one colour in both pictures. */
const colors = { a: "backlog", b: "predicted" } as const;

/** The pictures of an overlaid timeline: the backlogs over each other, and the fleets. */
export function comparisonFigures(a: RunResult, b: RunResult, apart: BacklogDistance): Figure[] {
  const whole = { right: null, windowSeconds: null, markers: [] } as const;
  return [
    {
      ...{ ...whole, id: "compared-backlog", title: "Backlog of both" },
      caption:
        apart.mean === null
          ? "Requests in the queue. How far the curves are apart cannot be told."
          : `Requests in the queue. The curves are ${formatError(apart.mean)} of A's peak apart on average, ${formatError(apart.largest)} at most.`,
      left: { title: "requests", scale: "linear", unit: "count" },
      series: [series("a", "backlog", "area"), series("b", "backlog", "line")],
    },
    {
      ...{ ...whole, id: "compared-instances", title: "Instances of both" },
      caption: `Instances in service: at most ${formatCount(a.instances.peak)} of A, and ${formatCount(b.instances.peak)} of B.`,
      left: { title: "instances", scale: "linear", unit: "count" },
      series: [series("a", "instances", "step"), series("b", "instances", "step-dashed")],
    },
  ];
}

function series(
  run: keyof typeof colors,
  what: keyof typeof overlaySeries,
  shape: FigureSeries["shape"],
): FigureSeries {
  return {
    label: `${what === "backlog" ? "Backlog" : "Instances"} of ${run.toUpperCase()}`,
    ...{ color: colors[run], shape, axis: "left" },
    source: { metric: overlaySeries[what][run] },
  };
}

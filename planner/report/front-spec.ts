import { type TopLevelSpec } from "vega-lite";

import { chartLook } from "../../load/report/chart-look";
import { formatDuration, formatUsd } from "../../load/report/format-quantity";
import { quantityVariable } from "../../load/report/palette";
import { type PlanDocument } from "../plan-document";

/** The front of cost against latency as a stepped line, with the recommendation and what it is compared with. */
export function frontSpec(plan: PlanDocument, width: number): TopLevelSpec | null {
  if (plan.front.length === 0) return null;
  const front = plan.front.map(({ costPerMonth, latencySeconds }) => ({
    cost: costPerMonth,
    minutes: latencySeconds / 60,
  }));
  const others =
    plan.latency !== "p95"
      ? []
      : plan.comparisons.flatMap(({ label, fare }) => {
          const [cost, seconds] = [fare.costPerMonth.mean, fare.latencySeconds.p95.mean];
          return cost === null || seconds === null ? [] : [{ label, cost, minutes: seconds / 60 }];
        });
  const recommended = plan.front
    .filter(({ isRecommended }) => isRecommended)
    .map(({ costPerMonth, latencySeconds }) => ({
      label: `recommended: ${formatUsd(costPerMonth)}, ${formatDuration(latencySeconds)}`,
      cost: costPerMonth,
      minutes: latencySeconds / 60,
    }));
  const position = {
    x: {
      field: "minutes",
      type: "quantitative",
      scale: { zero: false },
      axis: { title: `${plan.latency}, minutes` },
    },
    y: {
      field: "cost",
      type: "quantitative",
      scale: { zero: false },
      axis: { title: "US dollars a month" },
    },
  } as const;
  const marked = [...recommended, ...others];
  // In a legend: beside their points, the names of settings that do alike would cover each other.
  const legend = {
    title: null,
    orient: "bottom",
    direction: "vertical",
    labelLimit: width,
    symbolSize: 110,
  } as const;
  const domain = marked.map(({ label }) => label);
  const shapes = [...recommended.map(() => "circle"), "diamond", "triangle-up", "square", "cross"];
  const colors = [
    ...recommended.map(() => quantityVariable("invocationsProcessed")),
    ...others.map(() => quantityVariable("target")),
  ];
  return {
    config: chartLook,
    width,
    height: 300,
    autosize: "pad",
    layer: [
      {
        data: { values: front },
        mark: {
          type: "line",
          interpolate: "step-after",
          point: { size: 40, color: quantityVariable("backlog") },
          color: quantityVariable("backlog"),
        },
        encoding: position,
      },
      {
        data: { values: marked },
        mark: { type: "point", filled: true, size: 110 },
        encoding: {
          ...position,
          shape: { field: "label", type: "nominal", scale: { domain, range: shapes }, legend },
          color: { field: "label", type: "nominal", scale: { domain, range: colors }, legend },
        },
      },
    ],
  };
}

import { type TopLevelSpec } from "vega-lite";

import { chartLook, colorScale } from "./chart-look";
import { type CostPart, type CostPurpose } from "./cost-split";
import { type QuantityColor } from "./palette";

/** The parts of a bill as the report names and colours them. */
export const costPurposes: Readonly<
  Record<CostPurpose, { label: string; meaning: string; color: QuantityColor }>
> = {
  starting: {
    ...{ label: "Starting", color: "desiredInstances" },
    meaning: "from the wish for an instance until it serves",
  },
  working: {
    ...{ label: "Working", color: "serviceTime" },
    meaning: "places on instances that run a request",
  },
  idle: {
    ...{ label: "Idle", color: "target" },
    meaning: "places that run none, and instances on their way out",
  },
};

/** The bill as one bar of instance-hours. */
export function costSplitSpec(parts: readonly CostPart[], width: number): TopLevelSpec {
  const values = parts.map(({ purpose, instanceSeconds }, order) => ({
    ...{ order, hours: instanceSeconds / 3600 },
    part: costPurposes[purpose].label,
  }));
  return {
    config: chartLook,
    width,
    height: 28,
    data: { values },
    mark: { type: "bar", cornerRadius: 2 },
    encoding: {
      x: {
        ...{ field: "hours", type: "quantitative", stack: "zero" },
        axis: { title: "instance-hours", tickCount: 5, format: ",~f" },
      },
      color: {
        ...{ field: "part", type: "nominal" },
        scale: colorScale(parts.map(({ purpose }) => costPurposes[purpose])),
      },
      order: { field: "order", type: "quantitative" },
    },
  };
}

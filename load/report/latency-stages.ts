import { type RunResult } from "../../simulator/scenario/result";
import { type QuantityColor } from "./palette";

/** A part of a request's way, as the report names and colours it. */
export interface LatencyStageLook {
  readonly key: keyof RunResult["latencySeconds"];
  readonly label: string;
  readonly meaning: string;
  readonly color: QuantityColor;
}

/** The stages in the order in which a request goes through them, and the whole. */
export const latencyStageLooks: readonly LatencyStageLook[] = [
  {
    ...{ key: "submit", label: "Submit", color: "desiredInstances" },
    meaning: "from the planned sending to acceptance",
  },
  { key: "queue", label: "Queue", meaning: "from acceptance to start", color: "queueTime" },
  { key: "service", label: "Service", meaning: "on the instance", color: "serviceTime" },
  {
    ...{ key: "delivery", label: "Delivery", color: "ageOfOldestRequest" },
    meaning: "from the end to the notification, not part of the total",
  },
  { key: "total", label: "Total", meaning: "from sending to the result", color: "totalTime" },
];

import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { type Scenario } from "../../../simulator/scenario/schema";

/** Any JSON object. */
export type Json = Record<string, unknown>;

/** Ten requests at once on one instance of two slots at 10 s each, with nothing left to chance and no scaling. */
export function scenarioInput(change: Json = {}): Json {
  return {
    workload: { requests: 10, arrivals: { kind: "at-once" } },
    model: { serviceTimeSeconds: { kind: "constant", value: 10 } },
    scaling: null,
    platform: {
      provisionSeconds: { kind: "constant", value: 100 },
      terminationSeconds: { kind: "constant", value: 60 },
      metricDelaySeconds: { kind: "constant", value: 60 },
    },
    ...change,
  };
}

export function scenario(change: Json = {}): Scenario {
  return parseScenario(scenarioInput(change));
}

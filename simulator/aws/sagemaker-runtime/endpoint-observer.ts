import { type AsyncMetricKey } from "../../../sagemaker/metrics";
import { type Invocation } from "./invocation";

/** Takes what the work on invocations lets see: metrics that the engine cannot know, and lines for the log. */
export interface EndpointObserver {
  /** Counts one in the present minute. */
  observe(metric: AsyncMetricKey): void;
  /** Writes a line with the invocation's id to the endpoint's platform log. */
  log(invocation: Invocation, line: string): void;
}

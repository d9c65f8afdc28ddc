import { type AsyncMetricKey } from "../../../sagemaker/metrics";

/** Takes what the work on invocations lets see and the engine cannot know. */
export interface EndpointObserver {
  /** Counts one in the present minute. */
  observe(metric: AsyncMetricKey): void;
}

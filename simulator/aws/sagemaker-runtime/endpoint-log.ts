import { createHash } from "node:crypto";
import { type ServiceHost } from "../service-host";
import { logsIn } from "../logs/store";
import { type ProcessingResult } from "./invocation";

/** When an invocation was accepted, started and ended, in simulated epoch seconds. */
export interface InvocationTimes {
  readonly submittedAt: number;
  readonly startedAt: number;
  readonly settledAt: number;
}

/**
 * The platform's log of an endpoint: one stream for each instance, with a line for each invocation that it ended. The
 * group is made with its first line, never expires and survives the endpoint, as on AWS.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html
 */
export class EndpointLog {
  constructor(
    private readonly aws: ServiceHost,
    private readonly region: string,
    private readonly endpointName: string,
    private readonly variantName: string,
  ) {}

  /** Writes how an invocation ended on an instance. */
  ended(
    instance: number,
    inferenceId: string,
    result: ProcessingResult,
    times: InvocationTimes,
  ): void {
    const stream = `${this.variantName}/${this.instanceId(instance)}/data-log`;
    const outcome =
      result.kind === "succeeded"
        ? `Inference request succeeded. ${measures(times)}`
        : `Inference request failed. ${result.reason}${modelMessage(result.body)}`;
    logsIn(this.aws, this.region).write(
      `/aws/sagemaker/Endpoints/${this.endpointName}`,
      stream,
      [`[${inferenceId}] ${outcome}`],
      times.settledAt,
    );
  }

  /** The engine numbers instances; their names here look like those of EC2. */
  private instanceId(instance: number): string {
    const name = `${this.region} ${this.endpointName} ${instance}`;
    return `i-${createHash("sha256").update(name).digest("hex").slice(0, 17)}`;
  }
}

function measures({ submittedAt, startedAt, settledAt }: InvocationTimes): string {
  const microseconds = Math.round((settledAt - startedAt) * 1e6);
  const milliseconds = (seconds: number): number => Math.round(seconds * 1000);
  return `ModelLatency: ${microseconds} us, TimeInBacklog: ${milliseconds(startedAt - submittedAt)} ms, TotalProcessingTime: ${milliseconds(settledAt - submittedAt)} ms`;
}

/** The beginning of what the model said, on one line. */
function modelMessage(body: Buffer | undefined): string {
  return body === undefined
    ? ""
    : ` Message from model: ${body.toString("utf8", 0, 1024).replace(/\s+/g, " ")}`;
}

import { type AsyncEndpoint } from "../../engine/async-endpoint";
import { type Outcome, type Submission } from "../../engine/types";
import { type ServiceHost } from "../service-host";
import { type Model } from "../model/model";
import { type AsyncSettings } from "../sagemaker/async-settings";
import { type S3Location } from "../sagemaker/s3-location";
import { type ObjectAction } from "../sagemaker/working-role";
import { deliverResult, discardBody } from "./deliver-result";
import { EndpointLog, type InvocationTimes } from "./endpoint-log";
import { type EndpointObserver } from "./endpoint-observer";
import { failureReasons } from "./failure-reasons";
import { InlineInputs } from "./inline-inputs";
import { type Invocation, type ProcessingResult } from "./invocation";
import { processInvocation } from "./process-invocation";

/** What the processing of one endpoint's invocations needs. */
export interface ProcessorOptions {
  readonly aws: ServiceHost;
  readonly region: string;
  readonly endpointName: string;
  readonly variantName: string;
  readonly model: Model;
  /** The settings in force at the moment of the call. */
  readonly settings: () => AsyncSettings;
  /** Whether the execution role may do that with an object. */
  readonly may: (action: ObjectAction, location: S3Location) => boolean;
}

/** The work on one invocation by one instance. */
interface Attempt {
  readonly instance: number;
  readonly abort: AbortController;
  /** Lets simulated time pass the instant at which the engine would end the request. */
  readonly release: () => void;
  result: ProcessingResult | undefined;
}

/**
 * Does what the engine decides: when it starts a request, the input is read and the model is run; when it ends one, the
 * result is written and announced. The engine alone knows queue, instances and time; simulated time waits for the work.
 */
export class InvocationProcessor {
  readonly inlineInputs: InlineInputs;
  private readonly invocations = new Map<number, Invocation>();
  private readonly attempts = new Map<number, Attempt>();
  private readonly deliveries = new Set<Promise<void>>();
  private readonly observer: EndpointObserver;
  private readonly log: EndpointLog;
  private fleet: AsyncEndpoint | undefined;
  /** The invocation that is being handed to the engine, which may start it before it gives its number. */
  private entering: Invocation | undefined;

  constructor(readonly options: ProcessorOptions) {
    const { aws, region, endpointName, variantName } = options;
    this.inlineInputs = new InlineInputs(aws.dataDir);
    this.log = new EndpointLog(aws, region, endpointName, variantName);
    this.observer = { observe: (metric) => this.fleet?.observe(metric) };
  }

  /** Connects the engine's endpoint, which was made with calls to this object as its listener. */
  attach(fleet: AsyncEndpoint): void {
    this.fleet = fleet;
  }

  /** Puts an accepted invocation into the queue. */
  submit(
    invocation: Invocation,
    timing: Pick<Submission, "requestTtlSeconds" | "invocationTimeoutSeconds">,
  ): void {
    const { input } = invocation;
    this.entering = invocation;
    const request = this.fleet?.submit({
      ...timing,
      payloadBytes: input.kind === "inline" ? input.sizeBytes : 0,
    });
    if (request !== undefined && this.entering !== undefined) {
      this.invocations.set(request, invocation);
    }
    this.entering = undefined;
  }

  /** The engine gave the request to an instance. */
  started(request: number, instance: number, atSeconds: number, serviceSeconds: number): void {
    const invocation = this.claim(request);
    if (invocation === undefined) {
      return;
    }
    const { aws, model } = this.options;
    const attempt: Attempt = {
      instance,
      abort: new AbortController(),
      release:
        model.takesOwnTime === true ? () => undefined : aws.driver.hold(atSeconds + serviceSeconds),
      result: undefined,
    };
    this.attempts.set(request, attempt);
    this.work(request, invocation, attempt)
      .catch((error: unknown) => this.report(`work on ${invocation.inferenceId}`, error))
      .finally(attempt.release);
  }

  /** The instance went away under the request; if the engine starts it again, the work begins anew. */
  interrupted(request: number): void {
    discardBody(this.endAttempt(request)?.result, this.options.aws);
  }

  /** The engine ended the request. */
  settled(request: number, outcome: Outcome, times: InvocationTimes): void {
    const invocation = this.claim(request);
    this.invocations.delete(request);
    const attempt = this.endAttempt(request);
    if (invocation === undefined) {
      discardBody(attempt?.result, this.options.aws);
      return;
    }
    const result = finalResult(outcome, attempt?.result);
    if (result !== attempt?.result) {
      discardBody(attempt?.result, this.options.aws);
    }
    if (result !== undefined && attempt !== undefined) {
      this.log.ended(attempt.instance, invocation.inferenceId, result, times);
    }
    const delivery = this.deliver(invocation, result, times.settledAt)
      .catch((error: unknown) => this.report(`delivery of ${invocation.inferenceId}`, error))
      .finally(() => this.deliveries.delete(delivery));
    this.deliveries.add(delivery);
  }

  /** Breaks off the work under way and waits for the results that are being written. */
  async close(): Promise<void> {
    for (const request of [...this.attempts.keys()]) {
      this.endAttempt(request);
    }
    await Promise.all(this.deliveries);
  }

  private claim(request: number): Invocation | undefined {
    if (!this.invocations.has(request) && this.entering !== undefined) {
      this.invocations.set(request, this.entering);
      this.entering = undefined;
    }
    return this.invocations.get(request);
  }

  private endAttempt(request: number): Attempt | undefined {
    const attempt = this.attempts.get(request);
    this.attempts.delete(request);
    if (attempt !== undefined && attempt.result === undefined) {
      attempt.abort.abort();
    }
    attempt?.release();
    return attempt;
  }

  private async work(request: number, invocation: Invocation, attempt: Attempt): Promise<void> {
    const result = await processInvocation(
      invocation,
      { ...this.options, observer: this.observer },
      attempt.abort.signal,
    );
    // The engine may have timed the request out, or taken its instance away, in the meantime.
    if (this.attempts.get(request) !== attempt) {
      discardBody(result, this.options.aws);
      return;
    }
    attempt.result = result;
    // No event of the engine's need have come since a model that takes its own time began.
    if (this.options.model.takesOwnTime === true) this.options.aws.driver.catchUp();
    this.fleet?.complete(request, result.kind);
  }

  /** For defects of this server: they must stop neither it nor its time. */
  private report(what: string, error: unknown): void {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.options.aws.log?.(`${this.options.endpointName}: ${what} broke off: ${problem}`);
  }

  private async deliver(
    invocation: Invocation,
    result: ProcessingResult | undefined,
    settledAt: number,
  ): Promise<void> {
    if (result !== undefined) {
      await deliverResult(invocation, result, settledAt, {
        ...this.options,
        observer: this.observer,
      });
    }
    if (invocation.input.kind === "inline") {
      await this.inlineInputs.forget(invocation.input.path);
    }
  }
}

/** What is announced; nothing when the request was lost, for then no one is left to announce it. */
function finalResult(
  outcome: Outcome,
  result: ProcessingResult | undefined,
): ProcessingResult | undefined {
  switch (outcome) {
    case "succeeded":
      return result;
    case "failed":
      return result ?? { kind: "failed", reason: failureReasons.unreachable() };
    case "expired":
      return { kind: "failed", reason: failureReasons.expired() };
    case "timedOut":
      return { kind: "failed", reason: failureReasons.timedOut() };
    case "lost":
      return undefined;
    default:
      return outcome satisfies never;
  }
}

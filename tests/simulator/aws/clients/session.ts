import { setTimeout as sleep } from "node:timers/promises";
import { DescribeEndpointCommand } from "@aws-sdk/client-sagemaker";
import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { type AwsClient, CallFailure, type EndpointWaiter } from "./client";
import { type Candidate } from "./installed-clients";
import { openTarget, type Target } from "./target";

/** One client at one target, and what its flows have made there so far. */
export class Session {
  /** Part of every name, so that runs do not meet on AWS. */
  readonly run = `clients-${Date.now().toString(36)}`;
  readonly bucket = this.run;
  readonly endpointName = `Endpoint-${this.run}`;
  readonly variantName = "all-traffic";
  /** The variant as Application Auto Scaling names it. */
  readonly scalableVariant = {
    ServiceNamespace: "sagemaker",
    ResourceId: `endpoint/${this.endpointName}/variant/${this.variantName}`,
    ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
  } as const;
  readonly alarmName = `${this.run}-wake-up`;
  readonly modelName = this.run;
  /** False for clients from before April 2023, when `S3FailurePath` came. */
  knowsFailurePath = true;
  accountId = "";
  topicArn = "";
  queueUrl = "";
  roleArn = "";
  /** When the invocations were sent, by the target's time. */
  sentAt = new Date(0);
  /** Where the results of successful invocations will be, by inference id. */
  readonly outputs = new Map<string, string>();
  /** Results received, by inference id. */
  readonly results = new Map<string, ResultMessage>();

  constructor(
    readonly client: AwsClient,
    readonly target: Target,
  ) {}

  /** Looks again and again until it is so. */
  async until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + this.target.patienceMs;
    while (!(await isTrue())) {
      if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
      await sleep(this.target.pauseMs);
    }
  }

  /**
   * Waits with the client's own waiter. Where time is fast, a client whose waiter pauses for half a
   * minute whatever it is told begins to wait once the state is there, so that its first look is its last.
   */
  async wait(waiter: EndpointWaiter): Promise<void> {
    if (!this.target.isAws && !this.client.keepsWaiterDelay) {
      await this.until(waiter, async () => {
        const status = await this.endpointStatus();
        return waiter === "EndpointDeleted" ? status === undefined : status === "InService";
      });
    }
    await this.client.wait(waiter, this.endpointName);
  }

  /** `undefined` for an endpoint that is not there. */
  private async endpointStatus(): Promise<string | undefined> {
    try {
      const described = await this.client.call(
        new DescribeEndpointCommand({ EndpointName: this.endpointName }),
      );
      return described.EndpointStatus;
    } catch (failure) {
      if (failure instanceof CallFailure && failure.code === "ValidationException")
        return undefined;
      throw failure;
    }
  }

  /** Receives and deletes messages until one is as wished; each is shown once. */
  async receiveUntil(what: string, isLast: (body: string) => boolean): Promise<void> {
    await this.until(what, async () => {
      const { Messages: messages = [] } = await this.client.call(
        new ReceiveMessageCommand({
          QueueUrl: this.queueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 1,
        }),
      );
      let seen = false;
      for (const { Body: body = "", ReceiptHandle: handle } of messages) {
        await this.client.call(
          new DeleteMessageCommand({ QueueUrl: this.queueUrl, ReceiptHandle: handle }),
        );
        seen = isLast(body) || seen;
      }
      return seen;
    });
  }
}

/** What SageMaker publishes when an invocation ended. */
export interface ResultMessage {
  readonly eventName: string;
  readonly invocationStatus: string;
  readonly inferenceId: string;
  readonly failureReason?: string;
  readonly responseParameters?: { readonly outputLocation?: string };
}

/**
 * Opens a session before the steps of the surrounding `describe`, and closes it after them. Steps build on one
 * another: once one has failed, the rest are skipped.
 *
 * @param removeRest takes away what a run that failed has left on AWS
 */
export function useSession(
  candidate: Candidate,
  removeRest: (session: Session) => Promise<void>,
): () => Session {
  let session: Session | undefined;
  let hasFailed = false;
  before(async function () {
    this.timeout(60_000);
    const version = await candidate.version();
    const reason = version === undefined ? "not installed" : repetitionOf(candidate, version);
    if (version === undefined || reason !== undefined) {
      console.log(`    ${candidate.name}: ${reason}: skipped`);
      return this.skip();
    }
    const target = await openTarget();
    session = new Session(candidate.open(version, target.connection), target);
    console.log(`    ${session.client.name} at ${target.connection.endpoint ?? "AWS"}`);
  });
  beforeEach(function () {
    if (hasFailed) this.skip();
    // In a hook, `this.timeout` would be the hook's own.
    this.currentTest?.timeout((session?.target.patienceMs ?? 0) + 30_000);
  });
  afterEach(function () {
    hasFailed ||= this.currentTest?.isFailed() === true;
  });
  after(async function () {
    this.timeout(3600 * 1000);
    if (session === undefined) return;
    if (hasFailed && session.target.isAws) await removeRest(session);
    await session.client.close();
    await session.target.close();
  });
  return () => {
    if (session === undefined) throw new Error("The session is not yet open: use it in a step");
    return session;
  };
}

const versionsSeen = new Set<string>();

/** Says that this version of a client has had its turn; a version has one turn. */
function repetitionOf({ name }: Candidate, version: string): string | undefined {
  const kind = `${name.split(" of ")[0]} ${version}`;
  if (versionsSeen.has(kind)) return `${version} again`;
  versionsSeen.add(kind);
  return undefined;
}

/** Expects a call to fail with one of the codes: clients may name an error by its old or by its new code. */
export async function expectFailure(
  call: Promise<unknown>,
  codes: string | readonly string[],
  message: RegExp = /./,
): Promise<void> {
  try {
    await call;
  } catch (failure) {
    if (!(failure instanceof CallFailure)) throw failure;
    expect(failure.code, failure.message).to.be.oneOf([codes].flat());
    expect(failure.message).to.match(message);
    return;
  }
  throw new Error("The call did not fail");
}

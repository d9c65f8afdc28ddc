import { arn } from "../account";
import { type Clock } from "../clock";
import { AwsError } from "../errors";
import { StoreKey } from "../service-host";
import { Queue } from "./queue";

/** The state of SQS in a region. */
export const SQS = new StoreKey("sqs", (aws, region) => new SqsStore(aws.clock, region));

/** A move of dead letters that was ordered. */
export interface MoveTask {
  readonly taskHandle: string;
  readonly sourceArn: string;
  readonly destinationArn: string | undefined;
  readonly ratePerSecond: number | undefined;
  readonly moved: number;
  /** Simulated epoch seconds. */
  readonly startedAt: number;
}

/** The queues of a region. */
export class SqsStore {
  /** The newest first. */
  readonly moveTasks: MoveTask[] = [];
  private readonly queues = new Map<string, Queue>();

  constructor(
    private readonly clock: Clock,
    private readonly region: string,
  ) {}

  create(name: string): Queue {
    const queue = new Queue(
      name,
      arn("sqs", this.region, name),
      this.clock.now(),
      this.clock,
      (of) => this.byArn(of),
    );
    this.queues.set(name, queue);
    return queue;
  }

  find(name: string): Queue | undefined {
    return this.queues.get(name);
  }

  byArn(queueArn: string): Queue | undefined {
    const queue = this.queues.get(queueArn.slice(queueArn.lastIndexOf(":") + 1));
    return queue?.arn === queueArn ? queue : undefined;
  }

  /**
   * The queue of a URL; only its last part counts, so that a client may reach the server by any of its names.
   *
   * @throws AwsError `QueueDoesNotExist`
   */
  byUrl(url: string | undefined): Queue {
    const queue = this.queues.get((url ?? "").slice((url ?? "").lastIndexOf("/") + 1));
    if (queue === undefined) {
      throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
    }
    return queue;
  }

  /** All queues by name. */
  list(): readonly Queue[] {
    return [...this.queues.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  delete(queue: Queue): void {
    queue.close();
    this.queues.delete(queue.name);
  }

  close(): void {
    this.queues.forEach((queue) => queue.close());
    this.queues.clear();
  }
}

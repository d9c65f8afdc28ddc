import { randomUUID } from "node:crypto";
import { type Clock } from "../clock";
import { AwsError } from "../errors";
import { type Message, type MessageAttributes, md5, md5OfAttributes } from "./message";
import { defaultAttributes, parseRedrivePolicy, type QueueAttributes } from "./queue-attributes";
import { Waiters } from "./waiters";

/** How many messages a queue holds, in each of the three states that `GetQueueAttributes` counts. */
export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** What a receiver asks for. */
export interface Receipt {
  readonly maxMessages: number;
  readonly visibilitySeconds: number;
}

/** A standard queue. Visibility, delays and retention run on wall time, since its clients do. */
export class Queue {
  attributes: QueueAttributes = defaultAttributes();
  tags = new Map<string, string>();
  /** Simulated epoch seconds. */
  modifiedAt: number;
  /** In the order in which they are received. */
  private readonly visible = new Set<Message>();
  /** Received or delayed. */
  private readonly hidden = new Set<Message>();
  /** Those that were received, by the handle of the latest receipt. */
  private readonly received = new Map<string, Message>();
  private readonly waiters: Waiters<Message>;

  constructor(
    readonly name: string,
    readonly arn: string,
    /** Simulated epoch seconds. */
    readonly createdAt: number,
    private readonly clock: Clock,
    /** Finds the queue for messages that were received too often. */
    private readonly deadLetterQueue: (arn: string) => Queue | undefined,
  ) {
    this.modifiedAt = createdAt;
    this.waiters = new Waiters(clock, () => this.nextReturn());
  }

  /** Adds a message; those who wait for one get it at once. */
  send(body: string, attributes: MessageAttributes = {}, delaySeconds?: number): Message {
    const now = this.clock.wallNow();
    const delay = delaySeconds ?? this.number("DelaySeconds");
    const message: Message = {
      messageId: randomUUID(),
      body,
      md5OfBody: md5(body),
      attributes,
      md5OfAttributes: md5OfAttributes(attributes),
      sentAt: this.clock.now(),
      expiresAtWall: now + this.number("MessageRetentionPeriod"),
      receiveCount: 0,
      firstReceivedAt: undefined,
      hiddenUntilWall: now + delay,
      receiptHandle: undefined,
    };
    this.accept(message);
    return message;
  }

  /**
   * Takes messages, waiting for the first one if there is none.
   *
   * @param waitSeconds wall seconds, 0 to 20
   * @param onGone registers what ends the wait when the receiver goes away
   */
  receive(
    receipt: Receipt,
    waitSeconds: number,
    onGone: (listener: () => void) => void,
  ): Promise<readonly Message[]> | readonly Message[] {
    const taken = this.take(receipt);
    if (taken.length > 0 || waitSeconds <= 0) {
      return taken;
    }
    return this.waiters.wait(() => this.take(receipt), waitSeconds, onGone);
  }

  /** Deletes the message of a receipt; a handle that a later receipt has replaced deletes nothing. */
  delete(receiptHandle: string): void {
    const message = this.byHandle(receiptHandle);
    if (message !== undefined) {
      this.visible.delete(message);
      this.hidden.delete(message);
      this.received.delete(receiptHandle);
    }
  }

  /**
   * Hides a received message for so long from now.
   *
   * @throws AwsError `MessageNotInflight`
   */
  changeVisibility(receiptHandle: string, seconds: number): void {
    const message = this.byHandle(receiptHandle);
    this.restoreDue();
    if (message === undefined || !this.hidden.has(message)) {
      throw new AwsError(
        "MessageNotInflight",
        `Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    }
    message.hiddenUntilWall = this.clock.wallNow() + seconds;
    this.serve();
  }

  /** Removes and returns what could be received at present. */
  takeAll(): readonly Message[] {
    this.restoreDue();
    const now = this.clock.wallNow();
    const all = [...this.visible].filter(({ expiresAtWall }) => expiresAtWall > now);
    this.visible.clear();
    return all;
  }

  purge(): void {
    this.visible.clear();
    this.hidden.clear();
    this.received.clear();
  }

  counts(): QueueCounts {
    this.restoreDue();
    const received = [...this.hidden].filter((message) => message.receiveCount > 0).length;
    return {
      visible: this.visible.size,
      inFlight: received,
      delayed: this.hidden.size - received,
    };
  }

  /** The queue's ARN of dead letters, if it has one. */
  get deadLetterArn(): string | undefined {
    return parseRedrivePolicy(this.attributes.RedrivePolicy)?.deadLetterTargetArn;
  }

  /** A numeric attribute. */
  number(attribute: string): number {
    return Number(this.attributes[attribute]);
  }

  /** Ends all waiting with empty hands. */
  close(): void {
    this.waiters.close();
  }

  private accept(message: Message): void {
    if (message.hiddenUntilWall > this.clock.wallNow()) {
      this.hidden.add(message);
    } else {
      this.visible.add(message);
    }
    this.serve();
  }

  private serve(): void {
    this.waiters.serve();
  }

  private take({ maxMessages, visibilitySeconds }: Receipt): readonly Message[] {
    this.restoreDue();
    const now = this.clock.wallNow();
    const redrive = parseRedrivePolicy(this.attributes.RedrivePolicy);
    const taken: Message[] = [];
    for (const message of this.visible) {
      if (taken.length === maxMessages) {
        break;
      }
      this.visible.delete(message);
      this.received.delete(message.receiptHandle ?? "");
      if (message.expiresAtWall <= now) {
        continue;
      }
      if (redrive !== undefined && message.receiveCount >= redrive.maxReceiveCount) {
        this.deadLetterQueue(redrive.deadLetterTargetArn)?.accept({
          ...message,
          deadLetterSource: this.arn,
          receiveCount: 0,
        });
        continue;
      }
      message.receiveCount++;
      message.firstReceivedAt ??= this.clock.now();
      message.receiptHandle = Buffer.from(`${message.messageId} ${randomUUID()}`).toString(
        "base64",
      );
      this.received.set(message.receiptHandle, message);
      message.hiddenUntilWall = now + visibilitySeconds;
      this.hidden.add(message);
      taken.push(message);
    }
    return taken;
  }

  /** Messages whose time in hiding is over are received again, in front of those that wait behind them. */
  private restoreDue(): void {
    const now = this.clock.wallNow();
    for (const message of this.hidden) {
      if (message.hiddenUntilWall <= now) {
        this.hidden.delete(message);
        this.visible.add(message);
      }
    }
  }

  /** Wall epoch seconds at which the next hidden message comes back. */
  private nextReturn(): number {
    let next = Infinity;
    for (const message of this.hidden) {
      next = Math.min(next, message.hiddenUntilWall);
    }
    return next;
  }

  /** @throws AwsError `ReceiptHandleIsInvalid` for what is no handle at all */
  private byHandle(receiptHandle: string): Message | undefined {
    const text = Buffer.from(receiptHandle, "base64").toString("latin1");
    if (!/^[0-9a-f-]{36} [0-9a-f-]{36}$/.test(text)) {
      throw new AwsError(
        "ReceiptHandleIsInvalid",
        `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
      );
    }
    return this.received.get(receiptHandle);
  }
}

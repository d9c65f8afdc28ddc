import TinyQueue from "tinyqueue";

interface ScheduledEvent {
  readonly time: number;
  readonly sequence: number;
  readonly action: () => void;
}

/** The future of a simulation: events in order of time, equal times in the order in which they were scheduled. */
export class EventQueue {
  private readonly queue = new TinyQueue<ScheduledEvent>(
    [],
    (a, b) => a.time - b.time || a.sequence - b.sequence,
  );
  private sequence = 0;
  /** The instant of the first event; Infinity when there is none. */
  nextTime = Infinity;

  push(time: number, action: () => void): void {
    this.queue.push({ time, sequence: this.sequence++, action });
    if (time < this.nextTime) this.nextTime = time;
  }

  pop(): ScheduledEvent | undefined {
    const event = this.queue.pop();
    this.nextTime = this.queue.peek()?.time ?? Infinity;
    return event;
  }
}

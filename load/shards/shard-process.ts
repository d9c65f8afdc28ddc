import { type ShardOrder, type ShardReport } from "./shard-message";
import { Shard } from "./shard";
import { type ShardStart } from "./shard-plan";

/**
 * A process that sends one shard of a run, on the orders of the process that follows the run. When that one is gone it
 * sends no more, waits for what is under way, and ends.
 */
class ShardProcess {
  private readonly stopped = new AbortController();
  private shard: Shard | undefined;

  constructor() {
    process.on("message", (order: ShardOrder) => void this.obey(order).catch(this.fail));
    process.on("disconnect", () => {
      this.stopped.abort();
      // What is sending goes on to its end; what is not has nothing to wait for.
      if (!this.isSending) process.exit();
    });
    // A terminal sends Ctrl-C to every process of the run: the one that follows it says what it means.
    process.on("SIGINT", () => undefined);
    process.on("SIGTERM", () => this.stopped.abort());
  }

  private isSending = false;

  private async obey(order: ShardOrder): Promise<void> {
    switch (order.kind) {
      case "prepare":
        this.shard = await Shard.open(order.plan, order.shard, order.runFolder);
        tell({ kind: "ready" });
        return;
      case "start":
        await this.send(order.start);
        return;
      case "stop":
        this.stopped.abort();
        return;
      default:
        order satisfies never;
    }
  }

  private async send(start: ShardStart): Promise<void> {
    const { shard, stopped } = this;
    if (shard === undefined) throw new Error("The shard was started before it was prepared");
    this.isSending = true;
    try {
      await shard.send(start, () => tell({ kind: "standing" }), stopped.signal);
    } finally {
      shard.close();
    }
    end({ kind: "done" });
  }

  private readonly fail = (error: unknown): void => {
    process.exitCode = 1;
    end({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  };
}

function tell(report: ShardReport): void {
  if (process.connected) process.send?.(report);
}

function end(report: ShardReport): void {
  if (!process.connected) process.exit();
  process.send?.(report, undefined, undefined, () => process.exit());
}

new ShardProcess();

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { extname, join } from "node:path";

import { LoadError } from "../load-error";
import { type ShardOrder, type ShardReport } from "./shard-message";
import { type ShardPlan } from "./shard-plan";

/** The process of one shard, as the process of the run sees it. */
export class ShardChild {
  /** Each is rejected when the process fails, or ends without having come so far. */
  readonly ready: Promise<void>;
  readonly standing: Promise<void>;
  readonly done: Promise<void>;
  private readonly child: ChildProcess;
  private readonly gone: Promise<unknown>;

  /** Starts the process, and has it make ready. */
  constructor(
    private readonly plan: ShardPlan,
    private readonly shard: number,
    runFolder: string,
  ) {
    const extension = extname(__filename);
    this.child = fork(join(__dirname, `shard-process${extension}`), [], {
      execArgv: extension === ".ts" ? ["-r", require.resolve("@swc-node/register")] : [],
      // A trace in a plan may be long, and more than JSON.
      serialization: "advanced",
      // Standard output may carry the run's JSON.
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    // The channel closes after its last message, the process may end before that.
    this.gone = Promise.all([once(this.child, "exit"), once(this.child, "disconnect")]);
    this.ready = this.report("ready");
    this.standing = this.report("standing");
    this.done = this.report("done");
    this.tell({ kind: "prepare", plan, shard, runFolder });
  }

  /** Gives an order; a process that is gone has been noticed otherwise. */
  tell(order: ShardOrder): void {
    if (this.child.connected) this.child.send(order, () => undefined);
  }

  /** Has the process end, and waits until it has. */
  async close(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.gone.catch(() => undefined);
  }

  private report(kind: ShardReport["kind"]): Promise<void> {
    const { child, gone, plan, shard } = this;
    const name = `Shard ${shard} of ${plan.shards}`;
    const report = new Promise<void>((resolve, reject) => {
      child.on("message", (message: ShardReport) => {
        if (message.kind === kind) resolve();
        else if (message.kind === "failed") reject(new LoadError(`${name}: ${message.message}`));
      });
      gone.then(() => {
        const how = child.signalCode ?? `exit code ${child.exitCode}`;
        reject(new LoadError(`${name} ended before its work was done (${how})`));
      }, reject);
    });
    // Who does not wait for it yet will hear of it later.
    report.catch(() => undefined);
    return report;
  }
}

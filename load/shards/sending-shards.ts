import { type ShardStart } from "./shard-plan";

/** The processes that send a run's requests while another one follows them: on this machine, or on others. */
export interface SendingShards {
  /**
   * Seconds of the service from the moment at which all are ready to that at which they begin: they have to hear of it.
   */
  readonly leadSeconds: number;
  /** Whether they go on without the process that follows them, at the times that were planned at first. */
  readonly areIndependent: boolean;
  /** Waits until every shard can start at once. */
  ready(signal: AbortSignal): Promise<void>;
  /**
   * Has all shards send from the same instant, and reads what they sent into the run's journal.
   *
   * @param onStanding Told when the service's time waits for every shard.
   * @param signal Stops the sending; what is under way is still waited for.
   * @throws {LoadError} When a shard failed, or is gone; the others have stopped then.
   */
  send(start: Omit<ShardStart, "sent">, onStanding: () => void, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

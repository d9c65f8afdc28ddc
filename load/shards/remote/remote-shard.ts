import { setTimeout as delay } from "node:timers/promises";

import { LoadError, LoadInputError } from "../../load-error";
import { Shard, shardJournalFile } from "../shard";
import { type ShardStart } from "../shard-plan";
import { ShardReporter } from "./shard-reporter";
import { type ShardStore } from "./shard-store";

/** What a task needs to send a shard. */
export interface RemoteShardOptions {
  readonly store: ShardStore;
  /** Which shard, from 0. */
  readonly shard: number;
  /** Holds the shard's journal on this machine. */
  readonly folder: string;
  /** Between two words in S3. */
  readonly everyMilliseconds: number;
  /** Told of what the shard is at. */
  readonly log: (line: string) => void;
  /** Ends the sending early, as when the task is stopped. */
  readonly signal: AbortSignal;
}

/** Longest wait for the start: tasks cost money while they wait for a run that is gone. */
const startPatienceMilliseconds = 2 * 3600_000;

/** Between two looks for the start, at most. */
const longestLookMilliseconds = 1000;

/**
 * Sends one shard of a run that is followed elsewhere: waits in S3 for the instant at which all begin, and puts there
 * what it sent, every few seconds and at its end. What was sent is first in the journal on this machine, so that of a task
 * that ends early only what it did in the last seconds is in doubt: a task that goes on after it leaves that to the inference
 * ids, as a run that is resumed does.
 *
 * @throws {LoadInputError} When there is no such shard, or another task is at it.
 * @throws {LoadError} As the sending does.
 */
export async function sendRemoteShard(options: RemoteShardOptions): Promise<void> {
  const { everyMilliseconds, folder, log, shard, signal, store } = options;
  const plan = await store.plan();
  if (plan === undefined) {
    throw new LoadInputError(
      `There is no plan in ${store.location}: start the run first (\`npm run simulate -- --remote\`), it says where it is`,
    );
  }
  if (shard >= plan.shards) {
    throw new LoadInputError(
      `The shard is ${shard}; run ${plan.run} has ${plan.shards}: give 0 to ${plan.shards - 1}`,
    );
  }
  const journal = shardJournalFile(folder, shard);
  const reporter = new ShardReporter(store, shard, journal, everyMilliseconds);
  const earlier = await reporter.takeUp();
  const earlierStop = await store.stop();
  const sender = await Shard.open(plan, shard, folder);
  const stopped = new AbortController();
  const ended = AbortSignal.any([signal, stopped.signal]);
  const state = { state: "ready" as "ready" | "standing" };
  let failure: Error | undefined;
  try {
    await reporter.put(state);
    const talking = talk(reporter, state, everyMilliseconds, ended, async () => {
      if ((await store.stop()) !== earlierStop) stopped.abort();
    }).catch((error: unknown) => {
      failure ??= errorOf(error);
      stopped.abort();
    });
    try {
      log(`Shard ${shard} of ${plan.shards} of run ${plan.run} is ready`);
      const start = await untilStart(
        store,
        Math.min(everyMilliseconds, longestLookMilliseconds),
        ended,
      );
      if (start !== undefined) {
        if (earlier !== undefined && earlier.state !== "ended") await doubtPast(sender, start);
        const ledger = await sender.ledger();
        const sent = Array.from(ledger.requests(), ({ index }) => index);
        log(`Sending from ${new Date(start.startSeconds * 1000).toISOString()} on`);
        await sender.send(
          { ...start, sent },
          () => {
            state.state = "standing";
            // Whether this can be told, the next word will say.
            reporter.put(state).catch(() => undefined);
          },
          ended,
        );
      }
    } catch (error) {
      failure ??= errorOf(error);
    }
    stopped.abort();
    await talking;
    if (failure === undefined && signal.aborted) failure = new Error("its task was stopped");
    const unsent = await unsentOf(sender);
    await reporter.put({
      state: "ended",
      unsent,
      ...(failure === undefined ? {} : { error: failure.message }),
    });
    log(`Shard ${shard} ended with ${unsent} of its requests unsent`);
  } finally {
    sender.close();
  }
  if (failure !== undefined && !signal.aborted) throw failure;
}

/**
 * What a task did in its last seconds no one knows: whether a request whose time was over when this one came was sent, only
 * its inference id can tell.
 */
async function doubtPast(sender: Shard, { startSeconds }: Omit<ShardStart, "sent">): Promise<void> {
  const ledger = await sender.ledger();
  const now = sender.clock.now();
  const unknown = sender.planned(startSeconds, (index) => ledger.request(index) === undefined);
  for (const { index, plannedSeconds, inputLocation } of unknown) {
    if (plannedSeconds > now) return;
    const error = "the task that was to send it ended";
    sender.journal.append(
      { event: "sent", index, plannedSeconds, atSeconds: plannedSeconds, inputLocation },
      { event: "answerLost", index, atSeconds: now, attempts: 1, error },
    );
  }
}

async function unsentOf(sender: Shard): Promise<number> {
  const ledger = await sender.ledger();
  return Array.from(sender.planned(0, (index) => ledger.request(index) === undefined)).length;
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Says how far the shard is, again and again until the signal. */
async function talk(
  reporter: ShardReporter,
  state: { readonly state: "ready" | "standing" },
  everyMilliseconds: number,
  signal: AbortSignal,
  afterEach: () => Promise<void>,
): Promise<void> {
  for (;;) {
    await delay(everyMilliseconds, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await reporter.put(state);
    await afterEach();
  }
}

/**
 * Waits for the instant at which all begin; undefined when the signal is first.
 *
 * @throws {LoadError} When it is not told within two hours.
 */
async function untilStart(
  store: ShardStore,
  lookMilliseconds: number,
  signal: AbortSignal,
): Promise<Omit<ShardStart, "sent"> | undefined> {
  const deadline = performance.now() + startPatienceMilliseconds;
  while (!signal.aborted) {
    const start = await store.start();
    if (start === undefined && performance.now() >= deadline) {
      throw new LoadError(
        `${store.location} has told of no start for 2 h: go on with the run (\`npm run simulate -- --resume\`), then start ` +
          "this task again",
      );
    }
    if (start !== undefined) return start;
    await delay(lookMilliseconds, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

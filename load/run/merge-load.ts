import { existsSync } from "node:fs";

import { articleSource } from "../corpus/choose-source";
import { Journal } from "../journal/journal";
import { LoadInputError } from "../load-error";
import { checkRunName } from "../sending/inference-id";
import { createLoadClients } from "../service/aws-clients";
import { type LoadTarget } from "../service/target";
import { shardFolder, ShardStore } from "../shards/remote/shard-store";
import { journalFile } from "./earlier-run";
import { type LoadOptions } from "./load-options";
import { type ResumeOptions, resumeLoad } from "./run-load";
import { plannedArrivals } from "./planned-requests";
import { type RunResult } from "../../simulator/scenario/result";

/** How to take over a run whose shards are on other machines. */
export interface MergeOptions extends ResumeOptions, Pick<LoadOptions, "waitForScaleIn"> {
  readonly target: LoadTarget;
}

/**
 * Takes over a run that remote shards send, or have sent, on a machine that did not begin it: its plan and all that was sent
 * are in S3. Where the run's journal is here, it is gone on with.
 *
 * @throws {LoadInputError} When the target knows no such run, or it never started.
 * @throws {LoadError} As {@link resumeLoad} does.
 */
export async function mergeLoad(options: MergeOptions): Promise<RunResult> {
  const { reportsDirectory, run } = options;
  checkRunName(run);
  const file = journalFile(reportsDirectory, run);
  if (!existsSync(file)) await beginFromPlan(options, file);
  return resumeLoad(options);
}

async function beginFromPlan(
  { run, target, waitForScaleIn }: MergeOptions,
  file: string,
): Promise<void> {
  const clients = createLoadClients(target);
  try {
    const store = new ShardStore(clients.s3, shardFolder(target, run));
    const plan = await store.plan();
    const start = await store.start();
    if (plan === undefined || start === undefined) {
      const what = plan === undefined ? "has no plan" : "has a plan that was never started";
      throw new LoadInputError(
        `The run to merge is ${JSON.stringify(run)}, which ${what} in ${store.location}: give the name of a run that was ` +
          "begun with `--remote`, and the target that it was begun on",
      );
    }
    const { scenario, inputs, inline, completion, shards } = plan;
    const requests = plannedArrivals(scenario).length;
    if (inputs !== undefined) {
      throw new LoadInputError(
        `Run ${run} sends inputs of the machine that began it, which it may have to send again: go on with it there, by ` +
          `\`npm run simulate -- --resume ${run}\``,
      );
    }
    const source = articleSource(scenario, requests);
    const journal = Journal.create(file);
    journal.append(
      {
        event: "started",
        startedAt: new Date(start.startSeconds * 1000).toISOString(),
        ...{ run, target: plan.target, scenario },
        options: {
          ...{ inline, shards, remote: true, waitForScaleIn },
          // Who began the run may have taken the notifications already.
          completion: completion === "polling" ? "polling" : "both",
        },
      },
      // They were there before the start.
      ...Array.from(source.inputs(requests), ({ name, mostBytes }) => ({
        ...{ event: "uploaded" as const, input: name, bytes: mostBytes },
      })),
      { event: "streamStarted", atSeconds: start.startSeconds },
    );
    journal.close();
  } finally {
    clients.destroy();
  }
}

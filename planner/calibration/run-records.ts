import { existsSync } from "node:fs";
import path from "node:path";

import { readJournal } from "../../load/journal/journal";
import { RequestLedger } from "../../load/journal/ledger";
import { readResult } from "../../load/report/read-result";
import { readScenarioFacts } from "../../load/report/scenario-facts";
import { PlanError } from "../plan-error";
import { type FleetSize, type WorkedRequest } from "./service-starts";

/** What a measured run tells of its model. */
export interface RunRecords {
  readonly run: string;
  readonly measuredAt: string;
  readonly instanceType: string;
  readonly concurrency: number;
  /** Those whose end was notified after work: succeeded, or failed by the model. */
  readonly requests: readonly WorkedRequest[];
  readonly fleet: readonly FleetSize[];
  /** Of changes that added instances: from their start until all of them served. */
  readonly startUpSeconds: readonly number[];
  /** Mean of CloudWatch's model latency, to check by; null where it published none. */
  readonly serviceSeconds: number | null;
}

/**
 * Reads a measured run's folder: its journal and its result.
 *
 * @throws PlanError when it is none, or says too little; LoadInputError when its result cannot be read.
 */
export async function readRun(folder: string): Promise<RunRecords> {
  const journal = path.join(folder, "journal.jsonl");
  const resultFile = path.join(folder, "result.json");
  for (const file of [journal, resultFile]) {
    if (!existsSync(file)) {
      throw new PlanError(
        `${folder} is no measured run: it has no ${path.basename(file)}. Give the folder of a run of \`npm start\` or \`npm run simulate -- --target …\`, such as reports/<run>` +
          (file === resultFile && existsSync(journal)
            ? "; where `--out` put the result elsewhere, copy its result.json beside the journal"
            : ""),
      );
    }
  }
  const result = await readResult(resultFile);
  const { instanceType, setConcurrency: concurrency } = readScenarioFacts(result.scenario);
  if (result.measurement === undefined || instanceType === null) {
    throw new PlanError(`${folder} is no measured run: its result was modelled`);
  }
  if (concurrency === null) {
    throw new PlanError(
      `${folder}: SageMaker chose the concurrency, so nobody knows what ran at a time; measure with \`concurrency\` set`,
    );
  }
  const { ledger, bytes, inlineBytes, fleet } = await readEvents(journal);
  const requests: WorkedRequest[] = [];
  for (const { index, result: end, outcome, inputLocation } of ledger.requests()) {
    if (end === null || (outcome !== "succeeded" && outcome !== "failed")) continue;
    requests.push({
      receivedSeconds: end.receivedSeconds,
      endedSeconds: end.endedSeconds,
      payloadBytes:
        (inputLocation === null
          ? inlineBytes.get(index)
          : bytes.get(path.posix.basename(inputLocation))) ?? 0,
      failed: outcome === "failed",
    });
  }
  if (requests.length === 0) {
    throw new PlanError(`${folder}: no request of this run was worked on; measure again`);
  }
  return {
    ...{ run: path.basename(path.resolve(folder)), instanceType, concurrency, requests, fleet },
    measuredAt: result.measurement.startedAt,
    startUpSeconds: result.scalingActivities.flatMap(
      ({ from, to, startSeconds, endSeconds, status }) =>
        status === "Successful" && endSeconds !== null && from !== null && to !== null && to > from
          ? [endSeconds - startSeconds]
          : [],
    ),
    serviceSeconds: result.latencySeconds.service.mean,
  };
}

async function readEvents(journal: string): Promise<{
  ledger: RequestLedger;
  /** By the name of the input. */
  bytes: Map<string, number>;
  /** By the number of the request. */
  inlineBytes: Map<number, number>;
  fleet: FleetSize[];
}> {
  const ledger = new RequestLedger();
  const bytes = new Map<string, number>();
  const inlineBytes = new Map<number, number>();
  const fleet: FleetSize[] = [];
  for await (const event of readJournal(journal)) {
    ledger.apply(event);
    if (event.event === "uploaded") bytes.set(path.posix.basename(event.input), event.bytes);
    if (event.event === "sent" && event.inlineBytes !== undefined) {
      inlineBytes.set(event.index, event.inlineBytes);
    }
    if (event.event === "fleet") {
      fleet.push({ atSeconds: event.atSeconds, instances: event.current });
    }
  }
  return { ledger, bytes, inlineBytes, fleet };
}

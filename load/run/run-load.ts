import { dirname } from "node:path";

import { fleetSeries, type RunResult } from "../../simulator/scenario/result";
import { type Scenario } from "../../simulator/scenario/schema";

import { createLoadClients, type LoadClients } from "../service/aws-clients";
import { type ServiceClock } from "../service/clock";
import { followService } from "../service/follow-service";
import { ResultCollector } from "../following/collector";
import { OutputPoller, type PollerOptions } from "../following/output-poller";
import { type ResultFollower } from "../following/result-follower";
import { ClosedLoop } from "../sending/closed-loop";
import { placedOutput } from "../sending/output-place";
import { articleSource } from "../corpus/choose-source";
import { checkRunName, newRunName } from "../sending/inference-id";
import { Journal } from "../journal/journal";
import { RequestLedger } from "../journal/ledger";
import { LoadError, LoadInputError } from "../load-error";
import { checkResumable, type EarlierRun, journalFile, readEarlierRun } from "./earlier-run";
import { type LoadOptions } from "./load-options";
import { LoadRun } from "./load-run";
import { type RunContext } from "./run-context";
import { plannedArrivals } from "./planned-requests";
import { openShards } from "../shards/open-shards";
import { type SendingShards } from "../shards/sending-shards";
import { BacklogGauge } from "../measurement/backlog-gauge";
import { withPrediction } from "../prediction/compare-runs";
import { predictRun } from "../prediction/predict-run";
import { type DeployedEndpoint, describeDeployedEndpoint } from "../measurement/deployed-endpoint";
import { FleetMonitor } from "../measurement/fleet-monitor";
import { recordInto } from "../journal/recorder";

/**
 * Sends a load to a deployed endpoint through the AWS SDK, follows every request to its end, and measures.
 *
 * Uploads the articles, waits for the fleet, sends open-loop at the planned times (closed-loop where the scenario's
 * arrivals are that), collects notifications, waits until the fleet is back at its least, looks for every request in S3, and reads the run's metrics.
 * `<reportsDirectory>/<run>/journal.jsonl` tells of every step as it happens; {@link resumeLoad} goes on with a run
 * that ended early.
 *
 * @returns The result, of what was known by then when the signal ended the run early.
 * @throws {LoadError} When the service ends the run: the endpoint is gone, a permission or the credentials are missing.
 * @throws When an option is not as it must be; nothing has been sent then.
 */
export async function runLoad(options: LoadOptions): Promise<RunResult> {
  const run = options.run ?? newRunName(new Date());
  checkRunName(run);
  refuseShardedLoop(options);
  const file = journalFile(options.reportsDirectory, run);
  return conduct(options, run, undefined, () => {
    const journal = Journal.create(file);
    const { target, scenario, inputDirectory, inline, completion } = options;
    const { shards, remote, startFleet, waitForScaleIn } = options;
    journal.append({
      event: "started",
      startedAt: new Date().toISOString(),
      ...{ run, target, scenario },
      options: { inputDirectory, inline, completion, shards, remote, startFleet, waitForScaleIn },
    });
    return journal;
  });
}

/** How to go on with a run. */
export interface ResumeOptions extends Pick<
  LoadOptions,
  "onProgress" | "signal" | "onShardsWanted"
> {
  /** Folder that holds the run's. */
  readonly reportsDirectory: string;
  /** Name of the run. */
  readonly run: string;
}

/**
 * Goes on with a run that ended before it was done, from its journal: uploads what is missing, sends what was not sent
 * yet, collects what is still to come. Of a request whose sending the end of the process cut in two, the inference id
 * decides: it is sent again only when nothing was heard of it although all others were.
 *
 * A run that was done is measured anew, as far as AWS still has its metrics.
 *
 * @throws {LoadInputError} When there is no such run, or another process is at it.
 * @throws {LoadError} As {@link runLoad} does.
 */
export async function resumeLoad(resumed: ResumeOptions): Promise<RunResult> {
  const { reportsDirectory, run } = resumed;
  checkResumable(reportsDirectory, run);
  const journal = Journal.reopen(journalFile(reportsDirectory, run));
  let earlier;
  try {
    earlier = await readEarlierRun(journal.file);
    if (earlier === undefined) {
      throw new LoadInputError(
        `Run ${run} ended before anything was begun: there is nothing to go on with, start a new one`,
      );
    }
  } catch (error) {
    journal.close();
    throw error;
  }
  const { target, scenario, options } = earlier.started;
  return conduct({ ...resumed, target, scenario, ...options }, run, earlier, () => journal);
}

async function conduct(
  options: LoadOptions,
  run: string,
  earlier: EarlierRun | undefined,
  openJournal: () => Journal,
): Promise<RunResult> {
  const { target, scenario } = options;
  let journal = earlier && openJournal();
  let clock: ServiceClock | undefined;
  let clients: LoadClients | undefined;
  let shards: SendingShards | undefined;
  try {
    const arrivals = plannedArrivals(scenario);
    const source = articleSource(scenario, arrivals.length, options.inputDirectory);
    const service = await followService(target);
    clock = service.clock;
    clients = createLoadClients(target);
    const endpoint = await describeDeployedEndpoint(clients, target);
    journal ??= openJournal();
    const ledger = earlier?.ledger ?? new RequestLedger();
    const loop = closedLoop(scenario, clock);
    loop?.takeOver(ledger.requests());
    const record = recordInto(journal, ledger, loop);
    if (options.shards !== undefined) {
      shards = await openShards(options, options.shards, {
        ...{ run, source, clients, clock, ledger, record },
        requests: arrivals.length,
        runFolder: dirname(journal.file),
        merged: earlier?.shardEvents ?? [],
      });
    }
    const { sageMaker, cloudWatch } = clients;
    const load = new LoadRun({
      ...{ options, run, source, arrivals, clock, clients, endpoint, earlier, ledger, record },
      isLocalServer: service.isLocalServer,
      ...{ loop, shards },
      followers: resultFollowers(options, {
        ...{ clients, clock, run, ledger, record },
        requests: arrivals.length,
      }),
      fleet: new FleetMonitor(sageMaker, clock, target, record, earlier?.fleet),
      backlog: new BacklogGauge(cloudWatch, clock, target),
    });
    const startedAt = earlier?.started.startedAt ?? new Date().toISOString();
    const result = await load.run(new Date(startedAt));
    const isWhole =
      result.totals.submitted === arrivals.length && (earlier?.shiftSeconds ?? 0) === 0;
    // With gaps in the stream the model would be asked about another run.
    return isWhole ? withPrediction(result, predicted(options, endpoint, result)) : result;
  } catch (error) {
    if (error instanceof LoadError && journal !== undefined) {
      throw new LoadError(
        `${error.message} (what was done is in ${journal.file}; once that is mended, ` +
          `\`npm run simulate -- --resume ${run}\` goes on)`,
        { cause: error },
      );
    }
    throw error;
  } finally {
    await shards?.close();
    journal?.close();
    clients?.destroy();
    clock?.close();
  }
}

function resultFollowers(
  { completion = "notifications", target }: LoadOptions,
  { clients, clock, run, ledger, record, requests }: FollowerParts,
): ResultFollower[] {
  const { sqs, s3 } = clients;
  const { successQueueUrl, errorQueueUrl } = target;
  const collector = (): ResultCollector =>
    new ResultCollector({
      ...{ sqs, clock, run, requests, record, successQueueUrl, errorQueueUrl },
    });
  const poller = (foreseenOutput: PollerOptions["foreseenOutput"]): OutputPoller =>
    new OutputPoller({ s3, clock, ledger, record, foreseenOutput });
  switch (completion) {
    case "notifications":
      return [collector()];
    case "polling":
      return [poller((index) => placedOutput(target, run, index))];
    case "both":
      return [collector(), poller(() => undefined)];
    default:
      return completion satisfies never;
  }
}

function closedLoop({ workload }: Scenario, clock: ServiceClock): ClosedLoop | undefined {
  const { arrivals, ...limits } = workload;
  return arrivals.kind === "closed-loop"
    ? new ClosedLoop({ concurrency: arrivals.concurrency, clock, limits })
    : undefined;
}

/** Shards send at planned times; none of them hears how many requests of all of them are outstanding. */
function refuseShardedLoop({ scenario, shards }: LoadOptions): void {
  if (shards !== undefined && scenario.workload.arrivals.kind === "closed-loop") {
    throw new LoadInputError(
      `\`shards\` is ${shards}, and the requests are sent in a closed loop, which one process has to keep: leave \`--shards\` out, ` +
        "or send at planned times, without `--concurrency`",
    );
  }
}

interface FollowerParts extends Pick<
  RunContext,
  "clients" | "clock" | "run" | "ledger" | "record"
> {
  readonly requests: number;
}

function predicted(
  { scenario, target }: LoadOptions,
  endpoint: DeployedEndpoint,
  { timeline, totals }: RunResult,
): RunResult[] {
  const fleet = timeline[fleetSeries.currentInstances];
  const atStart = Array.isArray(fleet) ? fleet.find((count) => count !== null) : undefined;
  const startFleet = atStart ?? endpoint.initialInstanceCount;
  return predictRun(scenario, endpoint, startFleet, totals.submitted, target.region);
}

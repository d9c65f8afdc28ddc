import { join } from "node:path";

import { randomSource } from "../../simulator/engine/random-streams";
import { arrivalSeconds } from "../../simulator/scenario/arrivals";
import { type RunResult } from "../../simulator/scenario/result";

import { createLoadClients } from "../service/aws-clients";
import { WallClock } from "../service/clock";
import { ResultCollector } from "../following/collector";
import { articleSource } from "../corpus/choose-source";
import { checkRunName, newRunName } from "../sending/inference-id";
import { Journal } from "../journal/journal";
import { RequestLedger } from "../journal/ledger";
import { LoadError } from "../load-error";
import { type LoadOptions } from "./load-options";
import { LoadRun } from "./load-run";
import { BacklogGauge } from "../measurement/backlog-gauge";
import { describeDeployedEndpoint } from "../measurement/deployed-endpoint";
import { FleetMonitor } from "../measurement/fleet-monitor";
import { LocalServerClock } from "../service/local-server-clock";
import { recordInto } from "../journal/recorder";

/**
 * Sends a load to a deployed endpoint through the AWS SDK, follows every request to its end, and measures.
 *
 * Uploads the articles, waits for the fleet, sends open-loop at the planned times, collects notifications, waits until
 * the fleet is back at its least, looks for every request in S3, and reads the run's metrics.
 * `<reportsDirectory>/<run>/journal.jsonl` tells of every step as it happens.
 *
 * @returns The result, of what was known by then when the signal ended the run early.
 * @throws {LoadError} When the service ends the run: the endpoint is gone, a permission or the credentials are missing.
 * @throws When an option is not as it must be; nothing has been sent then.
 */
export async function runLoad(options: LoadOptions): Promise<RunResult> {
  const { target, scenario } = options;
  const startedAt = new Date();
  const run = options.run ?? newRunName(startedAt);
  checkRunName(run);
  const { seed, workload } = scenario;
  const arrivals = Float64Array.from(
    arrivalSeconds(workload.arrivals, randomSource(seed, "arrivals"), workload.requests),
  );
  const source = articleSource(scenario, arrivals.length, options.inputDirectory);

  const { endpointUrl } = target;
  const localClock =
    endpointUrl === undefined ? undefined : await LocalServerClock.follow(endpointUrl);
  const clock = localClock ?? new WallClock();
  const clients = createLoadClients(target);
  let journal: Journal | undefined;
  try {
    const endpoint = await describeDeployedEndpoint(clients, target);
    journal = Journal.create(join(options.reportsDirectory, run, "journal.jsonl"));
    const ledger = new RequestLedger();
    const record = recordInto(journal, ledger);
    record({
      event: "started",
      startedAt: startedAt.toISOString(),
      scenario: { ...scenario },
      ...{ run, target },
    });
    const { successQueueUrl, errorQueueUrl } = target;
    const { sqs, sageMaker, cloudWatch } = clients;
    const load = new LoadRun({
      ...{ options, run, source, arrivals, clock, clients, endpoint, ledger, record },
      isLocalServer: localClock !== undefined,
      collector: new ResultCollector({
        ...{ sqs, clock, run, ledger, record, successQueueUrl, errorQueueUrl },
      }),
      fleet: new FleetMonitor(sageMaker, clock, target, record),
      backlog: new BacklogGauge(cloudWatch, clock, target),
    });
    return await load.run(startedAt);
  } catch (error) {
    if (error instanceof LoadError && journal !== undefined) {
      throw new LoadError(`${error.message} (what was done is in ${journal.file})`, {
        cause: error,
      });
    }
    throw error;
  } finally {
    journal?.close();
    clients.destroy();
    clock.close();
  }
}

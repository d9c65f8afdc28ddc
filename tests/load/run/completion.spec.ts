import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";

import { OutputPoller } from "../../../load/following/output-poller";
import { type JournalEvent } from "../../../load/journal/journal-event";
import { RequestLedger } from "../../../load/journal/ledger";
import { type Completion } from "../../../load/run/load-options";
import { runLoad } from "../../../load/run/run-load";
import { createLoadClients } from "../../../load/service/aws-clients";
import { WallClock } from "../../../load/service/clock";
import { type FaultOptions } from "../../../simulator/aws/faults";
import { type LocalAws, startLocalAws } from "../../../simulator/aws/local-aws";
import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { type RunResult } from "../../../simulator/scenario/result";
import { deployStack, inService } from "../local-stack";

describe("the completion of requests", function () {
  this.timeout(60_000);

  let aws: LocalAws | undefined;
  let reportsDirectory: string;
  beforeEach(() => (reportsDirectory = mkdtempSync(join(tmpdir(), "completion-"))));
  afterEach(async () => {
    await aws?.close();
    rmSync(reportsDirectory, { recursive: true });
  });

  async function load(completion: Completion, faults: FaultOptions): Promise<RunResult> {
    aws = await startLocalAws({ speed: 600, faults });
    const target = await deployStack(aws.endpoint);
    await inService(target);
    const scenario = parseScenario({
      workload: { requests: 60, arrivals: { kind: "constant", ratePerSecond: 0.5 } },
    });
    return runLoad({
      ...{ target, scenario, reportsDirectory, completion },
      ...{ startFleet: null, waitForScaleIn: false },
    });
  }

  it("is seen in S3 where no notification ever comes", async () => {
    const result = await load("polling", { droppedNotifications: 1, containerErrors: 0.3 });
    const { totals, warnings, failures = [], latencySeconds } = result;
    expect(totals).to.include({ submitted: 60, duplicated: 0, lost: 0, unfinished: 0, expired: 0 });
    expect(totals.succeeded + totals.failed).to.equal(60);
    expect(totals.failed).to.be.above(0);
    expect(failures[0]?.samples[0]?.excerpt).to.contain("the container failed");
    expect(warnings.map(({ code }) => code)).to.not.include("notifications-missing");
    expect(latencySeconds.total.p50).to.be.above(0);
  });

  it("is heard of in both ways, each request once, and what is told twice is counted", async () => {
    const result = await load("both", { droppedNotifications: 0.3, duplicatedNotifications: 0.3 });
    const { totals, warnings } = result;
    expect(totals).to.include({ submitted: 60, succeeded: 60, lost: 0 });
    expect(totals.duplicated).to.be.within(1, 59);
    const missing = warnings.find(({ code }) => code === "notifications-missing");
    expect(missing?.message).to.match(/^\d+ results are in S3 without a notification$/);
  });

  it("is found for a request whose answer was lost, by the place that it named", async () => {
    aws = await startLocalAws();
    const target = await deployStack(aws.endpoint);
    const clients = createLoadClients(target);
    const ledger = new RequestLedger();
    const events: JournalEvent[] = [];
    const record = (event: JournalEvent): void => {
      events.push(event);
      ledger.apply(event);
    };
    const sent = { event: "sent", plannedSeconds: 1, atSeconds: 1, inputLocation: null } as const;
    record({ ...sent, index: 0 });
    record({ ...sent, index: 1 });
    record({
      ...{ event: "accepted", index: 1, atSeconds: 2, attempts: 1 },
      ...{ outputLocation: "s3://articles-bucket/output/x.out", failureLocation: null },
    });
    const poller = new OutputPoller({
      ...{ s3: clients.s3, clock: new WallClock(), ledger, record },
      foreseenOutput: (index) => `s3://articles-bucket/output/run/${index}.out`,
    });
    await poller.look();
    expect(ledger.outstanding).to.equal(2);

    await clients.s3.send(
      new PutObjectCommand({ Bucket: "articles-bucket", Key: "output/run/0.out", Body: "a" }),
    );
    await poller.look();
    await poller.look();
    expect(ledger.inDoubt()).to.deep.equal([]);
    expect(ledger.counts).to.include({ completed: 1, duplicated: 0 });
    expect(events.at(-1)).to.include({ event: "found", index: 0, status: "Completed" });
    clients.destroy();
  });
});

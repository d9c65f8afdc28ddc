import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { readJournal } from "../../../load/journal/journal";
import { RequestLedger } from "../../../load/journal/ledger";
import { journalFile } from "../../../load/run/earlier-run";
import { runLoad } from "../../../load/run/run-load";
import { type LocalAws, startLocalAws } from "../../../simulator/aws/local-aws";
import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { deployStack, inService } from "../local-stack";

describe("a load on a server on which things go wrong", function () {
  this.timeout(120_000);

  let aws: LocalAws;
  let reportsDirectory: string;
  beforeEach(async () => {
    reportsDirectory = mkdtempSync(join(tmpdir(), "faults-"));
    aws = await startLocalAws({
      speed: 600,
      faults: {
        ...{ throttling: 0.1, containerErrors: 0.1, slowS3Milliseconds: 20 },
        ...{ droppedNotifications: 0.1, duplicatedNotifications: 0.1 },
      },
    });
  });
  afterEach(async () => {
    await aws.close();
    rmSync(reportsDirectory, { recursive: true });
  });

  it("accounts for every request", async () => {
    const scenario = parseScenario({
      workload: {
        ...{ requests: 200, requestTtlSeconds: 3600, invocationTimeoutSeconds: 300 },
        arrivals: { kind: "constant", ratePerSecond: 1 },
      },
    });
    const run = "faulty";
    const target = await deployStack(aws.endpoint);
    await inService(target);
    const {
      totals,
      warnings,
      failures = [],
    } = await runLoad({
      ...{ target, scenario, reportsDirectory, run, startFleet: null, waitForScaleIn: false },
    });

    expect(totals).to.include({ submitted: 200, lost: 0, expired: 0, timedOut: 0, unfinished: 0 });
    expect(totals.succeeded + totals.failed).to.equal(200);
    // Each of these is absent by chance less than once in a thousand million runs.
    expect(totals.failed).to.be.within(1, 60);
    expect(totals.duplicated).to.be.above(0);
    expect(warnings.map(({ code }) => code)).to.include("notifications-missing");

    const ledger = new RequestLedger();
    let attempts = 0;
    for await (const event of readJournal(journalFile(reportsDirectory, run))) {
      ledger.apply(event);
      if (event.event === "accepted") attempts += event.attempts;
    }
    expect(attempts, "throttled calls are made again").to.be.above(200);
    const failed = [...ledger.requests()].filter(({ outcome }) => outcome === "failed");
    const unheard = failed.filter(({ result }) => result === null);
    for (const { reason } of unheard) {
      expect(reason, "read from the failure object").to.contain("the container failed");
    }
    expect(failures.reduce((sum, { count }) => sum + count, 0)).to.equal(totals.failed);
    expect(failures[0]?.samples).not.to.be.empty;
    for (const { index, inferenceId, failureLocation, excerpt } of failures[0]?.samples ?? []) {
      expect(inferenceId).to.equal(`${run}.${index}`);
      expect(failureLocation).to.match(/^s3:\/\/.+/);
      expect(excerpt).to.contain("the container failed");
    }
    const heard = [...ledger.requests()].filter(({ result }) => result !== null);
    expect(heard.length).to.be.below(200);
  });
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import { type Browser } from "playwright-core";

import { dashboardPage } from "../../dashboard/page";
import { watchRun } from "../../dashboard/watched-run";
import { compareResults } from "../../load/comparison/compare-results";
import { renderComparisonPage } from "../../load/comparison/comparison-page";
import { withPrediction } from "../../load/prediction/compare-runs";
import { surfaceColors } from "../../load/report/palette";
import { writeReport } from "../../load/report/write-report";
import { renderPlanPage } from "../../planner/report/plan-page";
import { parseScenario } from "../../simulator/scenario/parse-scenario";
import { runScenario } from "../../simulator/scenario/run";
import { plannedDocument, plannedScenario, point } from "../planner/planning";
import { absenceNotice, launchChromium } from "./chromium";
import { openPage, type OpenedPage } from "./open-page";

const scenario = parseScenario({
  name: "bursts-with-a-name-too-long-to-stand-in-one-line-of-a-telephone",
  workload: { requests: 600, arrivals: { kind: "poisson", ratePerSecond: 1 } },
  endpoint: { initialInstanceCount: 0 },
  model: { serviceTimeSeconds: { kind: "lognormal", p50: 3, p90: 6 } },
});

/** With nothing in it at which a line could break. */
const failure = {
  ...{ outcome: "failed" as const, reason: "r".repeat(100), count: 1 },
  samples: [
    {
      ...{ index: 0, inferenceId: "i".repeat(60), reason: "r".repeat(100) },
      ...{ failureLocation: `s3://bucket/${"k".repeat(100)}`, excerpt: "e".repeat(100) },
    },
  ],
};

/** A telephone by night and a desk by day. */
const views = [
  { width: 360, colorScheme: "dark" },
  { width: 1280, colorScheme: "light" },
] as const;

describe("pages in a headless Chromium", function () {
  this.timeout(60_000);
  let browser: Browser | undefined;
  let folder: string;

  before(async function () {
    browser = await launchChromium();
    if (browser === undefined) {
      console.log(`    ${absenceNotice}`);
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), "pages-"));
  });

  after(async () => {
    await browser?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  const opened = (file: string, view: Parameters<typeof openPage>[2]): Promise<OpenedPage> => {
    if (browser === undefined) throw new Error(absenceNotice);
    return openPage(browser, file, view);
  };

  /** Holds of every page at every width, in every theme. */
  function expectSound(page: OpenedPage, theme: "light" | "dark"): void {
    expect(page.console).to.deep.equal([]);
    expect(page.requests).to.deep.equal([]);
    expect(page.sticksOut).to.deep.equal([]);
    expect(page.overflow).to.equal(0);
    expect(page.background).to.equal(rgb(surfaceColors.page[theme]));
    for (const marks of page.pictures) expect(marks).to.be.at.least(1);
  }

  describe("the report of a run", () => {
    let file: string;

    before(async () => {
      const run = runScenario(scenario, { histograms: true });
      const measured = withPrediction(run, [runScenario({ ...scenario, seed: 2 })]);
      file = (await writeReport({ ...measured, failures: [failure] }, folder)).html;
    });

    for (const view of views) {
      it(`draws every chart, ${view.width} pixels wide and ${view.colorScheme}`, async () => {
        const page = await opened(file, view);
        expectSound(page, view.colorScheme);
        expect(page.charts.map(({ id }) => id)).to.deep.equal([
          ...["wake-up", "backlog", "backlog-per-instance", "instances", "return"],
          ...["predicted-backlog", "predicted-cost", "oldest-request", "activities"],
        ]);
        for (const { id, colouredPixels } of page.charts) {
          expect(colouredPixels, id).to.be.above(100);
        }
        expect(page.pictures, "latency, histogram, cost, outcomes").to.have.length(4);
      });
    }

    it("draws every chart without scripts", async () => {
      const page = await opened(file, {
        width: 1280,
        colorScheme: "light",
        javaScriptEnabled: false,
      });
      expectSound(page, "light");
      expect(page.pictures).to.have.length(4 + page.charts.length);
    });
  });

  describe("two runs beside each other", () => {
    let file: string;

    before(async () => {
      const compared = (name: string, seed: number) => ({
        name: name.repeat(40),
        ...{ result: runScenario({ ...scenario, seed }), cases: [] },
      });
      const [a, b] = [compared("a", 1), compared("b", 2)];
      file = join(folder, "comparison.html");
      await writeFile(file, await renderComparisonPage(a, b, compareResults(a, b)));
    });

    for (const view of views) {
      it(`draws both backlogs, ${view.width} pixels wide and ${view.colorScheme}`, async () => {
        const page = await opened(file, view);
        expectSound(page, view.colorScheme);
        expect(page.charts.map(({ id }) => id)).to.deep.equal([
          ...["compared-backlog", "compared-instances"],
        ]);
        for (const { id, colouredPixels } of page.charts) {
          expect(colouredPixels, id).to.be.above(100);
        }
      });
    }
  });

  describe("a plan", () => {
    let file: string;

    before(async () => {
      file = join(folder, "plan.html");
      const planned = plannedScenario([point("ml.m5.xlarge", 2, 10)], {
        workload: { requests: 20, arrivals: { kind: "constant", ratePerSecond: 1 } },
      });
      const smallest = { maxInstances: 2, seeds: 1, confirmations: 1 };
      await writeFile(
        file,
        await renderPlanPage(await plannedDocument(planned, ["p95<30m"], smallest)),
      );
    });

    for (const view of views) {
      it(`draws its front, ${view.width} pixels wide and ${view.colorScheme}`, async () => {
        const page = await opened(file, view);
        expectSound(page, view.colorScheme);
        expect(page.pictures).to.have.length(1);
      });
    }
  });

  describe("the dashboard of a run", () => {
    let file: string;

    before(async () => {
      file = join(folder, "dashboard.html");
      await writeFile(file, await dashboardPage("Dashboard", watchRun(scenario)));
    });

    for (const view of views) {
      it(`draws its widgets, ${view.width} pixels wide and ${view.colorScheme}`, async () => {
        const page = await opened(file, view);
        expectSound(page, view.colorScheme);
        expect(page.pictures).not.to.be.empty;
      });
    }
  });
});

/** `#0f1318` as browsers tell it: `rgb(15, 19, 24)`. */
function rgb(hex: string): string {
  const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${parts.join(", ")})`;
}

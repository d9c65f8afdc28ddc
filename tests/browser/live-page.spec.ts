import { expect } from "chai";
import { type Browser } from "playwright-core";

import { renderHtmlReport } from "../../load/report/html-report";
import { WatchServer } from "../../load/watch/watch-server";
import { parseScenario } from "../../simulator/scenario/parse-scenario";
import { runScenario } from "../../simulator/scenario/run";
import { progressAt } from "../load/watch/progress-fixture";
import { absenceNotice, launchChromium } from "./chromium";

describe("the page of a run under way in a headless Chromium", function () {
  this.timeout(60_000);
  let browser: Browser | undefined;
  let watch: WatchServer | undefined;

  before(async function () {
    browser = await launchChromium();
    if (browser === undefined) {
      console.log(`    ${absenceNotice}`);
      this.skip();
    }
  });
  after(async () => {
    watch?.close();
    await browser?.close();
  });

  it("moves its charts as the run goes, and becomes the report", async () => {
    watch = await WatchServer.open(0, { title: "bursts", about: "on a local AWS" });
    const { url } = watch;
    const page = await browser!.newPage({ viewport: { width: 360, height: 900 } });
    const said: string[] = [];
    const asked: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith("data:")) asked.push(request.url());
    });
    await page.goto(url);
    watch.observe(progressAt(70, { sent: 5, backlog: 4 }));
    await page.locator(".figure canvas").nth(2).waitFor();
    watch.observe(progressAt(140, { phase: "draining", sent: 9, succeeded: 3, backlog: 6 }));
    await page.getByText("Waiting for every answer").waitFor();
    expect(await page.locator("#card-sent").textContent()).to.equal("9");
    const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    expect(await page.evaluate<number>(overflow)).to.equal(0);

    const scenario = parseScenario({
      workload: { requests: 20, arrivals: { kind: "constant", ratePerSecond: 1 } },
    });
    await watch.finish(await renderHtmlReport(runScenario(scenario)));
    await page.locator("#download-json:not([hidden])").waitFor();
    expect(await page.title()).to.contain("load simulation report");
    expect(await page.locator("#figure-backlog canvas").count()).to.equal(1);
    expect(said).to.deep.equal([]);
    expect(asked).to.deep.equal([url, `${url}events`]);
  });
});

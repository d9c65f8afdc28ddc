import { createHash } from "node:crypto";

import { expect } from "chai";

import { renderHtmlReport } from "../../../load/report/html-report";
import { type RunResult } from "../../../simulator/scenario/result";
import { playedRun } from "./run-result-factory";

/** The page without its scripts and styles, as text: what a reader reads. */
function textOf(page: string): string {
  return page
    .replace(/<(script|style|noscript)\b[\s\S]*?<\/\1>/g, " ")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}

function embeddedResultOf(page: string): unknown {
  const block = /<script type="application\/json" id="report-result">([\s\S]*?)<\/script>/.exec(
    page,
  );
  return JSON.parse(block?.[1] ?? "null");
}

describe("renderHtmlReport", () => {
  let played: RunResult;
  let page: string;

  before(async () => {
    played = playedRun();
    page = await renderHtmlReport(played);
  });

  it("begins with the verdict: how many succeeded, the fleet's way and the cost", () => {
    expect(textOf(page)).to.contain("10,000 of 10,000 requests succeeded");
    expect(textOf(page)).to.contain("The fleet went 0 → 5 → 0 instances.");
    expect(textOf(page)).to.contain("It cost $1.89");
  });

  it("names a closed loop, and says what its latencies hide", async () => {
    const arrivals = { kind: "closed-loop", concurrency: 8 };
    const looped = { ...played, scenario: { ...played.scenario, workload: { arrivals } } };
    const text = textOf(await renderHtmlReport(looped));
    expect(text).to.contain(
      "Modelled in virtual time, closed loop of 8 requests at a time, seed 42",
    );
    expect(text).to.contain("They are those of a closed loop, which hides the queueing");
    expect(textOf(page)).not.to.contain("closed loop");
  });

  it("tells the pictures of the experiment in their order", () => {
    const titles = [...page.matchAll(/<h3 id="title-[^"]+">([^<]+)</g)].map((match) => match[1]);
    expect(titles).to.deep.equal([
      "The fleet before the stream",
      "Backlog",
      "Backlog per instance",
      "Instances against invocations",
      "The return to zero",
      "Age of the oldest request",
      "What it was paid for",
      "Scaling activities on the time line",
    ]);
  });

  it("gives every chart a table and a still picture", () => {
    const charts = page.match(/data-figure="[a-z-]+"/g) ?? [];
    expect(page.match(/The figures as a table/g)).to.have.length(charts.length);
    expect(page.match(/<noscript><svg/g)).to.have.length(charts.length);
  });

  it("lists every outcome with its count", async () => {
    const totals = {
      ...played.totals,
      submitted: 10_000,
      succeeded: 9_000,
      failed: 411,
      expired: 302,
      timedOut: 203,
      lost: 74,
      unfinished: 10,
    };
    const text = textOf(await renderHtmlReport({ ...played, totals }));
    for (const count of ["9,000", "411", "302", "203", "74", "10"]) {
      expect(text).to.match(new RegExp(`\\. ${count} `));
    }
    expect(text).to.contain("✕ Not good enough");
  });

  it("says why requests got no result, with samples, and shows hostile ones as text", async () => {
    const hostile = "<img src=x onerror=alert(1)>";
    const sample = { index: 7, inferenceId: "run.7", reason: hostile, excerpt: hostile };
    const failure = { outcome: "failed" as const, reason: hostile, count: 411 };
    const samples = [{ ...sample, failureLocation: "s3://bucket/failure/7.out" }];
    const failing = await renderHtmlReport({ ...played, failures: [{ ...failure, samples }] });
    const text = textOf(failing);
    expect(text).to.contain("411 requests, 4.1 % of all.");
    expect(text).to.contain("run.7 s3://bucket/failure/7.out");
    expect(failing).not.to.contain(hostile);
    expect(textOf(page)).not.to.contain("Why requests got no result");
  });

  it("names every scaling activity with its cause", () => {
    for (const { cause } of played.scalingActivities) {
      expect(textOf(page)).to.contain(cause);
    }
  });

  it("carries the whole result", () => {
    expect(embeddedResultOf(page)).to.deep.equal(JSON.parse(JSON.stringify(played)));
  });

  it("gives the same page for the same result", async () => {
    expect(await renderHtmlReport(playedRun())).to.equal(page);
  });

  it("refers to nothing outside itself", () => {
    const references = [...page.matchAll(/\b(?:src|href|action|srcset)\s*=\s*"([^"]*)"/g)].map(
      (match) => match[1] ?? "",
    );
    expect(references.filter((address) => !/^(#|data:)/.test(address))).to.deep.equal([]);
    expect(page).not.to.match(/url\(|@import|<link rel="stylesheet"|<iframe|<img/);
  });

  it("forbids every load, and allows exactly its own scripts", () => {
    const policy = /Content-Security-Policy"\s+content="([^"]+)"/.exec(page)?.[1] ?? "";
    expect(policy).to.contain("default-src &#39;none&#39;");
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
      (match) => match[1] ?? "",
    );
    expect(scripts).to.have.length(5);
    for (const script of scripts) {
      const hash = createHash("sha256").update(script).digest("base64");
      expect(policy).to.contain(`sha256-${hash}`);
    }
  });

  it("shows hostile names, causes and settings as text", async () => {
    const hostile = `</script><script>alert(1)</script><img src=x onerror="alert(2)">`;
    const attacked = await renderHtmlReport({
      ...played,
      scenario: { ...played.scenario, name: hostile, [hostile]: { [hostile]: hostile } },
      scalingActivities: [
        { startSeconds: 60, endSeconds: null, from: null, to: 1, cause: hostile, status: hostile },
      ],
      warnings: [{ code: hostile, message: hostile, advice: hostile }],
    });
    expect(attacked).not.to.contain("<script>alert");
    expect(attacked).not.to.contain("<img");
    expect(attacked.match(/<script>/g)).to.have.length(5);
    expect(attacked).to.contain("&lt;/script&gt;&lt;script&gt;alert(1)");
  });

  it("shows settings in a warning as code, and a lone backtick as it is", async () => {
    const warnings = [
      { code: "late", message: "A ` alone.", advice: "Raise `scaling.<max>` soon." },
    ];
    const warned = await renderHtmlReport({ ...played, warnings });
    expect(warned).to.contain("<h3>A ` alone.</h3>");
    expect(warned).to.contain("<p>Raise <code>scaling.&lt;max&gt;</code> soon.</p>");
  });

  it("says a run without any measurement is one, instead of drawing it", async () => {
    const empty = { ...played, timeline: { periodSeconds: 60, seconds: [] } };
    const nothing = { p50: null, p90: null, p95: null, p99: null, max: null, mean: null };
    const text = textOf(
      await renderHtmlReport({
        ...empty,
        latencySeconds: { queue: nothing, service: nothing, total: nothing },
        cost: { currency: "USD", total: null, perThousandSucceeded: null },
      }),
    );
    expect(text).to.contain("The timeline has no data to draw.");
    expect(text).to.contain("No latency was measured.");
    expect(text).to.contain("Its cost is unknown");
  });

  it("leaves a picture out whose every series has only gaps", async () => {
    const gaps = played.timeline.seconds.map(() => null);
    const timeline = { ...played.timeline, ApproximateAgeOfOldestRequest: gaps };
    expect(await renderHtmlReport({ ...played, timeline })).not.to.contain("figure-oldest-request");
  });

  it("says where a measured run took place", async () => {
    const measurement = {
      target: "local",
      endpointName: "summaries-dev",
      speed: 60,
      startedAt: "2026-11-23T10:00:00Z",
      finishedAt: "2026-11-23T10:02:06Z",
    } as const;
    expect(textOf(await renderHtmlReport({ ...played, measurement }))).to.contain(
      "Measured on the local server at 60 times the speed of time, endpoint summaries-dev",
    );
  });

  it("claims nothing that a measured run cannot know", async () => {
    const measurement = {
      target: "aws",
      endpointName: "summaries-prod",
      speed: 1,
      startedAt: "2026-11-23T10:00:00Z",
      finishedAt: "2026-11-23T12:06:00Z",
    } as const;
    const aggregate = { p50: null, p90: null, p95: null, p99: null, max: 3190.2, mean: 1302.7 };
    const latencySeconds = { ...played.latencySeconds, queue: aggregate, service: aggregate };
    const text = textOf(await renderHtmlReport({ ...played, measurement, latencySeconds }));
    expect(text).not.to.contain("interrupted");
    expect(text).to.contain(
      "Of the stages CloudWatch tells the mean and the longest alone, failures included.",
    );
    expect(textOf(page)).to.contain("No request was interrupted");
  });

  it("stays under 1 MB for 10,000 requests over a day", async () => {
    const day = playedRun({ burstPerMinute: 7, idleTailSeconds: 3600 });
    expect(day.timeline.seconds.length).to.be.greaterThan(1440);
    expect(Buffer.byteLength(await renderHtmlReport(day))).to.be.lessThan(1_000_000);
  });

  it("stays under 1 MB for a run of months, and says what it left out", async () => {
    const long = playedRun({ idleTailSeconds: 100 * 86400 });
    const [activity] = long.scalingActivities;
    const scalingActivities = Array.from({ length: 5000 }, () => activity).filter(
      (one) => one !== undefined,
    );
    const scenario = {
      ...long.scenario,
      model: {
        serviceTimeSeconds: { kind: "empirical", values: Array<number>(200_000).fill(4.2) },
      },
    };
    const rendered = await renderHtmlReport({ ...long, scenario, scalingActivities });
    expect(Buffer.byteLength(rendered)).to.be.lessThan(1_000_000);
    expect(textOf(rendered)).to.match(/The timeline is drawn in periods of .* instead of 1 min\./);
    expect(textOf(rendered)).to.contain("4,800 later activities left out here.");
  });
});

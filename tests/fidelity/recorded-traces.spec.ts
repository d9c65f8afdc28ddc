import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseScenario } from "../../simulator/scenario/parse-scenario";
import { runScenario } from "../../simulator/scenario/run";
import { evidence } from "./evidence";
import { waitsOf } from "./queueing-formulas";

const folder = process.env.TRACES_DIR ?? join(__dirname, "../../../shared/traces");

/** Facts of the traces as published beside them: how many requests, in how many seconds. */
const traces = [
  { name: "code", file: "azure-llm-2023-code.csv", requests: 8819, seconds: 3436 },
  { name: "conversation", file: "azure-llm-2023-conv.csv", requests: 19_366, seconds: 3502 },
] as const;

const servers = 16;
const serviceSeconds = 4;

/** Arrival times from the first, read apart from the product's own reader. */
function arrivalsOf(text: string): number[] {
  const stamps = text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => /^\S+ (\d+):(\d+):([\d.]+)/.exec(line)?.slice(1).map(Number) ?? [])
    .map(([hours = NaN, minutes = NaN, seconds = NaN]) => hours * 3600 + minutes * 60 + seconds);
  return stamps.map((stamp) => stamp - stamps[0]!);
}

(existsSync(folder) ? evidence : skipped)("Recorded arrivals", (show) => {
  for (const { name, file, requests, seconds } of traces) {
    it(`gives every wait of the ${name} trace`, () => {
      const path = join(folder, file);
      const arrivals = arrivalsOf(readFileSync(path, "utf8"));
      const waits = waitsOf(arrivals, servers, serviceSeconds);
      const mean = waits.reduce((total, wait) => total + wait, 0) / waits.length;
      const longest = waits.reduce((most, wait) => Math.max(most, wait), 0);
      const { totals, latencySeconds } = runScenario(
        parseScenario(
          {
            workload: { arrivals: { kind: "trace", file } },
            endpoint: { initialInstanceCount: 4, maxConcurrentInvocationsPerInstance: 4 },
            model: { serviceTimeSeconds: { kind: "constant", value: serviceSeconds } },
            scaling: null,
          },
          () => readFileSync(path, "utf8"),
        ),
      );
      const { queue } = latencySeconds;
      show({
        claim: `Requests of the Azure LLM ${name} trace of 2023, and its length`,
        source: "published with the trace",
        expected: `${requests} in ${seconds} s`,
        obtained: `${totals.succeeded} in ${Math.round(arrivals.at(-1) ?? NaN)} s`,
      });
      show({
        claim: `Mean and longest wait of the ${name} trace on ${servers} slots of ${serviceSeconds} s`,
        source: "Kiefer-Wolfowitz recursion",
        expected: `${mean.toFixed(3)} s, ${longest.toFixed(3)} s`,
        obtained: `${queue.mean?.toFixed(3)} s, ${queue.max?.toFixed(3)} s`,
      });
      expect(totals.succeeded).to.equal(requests);
      expect(Math.round(arrivals.at(-1) ?? NaN)).to.be.closeTo(seconds, 1);
      expect(queue.mean).to.be.closeTo(mean, 1e-6 * mean);
      expect(queue.max).to.be.closeTo(longest, 1e-6 * longest);
    });
  }
});

function skipped(heading: string): void {
  describe(`fidelity: ${heading}`, () => {
    it("is skipped: the traces are not at hand, TRACES_DIR may name their folder");
  });
}

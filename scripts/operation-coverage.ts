import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";

import { coverageTable, servedOperationsOf } from "../simulator/aws/coverage/coverage-table";
import {
  readServedOperations,
  SERVED_OPERATIONS_VARIABLE,
  type ServedOperation,
} from "../simulator/aws/coverage/served-operations";
import { services } from "../simulator/aws/services";
import { endOnUsage, runCommand, UsageError } from "./run-command";

const page = join(__dirname, "..", "docs", "coverage.md");

/** The specs that start servers and let clients use them. */
const specs = ["tests/simulator/aws/**/*.spec.ts", "tests/simulator/deploy/**/*.spec.ts"];

const command = new Command("coverage:operations")
  .description(
    "Writes docs/coverage.md: the operations of the local AWS, from the code, and the clients that used them in a run of the tests.",
  )
  .option(
    "--served <file...>",
    `takes what servers wrote to these files, with ${SERVED_OPERATIONS_VARIABLE} naming them, instead of running the tests`,
  )
  .option("--only-code", "takes the operations from the code and leaves all marks as they are")
  .option(
    "--fresh",
    "forgets the marks of earlier runs; without it they stay, for not every machine has every client",
  )
  .allowExcessArguments(false)
  .exitOverride(endOnUsage);

function main(): Promise<void> {
  const { served = [], onlyCode, fresh } = command.parse().opts();
  const runsTests = served.length === 0 && onlyCode !== true;
  const seen = runsTests ? runTests() : served.flatMap(readFile);
  const earlier = fresh || !existsSync(page) ? [] : servedOperationsOf(readFileSync(page, "utf8"));
  writeFileSync(page, coverageTable(services, [...earlier, ...seen]));
  process.stdout.write(`Wrote ${page}\n`);
  return Promise.resolve();
}

function readFile(path: string): ServedOperation[] {
  try {
    return readServedOperations(path);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function runTests(): ServedOperation[] {
  const folder = mkdtempSync(join(tmpdir(), "operation-coverage-"));
  const path = join(folder, "served.jsonl");
  try {
    writeFileSync(path, "");
    const mocha = join(__dirname, "..", "node_modules", "mocha", "bin", "mocha.js");
    const args = ["--no-config", "-r", "@swc-node/register", "--timeout", "60000", ...specs];
    const { status } = spawnSync(process.execPath, [mocha, ...args], {
      stdio: ["ignore", "ignore", "inherit"],
      cwd: join(__dirname, ".."),
      env: { ...process.env, AWS_CLIENTS_EVERY_STEP: "1", [SERVED_OPERATIONS_VARIABLE]: path },
    });
    if (status !== 0) {
      process.stderr.write(
        "Some tests failed; `npm test` says which. What they reached is marked.\n",
      );
    }
    return readServedOperations(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void runCommand(main);

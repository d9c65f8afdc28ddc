import { Command, Option } from "@commander-js/extra-typings";

import { completions } from "../load/run/load-options";
import {
  containerSetting,
  durationSeconds,
  numberWithin,
  seedNumber,
  wholeNumber,
} from "./option-values";
import { collectObjective } from "./plan-options";
import { endOnUsage, UsageError } from "./run-command";
import { watchPort } from "./watching";

/** The command line of `npm run simulate`. */
export const command = new Command("simulate")
  .description(
    "Runs a load scenario. By itself in virtual time, through the model of the service, in milliseconds; with --target " +
      "for real, against a server or AWS, through the AWS SDK.",
  )
  .option(
    "--scenario <file>",
    "scenario file (JSON); left out, bursts of requests on the stack's settings",
  )
  .option("--stack <name>", "the stack whose Pulumi.<name>.yaml holds the settings", "local")
  .option(
    "--environment <name=value>",
    "container settings of the scenario's profile, where it has several of the instance type; may be repeated, `none` is none",
    containerSetting,
  )
  .option("--requests <count>", "requests to send, instead of the scenario's", wholeNumber(1, 1e9))
  .option(
    "--concurrency <count>",
    "closed-loop: at most so many requests are outstanding, and the next is sent when one ends, instead of at planned times; its " +
      "latencies hide queueing",
    wholeNumber(1, 1e6),
  )
  .option("--seed <number>", "seed of all chance, instead of the scenario's", seedNumber)
  .option("--json <file>", "write the result as JSON; - is standard output")
  .option(
    "--out <folder>",
    "write report.html and result.json, of a measured run requests.csv too, into this folder",
  )
  .option("--target <target>", "`aws`, or the URL of a server that the stack is deployed on")
  .option(
    "--input <path>",
    "with --target: your own inputs: a folder of files, a .jsonl file with a request on each line, or any file; left out, " +
      "articles are generated",
  )
  .option(
    "--inline",
    "with --target: send inputs of up to 128,000 bytes in the requests themselves, instead of through S3",
  )
  .addOption(
    new Option(
      "--completion <way>",
      "with --target: how the ends of requests are heard of: from the queues of the topics, by looking into S3, or both",
    ).choices(completions),
  )
  .option(
    "--shards <count>",
    "with --target: processes that send, each its share of the requests, while this one follows them all; left out, this one sends",
    wholeNumber(1, 32),
  )
  .option(
    "--remote",
    "with --target and --shards: the shards are tasks on other machines, such as those of the component LoadGenerator; says " +
      "how to start them, waits until all are ready, and follows them",
  )
  .option(
    "--merge <run>",
    "with --target: take over a run of remote shards on a machine that did not begin it, and report on it",
  )
  .option(
    "--resume <run>",
    "go on with a measured run that ended early, by the name of its folder in reports/; its journal holds everything else",
  )
  .option(
    "--slo <objective>",
    "a promise that the run is held to, such as total.p95<15m, expired=0 or failed<1%; may be repeated; exit code 3 when " +
      "one is broken",
    collectObjective,
    [],
  )
  .option(
    "--junit <file>",
    "write as JUnit XML, for CI, what the run is held to: its promises, that no request failed, expired or was lost unless a " +
      "promise allows it, and that every one is accounted for; exit code 3 when anything of it fails",
  )
  .option(
    "--dry-run",
    "with --target: say what would be sent where, and what it is to cost and take; send nothing",
  )
  .option(
    "--max-cost <dollars>",
    "with --target: most that the run may cost; it is not begun when the model expects more, and sends no more once the " +
      "instances have cost as much",
    numberWithin(0.01, 1e6),
  )
  .option(
    "--max-duration <duration>",
    "with --target: longest time of the service that the run may take, such as 2h, likewise",
    durationSeconds,
  )
  .addOption(
    new Option(
      "--watch [port]",
      "with --target: serve a page on this machine that shows the run as it goes; left out or 0, the port is any",
    )
      .preset("0")
      .argParser(watchPort),
  )
  .option("--yes", "with --target aws: send without being asked, and spend what the forecast says")
  .addHelpText(
    "after",
    `
Examples:
  npm run simulate -- --scenario examples/scenarios/default.json --out reports/default
  npm run simulate -- --stack dev --json -
  npm run simulate -- --target http://127.0.0.1:4566 --requests 100
  npm run simulate -- --stack dev --slo 'total.p95<15m' --slo expired=0
  npm run simulate -- --target http://127.0.0.1:4566 --requests 100000 --shards 4
  npm run simulate -- --stack dev --concurrency 8
  npm run simulate -- --target aws --stack dev --dry-run
  npm run simulate -- --target aws --stack dev --scenario million.json --shards 8 --remote
  npm run simulate -- --resume load-20261126-093015-3fa2`,
  )
  .allowExcessArguments(false)
  .exitOverride(endOnUsage);

/** What the command line says. */
export type Flags = ReturnType<typeof command.opts>;

/** Flags that only a measured run has a use for. */
const targetFlags = [
  ...(["dryRun", "maxCost", "maxDuration", "input", "inline", "completion", "watch"] as const),
  ...(["shards", "remote", "yes"] as const),
];

/** Refuses flags of a measured run where there is no target. */
export function refuseWithoutTarget(flags: Flags): void {
  const given = targetFlags
    .filter((name) => flags[name] !== undefined)
    .map((name) => command.options.find((option) => option.attributeName() === name)?.long);
  if (given.length > 0) {
    throw new UsageError(
      `${given.map((long) => `\`${long}\``).join(" and ")} only mean something with \`--target\`: give a target, or leave them out`,
    );
  }
}

/** Flags that have a place beside `--resume`. */
const outputFlags = ["json", "out", "slo", "junit", "watch"];

/** Refuses what a run that was begun already cannot be told any more. */
export function refuseOthers(flag: "resume" | "merge", allowed: readonly string[]): void {
  const others = command.options
    .filter(
      (option) => command.getOptionValueSource(option.attributeName() as keyof Flags) === "cli",
    )
    .filter((option) => ![...allowed, ...outputFlags].includes(option.attributeName()));
  if (others.length === 0) return;
  throw new UsageError(
    `${others.map(({ long }) => `\`${long}\``).join(" and ")} cannot be given with \`--${flag}\`: a run goes on as it ` +
      "was begun; leave them out, or start a new run",
  );
}

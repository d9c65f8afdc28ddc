import { Command } from "@commander-js/extra-typings";

import { type Benchmark, type Measurement } from "./benchmark";
import { engine } from "./engine";
import { largePayload } from "./large-payload";
import { load } from "./load";
import { planner } from "./planner";
import { programStart } from "./program-start";
import { server } from "./server";

const benchmarks: readonly Benchmark[] = [
  engine,
  planner,
  programStart,
  server,
  load,
  largePayload,
];

interface BenchmarkReport {
  readonly benchmark: string;
  readonly measurements: readonly Measurement[];
}

async function main(): Promise<void> {
  const command = new Command("bench")
    .description("Runs every benchmark and prints one table; figures of one run are comparable.")
    .option(
      "--only <name...>",
      `benchmarks to run: ${benchmarks.map(({ name }) => name).join(", ")}`,
    )
    .option("--json", "print JSON instead of a table")
    .parse();
  const { only, json } = command.opts();
  const unknown = (only ?? []).filter((name) => benchmarks.every((each) => each.name !== name));
  if (unknown.length > 0) {
    command.error(
      `error: \`--only\` names ${unknown.join(", ")}; there are ${benchmarks.map(({ name }) => name).join(", ")}`,
      { exitCode: 2 },
    );
  }
  const reports: BenchmarkReport[] = [];
  for (const benchmark of benchmarks) {
    if (only !== undefined && !only.includes(benchmark.name)) continue;
    process.stderr.write(`${benchmark.name}: ${benchmark.description}\n`);
    reports.push({ benchmark: benchmark.name, measurements: await benchmark.run() });
  }
  if (json === true) {
    process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  } else {
    console.table(
      reports.flatMap(({ benchmark, measurements }) =>
        measurements.map(({ name, value, unit, goal, met }) => ({
          benchmark,
          measurement: name,
          value: `${Number(value.toPrecision(4))} ${unit}`,
          goal: goal ?? "",
          met: met === undefined ? "" : met ? "yes" : "NO",
        })),
      ),
    );
  }
  process.exitCode = reports.some(({ measurements }) =>
    measurements.some(({ met }) => met === false),
  )
    ? 1
    : 0;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

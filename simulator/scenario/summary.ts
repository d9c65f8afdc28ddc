import { fleetSeries, type LatencySummary, type RunResult } from "./result";

const chartWidth = 60;
const bars = "▁▂▃▄▅▆▇█";

/** A short account of a run for a terminal: outcomes, latency, fleet, cost, two small charts, warnings. */
export function summarizeRun(result: RunResult): string {
  const { totals, latencySeconds, instances, cost, timeline, warnings } = result;
  const lastSecond = timeline.seconds.at(-1) ?? 0;
  const outcomes = [
    `submitted ${count(totals.submitted)}`,
    `succeeded ${count(totals.succeeded)}`,
    `failed ${count(totals.failed)}`,
    `expired ${count(totals.expired)}`,
    `timed out ${count(totals.timedOut)}`,
    `lost ${count(totals.lost)}`,
    ...(totals.unfinished > 0 ? [`unfinished ${count(totals.unfinished)}`] : []),
  ];
  const lines = [
    `${String(result.scenario.name)} (seed ${result.seed})`,
    "",
    `requests   ${outcomes.join("  ")}`,
    `latency    queue ${latency(latencySeconds.queue)}`,
    `           service ${latency(latencySeconds.service)}`,
    `           total ${latency(latencySeconds.total)}`,
    `instances  peak ${instances.peak}, ${(instances.instanceSeconds / 3600).toFixed(2)} instance-hours`,
    `cost       ${money(cost.total)}, ${money(cost.perThousandSucceeded)} for 1,000 results`,
    `ended      after ${duration(lastSecond)}`,
    "",
    `backlog    ${chart(series(result, "ApproximateBacklogSize"))}`,
    `instances  ${chart(series(result, fleetSeries.currentInstances))}`,
  ];
  for (const { code, message, advice } of warnings) {
    lines.push("", `warning    ${code}: ${message}`, `           ${advice}`);
  }
  return lines.join("\n");
}

function latency({ p50, p95, max }: LatencySummary): string {
  return p50 === null || p95 === null || max === null
    ? "not measured"
    : `p50 ${duration(p50)}, p95 ${duration(p95)}, max ${duration(max)}`;
}

function duration(seconds: number): string {
  if (seconds < 120) return `${Number(seconds.toPrecision(3))} s`;
  if (seconds < 7200) return `${(seconds / 60).toFixed(1)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function money(dollars: number | null): string {
  return dollars === null ? "unknown" : `$${dollars.toFixed(2)}`;
}

function series({ timeline }: RunResult, name: string): readonly (number | null)[] {
  const values = timeline[name];
  return Array.isArray(values) ? values : [];
}

/** One bar for each share of the time, as high as the largest value in it. */
function chart(values: readonly (number | null)[]): string {
  const width = Math.min(chartWidth, values.length);
  const columns = Array.from({ length: width }, (_, column) => {
    const from = Math.floor((column * values.length) / width);
    const to = Math.max(from + 1, Math.floor(((column + 1) * values.length) / width));
    return Math.max(0, ...values.slice(from, to).map((value) => value ?? 0));
  });
  const highest = Math.max(...columns, 0);
  const drawn = columns.map((value) =>
    value === 0 ? " " : bars[Math.min(7, Math.ceil((8 * value) / highest) - 1)],
  );
  return `${drawn.join("")}  max ${count(Math.round(highest))}`;
}

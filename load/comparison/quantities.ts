import { asyncMetrics } from "../../sagemaker/metrics";
import {
  type LatencySummary,
  requestOutcomes,
  type RunResult,
} from "../../simulator/scenario/result";
import { formatCount, formatDuration, formatError, formatUsd } from "../report/format-quantity";
import { latencyStageLooks } from "../report/latency-stages";
import { outcomeLabels } from "../report/outcome-labels";
import { seriesPeak, timelineEnd } from "../report/timeline-series";

/** What a quantity counts. */
export type QuantityUnit = "requests" | "seconds" | "instances" | "instanceSeconds" | "usd";

/** One figure of two runs. */
export interface ComparedQuantity {
  /** What stands together. */
  readonly group: "outcomes" | "latency" | "fleet";
  /** Where it is in the result, where it is there: `latencySeconds.total.p95`. */
  readonly key: string;
  readonly label: string;
  readonly unit: QuantityUnit;
  /** Which is better; null: neither. */
  readonly better: "less" | "more" | null;
  /** Null where a run does not tell it. */
  readonly a: number | null;
  readonly b: number | null;
  /** What B has more than A; null where it cannot be told. */
  readonly difference: number | null;
  /** The difference as a share of A; null where it cannot be told, as where A is 0. */
  readonly relative: number | null;
}

type Described = Omit<ComparedQuantity, "a" | "b" | "difference" | "relative">;

const figures = [
  "mean",
  "p50",
  "p90",
  "p95",
  "p99",
  "max",
] as const satisfies readonly (keyof LatencySummary)[];

/** Every figure that either of two runs tells: outcomes, latency by stage, fleet and cost. */
export function compareQuantities(a: RunResult, b: RunResult): ComparedQuantity[] {
  return [...outcomes(a, b), ...latencies(a, b), ...fleetAndCost(a, b)].filter(
    (quantity) => quantity.a !== null || quantity.b !== null,
  );
}

function outcomes(a: RunResult, b: RunResult): ComparedQuantity[] {
  const row = (
    name: keyof RunResult["totals"],
    label: string,
    better: ComparedQuantity["better"],
  ): ComparedQuantity =>
    quantity(
      { group: "outcomes", key: `totals.${name}`, label, unit: "requests", better },
      a.totals[name],
      b.totals[name],
    );
  // No interface of AWS tells of interruptions.
  const areModelled = [a, b].every(({ measurement }) => measurement === undefined);
  return [
    row("submitted", "Submitted", null),
    ...requestOutcomes.map((name) =>
      row(name, outcomeLabels[name], name === "succeeded" ? "more" : "less"),
    ),
    row("duplicated", "Results twice", "less"),
    ...(areModelled
      ? [row("interrupted", "Interrupted", "less"), row("redelivered", "Redelivered", null)]
      : []),
  ];
}

function latencies(a: RunResult, b: RunResult): ComparedQuantity[] {
  return latencyStageLooks.flatMap(({ key, label }) =>
    figures.map((figure) =>
      quantity(
        {
          ...{ group: "latency", key: `latencySeconds.${key}.${figure}` },
          ...{ label: `${label}, ${figure}`, unit: "seconds", better: "less" },
        },
        a.latencySeconds[key]?.[figure] ?? null,
        b.latencySeconds[key]?.[figure] ?? null,
      ),
    ),
  );
}

interface FleetFigure extends Omit<Described, "group"> {
  readonly of: (result: RunResult) => number | null;
}

const fleetFigures: readonly FleetFigure[] = [
  {
    ...{ key: "cost.total", label: "Cost", unit: "usd", better: "less" },
    of: ({ cost }) => cost.total,
  },
  {
    ...{ key: "cost.perThousandSucceeded", label: "Cost per thousand", unit: "usd" },
    better: "less",
    of: ({ cost }) => cost.perThousandSucceeded,
  },
  {
    ...{ key: "instances.instanceSeconds", label: "Instance time", unit: "instanceSeconds" },
    better: "less",
    of: ({ instances }) => instances.instanceSeconds,
  },
  {
    ...{ key: "instances.peak", label: "Peak fleet", unit: "instances", better: null },
    of: ({ instances }) => instances.peak,
  },
  {
    ...{ key: "backlogPeak", label: "Peak backlog", unit: "requests", better: "less" },
    of: ({ timeline }) =>
      seriesPeak(timeline, asyncMetrics.approximateBacklogSize.name)?.value ?? null,
  },
  {
    ...{ key: "durationSeconds", label: "Length of the run", unit: "seconds", better: null },
    of: ({ timeline }) => timelineEnd(timeline),
  },
];

function fleetAndCost(a: RunResult, b: RunResult): ComparedQuantity[] {
  return fleetFigures.map(({ of, ...about }) =>
    quantity({ group: "fleet", ...about }, of(a), of(b)),
  );
}

function quantity(about: Described, a: number | null, b: number | null): ComparedQuantity {
  const difference = a === null || b === null ? null : b - a;
  const relative = difference === null || a === null || a <= 0 ? null : difference / a;
  return { ...about, a, b, difference, relative };
}

/** A value in its unit; `–` where it is not known. */
export function formatValue(value: number | null, unit: QuantityUnit): string {
  if (value === null) return "–";
  switch (unit) {
    case "requests":
    case "instances":
      return formatCount(value);
    case "seconds":
    case "instanceSeconds":
      return formatDuration(value);
    case "usd":
      return formatUsd(value);
    default:
      return unit satisfies never;
  }
}

/** What B has more than A: `+1 min 3 s, 4.2 % more`; `same`; `–` where it cannot be told. */
export function formatChange(quantity: ComparedQuantity): string {
  const { difference, relative, unit } = quantity;
  if (difference === null) return "–";
  if (isSame(quantity)) return "same";
  const amount = `${difference < 0 ? "−" : "+"}${formatValue(Math.abs(difference), unit)}`;
  return relative === null
    ? amount
    : `${amount}, ${formatError(Math.abs(relative))} ${relative < 0 ? "less" : "more"}`;
}

/** Whether no digit that is shown differs: sums of the same parts in another order are off by a hair. */
function isSame({ a, b, unit, difference, relative }: ComparedQuantity): boolean {
  if (difference === 0) return true;
  const looksAlike = formatValue(a, unit) === formatValue(b, unit);
  return looksAlike && relative !== null && formatError(Math.abs(relative)) === formatError(0);
}

/** Whether B is better or worse than A in something; null where it is neither. */
export function judgeChange(quantity: ComparedQuantity): "better" | "worse" | null {
  const { difference, better } = quantity;
  if (difference === null || better === null || isSame(quantity)) return null;
  return difference > 0 === (better === "more") ? "better" : "worse";
}

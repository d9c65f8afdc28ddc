import {
  formatCount,
  formatDuration,
  formatList,
  formatUsd,
} from "../../load/report/format-quantity";
import {
  type EstimateDocument,
  type FareDocument,
  type PlanDocument,
  qualifiedKey,
  type StackValues,
} from "../plan-document";

/** A mean and its interval: `$12.30 (12.10 to 12.50)`; the mean alone where all runs gave the same. */
export function withInterval(
  { mean, low, high }: EstimateDocument,
  write: (value: number | null) => string,
): string {
  if (mean === null || low === null || high === null) return write(mean);
  const [shown, from, to] = [write(mean), write(Math.max(0, low)), write(high)];
  return from === shown && to === shown ? shown : `${shown} (${from} to ${to})`;
}

/** The value of an objective, in its unit. */
export function objectiveValue(objective: string, value: number | null): string {
  if (value === null) return "none succeeded";
  if (objective.startsWith("costPerMonth")) return formatUsd(value);
  if (objective.endsWith("%")) return `${Number((100 * value).toPrecision(3))} %`;
  return isLatency(objective) ? formatDuration(value) : formatCount(value);
}

function isLatency(objective: string): boolean {
  return /^((queue|service|total)\.)?(p\d+|max|mean)[<>=]/.test(objective);
}

/** The answer in a sentence or two. */
export function headline(plan: PlanDocument): string {
  const { host, fare } = plan.recommended;
  const cost = formatUsd(fare.costPerMonth.mean);
  if (plan.isKept) {
    return `${host}: ${cost} a month keeps ${formatList(plan.objectives)} in ${fare.runs} of ${fare.runs} runs`;
  }
  const missed = fare.objectives.filter(({ keptIn }) => keptIn < fare.runs);
  return `Nothing that was tried keeps ${formatList(plan.objectives)} in every run. The nearest, ${host} for ${cost} a month, ${formatList(
    missed.map(
      ({ objective, worst, keptIn }) =>
        `misses ${objective} (${objectiveValue(objective, worst)} at the worst; kept in ${keptIn} of ${fare.runs} runs)`,
    ),
  )}`;
}

/** What binds: the objective with the least room left, and what moves it. */
export function bindingSentence(plan: PlanDocument): string {
  const { fare } = plan.recommended;
  const latencyKept = fare.objectives.find(({ objective }) => objective.startsWith(plan.latency));
  const faster = plan.levers
    .filter(({ latencySeconds }) => latencySeconds !== null && latencySeconds < -1)
    .toSorted((a, b) => (a.latencySeconds ?? 0) - (b.latencySeconds ?? 0))[0];
  const cheaper = plan.levers
    .filter(({ costPerMonth }) => costPerMonth < 0)
    .toSorted((a, b) => a.costPerMonth - b.costPerMonth)[0];
  const parts = [
    latencyKept === undefined
      ? ""
      : `${latencyKept.objective} stands at ${objectiveValue(latencyKept.objective, latencyKept.value.mean)}, ` +
        `${objectiveValue(latencyKept.objective, latencyKept.worst)} in the worst run.`,
    faster === undefined
      ? `No single change makes ${plan.latency} shorter.`
      : `What shortens ${plan.latency} most: ${faster.change} (${leverEffect(faster)}).`,
    cheaper === undefined ? "" : `What saves most: ${cheaper.change} (${leverEffect(cheaper)}).`,
  ];
  return parts.filter(Boolean).join(" ");
}

/** What a change does. */
export function leverEffect({
  latencySeconds,
  costPerMonth,
}: PlanDocument["levers"][number]): string {
  const latency =
    latencySeconds === null
      ? "nothing succeeds"
      : Math.abs(latencySeconds) < 1
        ? "as fast"
        : `${formatDuration(Math.abs(latencySeconds))} ${latencySeconds < 0 ? "faster" : "slower"}`;
  const cost =
    Math.abs(costPerMonth) < 0.005
      ? "for the same money"
      : `${formatUsd(Math.abs(costPerMonth))} a month ${costPerMonth < 0 ? "cheaper" : "dearer"}`;
  return `${latency}, ${cost}`;
}

/** How much more traffic the settings bear. */
export function headroomSentence({ headroom }: PlanDocument): string {
  const { multiple, breaksAt, broken } = headroom;
  if (multiple === 0)
    return `Even ${breaksAt ?? 0} times the traffic breaks ${formatList(broken)}.`;
  if (breaksAt === null) return `${multiple} times the traffic holds, the most that was tried.`;
  return `${multiple} times the traffic still holds; ${breaksAt} times breaks ${formatList(broken)}.`;
}

/** What could be promised instead. */
export function compromiseSentence({
  given,
  costPerMonth,
}: PlanDocument["compromises"][number]): string {
  const promises = given.map(({ objective, reached }) => {
    const [name = objective] = objective.split(/[<>=]/);
    return `${name} of ${objectiveValue(objective, reached)} instead of ${objective}`;
  });
  return `${formatList(promises)}, for ${formatUsd(costPerMonth)} a month`;
}

/** The price of speed between neighbours of the front. */
export function minutePrice(dollars: number | null): string {
  return dollars === null ? "" : `${formatUsd(dollars)} for each minute less`;
}

/** A row of a comparison. */
export interface ComparedRow {
  readonly label: string;
  readonly cost: string;
  readonly p50: string;
  readonly p95: string;
  readonly succeeded: string;
  readonly peak: string;
}

export function comparedRow(label: string, fare: FareDocument): ComparedRow {
  const { mean } = fare.succeededShare;
  return {
    label,
    cost: formatUsd(fare.costPerMonth.mean),
    p50: formatDuration(fare.latencySeconds.p50.mean),
    p95: formatDuration(fare.latencySeconds.p95.mean),
    succeeded: mean === null ? "" : `${Number((100 * mean).toFixed(2))} %`,
    peak: formatCount(fare.peakInstances.mean),
  };
}

/** Settings as lines of a stack file. */
export function settingLines(settings: StackValues): string[] {
  return Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        `${qualifiedKey(key)}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
    );
}

/** What of the settings of two points tells them apart, in a few words. */
export function shortSettings(settings: StackValues): string {
  const value = (key: string): string => JSON.stringify(settings[key]).replaceAll('"', "");
  const environment = settings["containerEnvironment"] as Record<string, string> | undefined;
  return [
    `${value("instanceType")} × ${value("minCapacity")} to ${value("maxCapacity")}`,
    ...(environment === undefined
      ? []
      : [
          Object.entries(environment)
            .map(([name, set]) => `${name}=${set}`)
            .join(" "),
        ]),
    `concurrency ${value("concurrency")}`,
    `${settings["stepScaling"] === true ? "steps" : "target"} ${value("backlogTarget")}`,
    ...(settings["wakeUpInstances"] === 1 ? [] : [`wakes ${value("wakeUpInstances")}`]),
    ...(settings["schedules"] === undefined ? [] : ["schedules"]),
  ].join(", ");
}

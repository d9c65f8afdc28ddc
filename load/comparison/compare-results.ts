import { isDeepStrictEqual } from "node:util";

import { type RunResult } from "../../simulator/scenario/result";
import { formatError, formatList } from "../report/format-quantity";
import { type JudgedCase } from "../report/junit-report";
import { settingGroups, settingText } from "../report/setting-values";
import { backlogDistance, type BacklogDistance } from "./overlaid-timeline";
import { compareQuantities, type ComparedQuantity } from "./quantities";

/** A run that is compared. */
export interface ComparedRun {
  readonly name: string;
  readonly result: RunResult;
  /** What it is held to; both runs to the same. */
  readonly cases: readonly JudgedCase[];
}

/** How one of two runs did at something that both are held to. */
export interface ComparedVerdict {
  readonly isKept: boolean;
  readonly measured: string;
}

/** Something that both runs are held to. */
export interface ComparedPromise {
  /** As of {@link JudgedCase}. */
  readonly group: string;
  readonly name: string;
  readonly a: ComparedVerdict;
  readonly b: ComparedVerdict;
}

/** A setting that differs, in words; null where a run has none of that name. */
export interface ComparedSetting {
  readonly key: string;
  readonly a: string | null;
  readonly b: string | null;
}

/** What two runs differ in. */
export interface RunComparison {
  readonly a: string;
  readonly b: string;
  /** What to know before the figures are trusted, a sentence or two each. */
  readonly notices: readonly string[];
  readonly quantities: readonly ComparedQuantity[];
  readonly promises: readonly ComparedPromise[];
  readonly settings: readonly ComparedSetting[];
  readonly backlogDistance: BacklogDistance;
}

/** Lays two runs beside each other: what B has more or less than A. */
export function compareResults(a: ComparedRun, b: ComparedRun): RunComparison {
  const settings = compareSettings(a.result, b.result);
  return {
    ...{ a: a.name, b: b.name },
    notices: [
      ...kindNotice(a.result, b.result),
      ...workloadNotice(settings),
      ...chanceNotice([a.result, b.result]),
    ],
    quantities: compareQuantities(a.result, b.result),
    promises: comparePromises(a.cases, b.cases),
    settings,
    backlogDistance: backlogDistance(a.result, b.result),
  };
}

function comparePromises(a: readonly JudgedCase[], b: readonly JudgedCase[]): ComparedPromise[] {
  const verdict = ({ failure, measured }: JudgedCase): ComparedVerdict => ({
    ...{ isKept: failure === null, measured },
  });
  return a.flatMap((one) => {
    const other = b.find(({ name }) => name === one.name);
    return other === undefined
      ? []
      : [{ group: one.group, name: one.name, a: verdict(one), b: verdict(other) }];
  });
}

/** When a run took place always differs, and says nothing. */
const alwaysDifferent = ["measurement.startedAt", "measurement.finishedAt"];

/** The settings that two runs do not share, in the order of A's. */
function compareSettings(a: RunResult, b: RunResult): ComparedSetting[] {
  const [ofA, ofB] = [settingsOf(a), settingsOf(b)];
  const textOf = (settings: ReadonlyMap<string, unknown>, key: string): string | null =>
    settings.has(key) ? settingText(settings.get(key)) : null;
  return [...new Set([...ofA.keys(), ...ofB.keys()])]
    .filter((key) => !alwaysDifferent.includes(key))
    .filter((key) => !isDeepStrictEqual(ofA.get(key), ofB.get(key)))
    .map((key) => {
      const [one, other] = [textOf(ofA, key), textOf(ofB, key)];
      const isHidden = one !== null && one === other;
      return { key, a: one, b: isHidden ? `${other} (differs further on)` : other };
    });
}

function settingsOf(result: RunResult): ReadonlyMap<string, unknown> {
  return new Map(
    [...settingGroups(result)].flatMap(([group, settings]) =>
      settings.map(
        ({ path, value }) => [group === "run" ? path : `${group}.${path}`, value] as const,
      ),
    ),
  );
}

function kindNotice(a: RunResult, b: RunResult): string[] {
  const kindOf = ({ measurement }: RunResult): string =>
    measurement === undefined ? "modelled" : "measured";
  return kindOf(a) === kindOf(b)
    ? []
    : [
        `A was ${kindOf(a)} and B was ${kindOf(b)}: what differs may be the model's error. ` +
          "The report of a measured run lays the model's prediction of that run beside it.",
      ];
}

function workloadNotice(settings: readonly ComparedSetting[]): string[] {
  const keys = settings
    .map(({ key }) => key)
    .filter((key) => key.startsWith("workload.") || key === "seed");
  return keys.length === 0
    ? []
    : [
        `The runs were not given the same work: they differ in ${formatList(keys.map((key) => `\`${key}\``))}. ` +
          "What follows from that is no difference between the systems.",
      ];
}

/** What chance alone accounts for, as far as the prediction of a measured run knows. */
function chanceNotice(runs: readonly RunResult[]): string[] {
  const parts = (
    [
      ["p95", "totalP95"],
      ["cost", "cost"],
      ["backlog", "backlogMean"],
    ] as const
  ).flatMap(([what, name]) => {
    const known = runs.flatMap(({ prediction }) => prediction?.chance[name] ?? []);
    return known.length === 0 ? [] : [`the ${what} by ${formatError(Math.max(...known))}`];
  });
  return parts.length === 0
    ? []
    : [
        `By the model, chance alone moves ${formatList(parts)} from one run to the next: ` +
          "a difference of as little says nothing.",
      ];
}

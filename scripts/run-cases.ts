import { type JudgedCase, promiseGroup } from "../load/report/junit-report";
import { formatCount, formatCounted } from "../load/report/format-quantity";
import { outcomeMeanings } from "../load/report/outcome-labels";
import { type Objective } from "../planner/objective";
import { requestOutcomes, type RequestOutcome, type RunResult } from "../simulator/scenario/result";
import { judgeRun, measuredText } from "./run-promises";

const mishaps = requestOutcomes.filter((outcome) => outcome !== "succeeded");

/**
 * What a run is held to in CI: its promises; of each way in which a request can end without a result, that none did so,
 * unless a promise allows some; and that every request was sent and ended in one way.
 */
export function runCases(objectives: readonly Objective[], result: RunResult): JudgedCase[] {
  const promises = judgeRun(objectives, result).map((promise): JudgedCase => {
    const { objective, isKept } = promise;
    const measured = measuredText(promise);
    const failure = {
      message: `measured ${measured}, allowed ${allowed(objective)}`,
      details: `${objective.text} was broken.`,
    };
    const { text: name } = objective;
    return { group: promiseGroup, name, measured, failure: isKept ? null : failure };
  });
  const unspoken = mishaps.filter((outcome) => !objectives.some((each) => isAbout(each, outcome)));
  return [
    ...promises,
    ...unspoken.map((outcome) => mishapCase(outcome, result)),
    accountCase(result),
  ];
}

function isAbout({ subject }: Objective, outcome: RequestOutcome): boolean {
  return (subject.kind === "count" || subject.kind === "share") && subject.name === outcome;
}

function mishapCase(outcome: (typeof mishaps)[number], result: RunResult): JudgedCase {
  const count = result.totals[outcome];
  const measured = formatCounted(count, "request");
  return {
    ...{ group: "requests", measured },
    name: `${outcome}=0`,
    failure:
      count === 0
        ? null
        : {
            message: `measured ${measured}, allowed none; \`--slo '${outcome}<=${count}'\` allows as many`,
            details: [outcomeMeanings[outcome], ...reasonLines(outcome, result)].join("\n"),
          },
  };
}

/** Why requests ended so, as far as the run knows, with the first of them. */
function reasonLines(outcome: RequestOutcome, { failures = [] }: RunResult): string[] {
  return failures
    .filter((failure) => failure.outcome === outcome)
    .flatMap(({ reason, count, samples }) => [
      `${count} x ${reason ?? "other reasons"}`,
      ...samples.map(({ inferenceId, failureLocation, excerpt }) =>
        ["   ", inferenceId, failureLocation, excerpt].filter((part) => part !== null).join(" "),
      ),
    ]);
}

/** Every request that was to be sent was, and none ended twice or in no way. */
function accountCase({ totals, scenario }: RunResult): JudgedCase {
  const planned = plannedRequests(scenario) ?? totals.submitted;
  const ended = requestOutcomes.reduce((sum, outcome) => sum + totals[outcome], 0);
  const isWhole = planned === totals.submitted && ended === totals.submitted;
  const measured = `${formatCounted(totals.submitted, "request")} sent, of which ${formatCount(ended)} ended in one way`;
  return {
    ...{ group: "requests", measured },
    name: "every request is accounted for",
    failure: isWhole
      ? null
      : {
          message: `measured ${measured}; allowed ${planned}, all of them`,
          details: requestOutcomes.map((outcome) => `${outcome}: ${totals[outcome]}`).join("\n"),
        },
  };
}

/** How many requests a scenario sends; undefined where a trace decides. */
function plannedRequests(scenario: RunResult["scenario"]): number | undefined {
  const { requests, arrivals } = (scenario["workload"] ?? {}) as {
    readonly requests?: number;
    readonly arrivals?: { readonly kind?: string };
  };
  return arrivals?.kind === "trace" ? undefined : requests;
}

/** The right side of an objective: `<15m`. */
function allowed({ text, comparison }: Objective): string {
  return text.slice(text.indexOf(comparison));
}

import { setTimeout as delay } from "node:timers/promises";

import { type ListrTask } from "listr2";

import { type LoadPhase, type LoadProgress, loadPhases } from "../load/run/progress";
import { type RunResult } from "../simulator/scenario/result";

/** Starts the run; progress goes to the given function. */
export type StartLoad = (onProgress: (progress: LoadProgress) => void) => Promise<RunResult>;

/** Between two looks at the progress, milliseconds: what an eye follows, and what a log file can bear. */
const refreshMilliseconds = { terminal: 200, log: 15_000 };

/** What a first Ctrl-C does. */
export function stoppingNotice(run: string): string {
  return (
    "\nStopping: nothing more is sent, and what was sent is waited for; Ctrl-C again ends at once.\n" +
    `\`npm run simulate -- --resume ${run}\` goes on, while the endpoint is there.\n`
  );
}

const numbers = new Intl.NumberFormat("en");

/**
 * One task for each phase of a run, so that the list shows where it is.
 *
 * @param requests how many; left out where a trace or a journal decides
 * @param start called when the first task begins
 * @param finished told of the result when the last phase ends
 * @param isTerminal whether lines can be repainted
 */
export function loadTasks(
  requests: number | undefined,
  start: StartLoad,
  finished: (result: RunResult) => void,
  isTerminal: boolean,
): ListrTask[] {
  const run = new RunningLoad(start, finished);
  return loadPhases.map((phase) => ({
    title: titleOf(phase, requests),
    task: async (_context, task) => {
      run.begin();
      const interval = isTerminal ? refreshMilliseconds.terminal : refreshMilliseconds.log;
      while (!(await run.waitPast(phase, interval))) {
        const line = run.progress === undefined ? "" : describe(phase, run.progress);
        if (line !== "") task.output = line;
      }
    },
  }));
}

/** A run under way and how far it is. */
class RunningLoad {
  progress: LoadProgress | undefined;
  private result: Promise<RunResult> | undefined;
  private over = false;
  private readonly phaseChanges = new EventTarget();

  constructor(
    private readonly start: StartLoad,
    private readonly finished: (result: RunResult) => void,
  ) {}

  begin(): void {
    this.result ??= this.start((progress) => this.advance(progress)).then((result) => {
      this.over = true;
      this.finished(result);
      return result;
    });
  }

  /** Waits until the phase is over, or some time; says whether it is. Rejects when the run failed. */
  async waitPast(phase: LoadPhase, milliseconds: number): Promise<boolean> {
    if (this.isPast(phase)) return true;
    const waiting = new AbortController();
    const changed = new Promise<void>((resolve) => {
      this.phaseChanges.addEventListener("change", () => resolve(), {
        once: true,
        signal: waiting.signal,
      });
    });
    const pause = delay(milliseconds, undefined, { signal: waiting.signal }).catch(() => {});
    await Promise.race([changed, pause, this.result]);
    waiting.abort();
    return this.isPast(phase);
  }

  private isPast(phase: LoadPhase): boolean {
    const now = this.progress?.phase;
    return this.over || (now !== undefined && loadPhases.indexOf(now) > loadPhases.indexOf(phase));
  }

  private advance(progress: LoadProgress): void {
    const before = this.progress?.phase;
    this.progress = progress;
    if (progress.phase !== before) this.phaseChanges.dispatchEvent(new Event("change"));
  }
}

function titleOf(phase: LoadPhase, requests: number | undefined): string {
  const count = requests === undefined ? "all" : numbers.format(requests);
  switch (phase) {
    case "uploading":
      return "Upload the inputs";
    case "waitingForFleet":
      return "Wait until the idle fleet is at its minimum";
    case "sending":
      return `Send ${count} requests`;
    case "draining":
      return "Wait for every answer";
    case "scalingIn":
      return "Watch the fleet return to its minimum";
    case "reconciling":
      return "Look every request up in S3";
    case "measuring":
      return "Read the run's metrics";
    default:
      return phase satisfies never;
  }
}

function describe(phase: LoadPhase, progress: LoadProgress): string {
  const { uploaded, sent, succeeded, failed, backlog, currentInstances } = progress;
  const instances =
    currentInstances === null
      ? "instances unknown"
      : `${currentInstances} ${currentInstances === 1 ? "instance" : "instances"}`;
  switch (phase) {
    case "uploading":
      return `${numbers.format(uploaded)} uploaded`;
    case "waitingForFleet":
    case "scalingIn":
      return `${instances} now`;
    case "sending":
    case "draining":
      return [
        elapsed(progress.streamSeconds ?? 0),
        `sent ${numbers.format(sent)}`,
        `succeeded ${numbers.format(succeeded)}`,
        ...(failed > 0 ? [`failed ${numbers.format(failed)}`] : []),
        `backlog ${backlog === null ? "unknown" : numbers.format(Math.round(backlog))}`,
        instances,
      ].join(" · ");
    case "reconciling":
    case "measuring":
      return "";
    default:
      return phase satisfies never;
  }
}

function elapsed(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

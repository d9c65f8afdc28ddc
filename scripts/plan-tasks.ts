import { type ListrTask } from "listr2";

import { type PlanPhase, planPhases } from "../planner/plan";

const phaseTitles: Readonly<Record<PlanPhase, string>> = {
  searching: "Search the settings",
  confirming: "Confirm the best with fresh seeds",
  front: "Draw cost against latency",
  explaining: "See what binds, and how much more it bears",
};

/** Lets a list of tasks follow the phases of a plan. */
export class PlanTasks {
  private reached = -1;
  private readonly waiting: { readonly place: number; readonly go: () => void }[] = [];
  private output: (line: string) => void = () => undefined;

  /** The plan has come to a phase. */
  enter(phase: PlanPhase): void {
    this.reach(planPhases.indexOf(phase));
  }

  /** Shows a line under the task that is under way. */
  show(line: string): void {
    this.output(line);
  }

  /** When the plan is made, or cannot be, every task is over. */
  follow(plan: Promise<unknown>): void {
    const end = (): void => this.reach(planPhases.length);
    plan.then(end, end);
  }

  /** A task for each phase. */
  tasks(): ListrTask[] {
    return planPhases.map((phase, place) => ({
      title: phaseTitles[phase],
      task: async (_context, task) => {
        this.output = (line) => (task.output = line);
        await this.past(place);
      },
    }));
  }

  private past(place: number): Promise<void> {
    if (this.reached > place) return Promise.resolve();
    return new Promise((go) => this.waiting.push({ place, go }));
  }

  private reach(place: number): void {
    this.reached = place;
    for (const { place: waited, go } of this.waiting) if (place > waited) go();
  }
}

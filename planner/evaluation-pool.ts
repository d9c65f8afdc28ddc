import { availableParallelism } from "node:os";
import { extname, join } from "node:path";
import { Worker } from "node:worker_threads";

import { type Evaluation, type EvaluationTask, type PlanProblem } from "./evaluation";

/** Evaluates tasks, each independently of all others, in the order in which they are given. */
export type EvaluateAll = (tasks: readonly EvaluationTask[]) => Promise<Evaluation[]>;

/** Tasks that a thread is sent at a time: enough that sending does not count, few enough that threads end together. */
const chunkSize = 4;

interface Chunk {
  readonly from: number;
  readonly tasks: readonly EvaluationTask[];
}

/** Threads that evaluate. What they find does not depend on how many there are. */
export class EvaluationPool {
  private readonly workers: Worker[];
  private failure: Error | undefined;

  /** @param size Threads; by default one for each core. */
  constructor(problem: PlanProblem, size = availableParallelism()) {
    this.workers = Array.from({ length: size }, () => startWorker(problem));
    for (const worker of this.workers) {
      // A thread that fails while nobody waits for it is told of by the next batch.
      worker.on("error", (error) => (this.failure = error));
      worker.unref();
    }
  }

  /**
   * Evaluates a batch.
   *
   * @param onDone Told after each chunk how many evaluations are new.
   */
  async evaluate(
    tasks: readonly EvaluationTask[],
    onDone: (count: number) => void = () => undefined,
  ): Promise<Evaluation[]> {
    const results = new Array<Evaluation>(tasks.length);
    const chunks: Chunk[] = [];
    for (let from = 0; from < tasks.length; from += chunkSize) {
      chunks.push({ from, tasks: tasks.slice(from, from + chunkSize) });
    }
    const work = async (worker: Worker): Promise<void> => {
      for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
        const evaluations = await this.ask(worker, chunk.tasks);
        for (const [index, evaluation] of evaluations.entries()) {
          results[chunk.from + index] = evaluation;
        }
        onDone(evaluations.length);
      }
    };
    await Promise.all(this.workers.map(work));
    return results;
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private ask(worker: Worker, tasks: readonly EvaluationTask[]): Promise<Evaluation[]> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      const settle = (done: () => void): void => {
        worker.off("message", onMessage).off("error", onError).off("exit", onExit).unref();
        done();
      };
      const onMessage = (evaluations: Evaluation[]): void => settle(() => resolve(evaluations));
      const onError = (error: Error): void => settle(() => reject(error));
      const onExit = (): void =>
        settle(() => reject(new Error("A thread of the planner ended before its work was done")));
      worker.on("message", onMessage).on("error", onError).on("exit", onExit).ref();
      worker.postMessage(tasks);
    });
  }
}

/** In a checkout a thread compiles as it loads, like everything else; in a package the compiled file is there. */
function startWorker(problem: PlanProblem): Worker {
  const extension = extname(__filename);
  return new Worker(join(__dirname, `evaluation-worker${extension}`), {
    workerData: problem,
    execArgv: extension === ".ts" ? ["-r", "@swc-node/register"] : [],
  });
}

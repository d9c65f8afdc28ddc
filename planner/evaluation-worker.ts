// A thread of the planner: evaluates the tasks that it is sent, by the engine.
import { parentPort, workerData } from "node:worker_threads";

import { type EvaluationTask, Evaluator, type PlanProblem } from "./evaluation";

const evaluator = new Evaluator(workerData as PlanProblem);

parentPort?.on("message", (tasks: readonly EvaluationTask[]) => {
  parentPort?.postMessage(tasks.map((task) => evaluator.evaluate(task)));
});

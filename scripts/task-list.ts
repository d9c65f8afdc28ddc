import { Listr, ListrLogger, type ListrTask, ProcessOutput } from "listr2";

/**
 * A list of tasks that shows where it is: repainted on a terminal, a line at a time elsewhere.
 *
 * @param onStderr whether it keeps off stdout, which then carries data
 */
export function taskList(tasks: ListrTask[], onStderr: boolean): { run(): Promise<unknown> } {
  const stderr = onStderr
    ? {
        logger: new ListrLogger({
          processOutput: new ProcessOutput(process.stderr, process.stderr),
        }),
      }
    : {};
  return new Listr(tasks, {
    renderer: onStderr ? "simple" : "default",
    fallbackRenderer: "simple",
    // Ctrl-C is answered by `interruptSignal`.
    registerSignalListeners: false,
    rendererOptions: stderr,
  });
}

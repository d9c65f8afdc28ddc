/** A scenario that cannot be run, with everything that is wrong with it. */
export class ScenarioError extends Error {
  override readonly name = "ScenarioError";

  /** @param problems One sentence each: the path in backticks, what was given, what is allowed, what to do. */
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

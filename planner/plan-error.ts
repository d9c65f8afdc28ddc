/** What was asked of the planner cannot be planned for; the message says what to change. */
export class PlanError extends Error {
  override readonly name = "PlanError";
}

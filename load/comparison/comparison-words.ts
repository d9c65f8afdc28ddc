import { formatCount, formatError } from "../report/format-quantity";
import { type RunComparison } from "./compare-results";
import { type ComparedQuantity } from "./quantities";

/** What matters most in a line: `B against A: p95 43.8 % lower, cost 81.2 % higher`. */
export function comparisonHeadline(comparison: RunComparison): string {
  const find = (key: string): ComparedQuantity | undefined =>
    comparison.quantities.find((quantity) => quantity.key === key);
  const parts = [
    ["p95", find("latencySeconds.total.p95")],
    ["cost", find("cost.total")],
  ] as const;
  const sentence = parts.map(([what, quantity]) => `${what} ${deviation(quantity)}`).join(", ");
  const [sent, answered] = [find("totals.submitted"), find("totals.succeeded")];
  return `B against A: ${sentence}${unanswered(sent, answered)}`;
}

function deviation(quantity: ComparedQuantity | undefined): string {
  if (quantity?.difference === 0) return "the same";
  const relative = quantity?.relative ?? null;
  if (relative === null) return "cannot be compared";
  return `${formatError(Math.abs(relative))} ${relative < 0 ? "lower" : "higher"}`;
}

/** How many requests got no result, where that differs. */
function unanswered(
  sent: ComparedQuantity | undefined,
  answered: ComparedQuantity | undefined,
): string {
  const missing = (run: "a" | "b"): number => (sent?.[run] ?? 0) - (answered?.[run] ?? 0);
  return missing("a") === missing("b")
    ? ""
    : `, ${formatCount(missing("b"))} without a result instead of ${formatCount(missing("a"))}`;
}

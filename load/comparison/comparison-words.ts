import { formatCount, formatError } from "../report/format-quantity";
import { type RunComparison } from "./compare-results";
import { type ComparedQuantity } from "./quantities";

/** What matters most in a line: `B is 12.0 % below A in total p95, and 4.1 % above it in cost`. */
export function comparisonHeadline(comparison: RunComparison): string {
  const find = (key: string): ComparedQuantity | undefined =>
    comparison.quantities.find((quantity) => quantity.key === key);
  const parts = [
    ["p95", find("latencySeconds.total.p95")],
    ["cost", find("cost.total")],
  ] as const;
  const sentence = parts.map(([what, quantity]) => `${what} ${deviation(quantity)}`).join(", ");
  return `B against A: ${sentence}${succeeded(find("totals.succeeded"))}`;
}

function deviation(quantity: ComparedQuantity | undefined): string {
  if (quantity?.difference === 0) return "the same";
  const relative = quantity?.relative ?? null;
  if (relative === null) return "cannot be compared";
  return `${formatError(Math.abs(relative))} ${relative < 0 ? "lower" : "higher"}`;
}

function succeeded(quantity: ComparedQuantity | undefined): string {
  const { a = null, b = null, difference = null } = quantity ?? {};
  return difference === null || difference === 0
    ? ""
    : `, ${formatCount(b)} succeeded instead of ${formatCount(a)}`;
}

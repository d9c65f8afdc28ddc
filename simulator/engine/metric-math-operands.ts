import { ExpressionError } from "./expression-syntax";
import { periodStarts, type TimeRange, type TimeSeries } from "./time-series";

/** What a part of an expression stands for: a number, a series, or several series. */
export type Operand = number | TimeSeries | readonly TimeSeries[];

export type NumberOperator = (left: number, right: number) => number;

export type Filling = number | TimeSeries | "REPEAT" | "LINEAR";

export function isList(operand: Operand): operand is readonly TimeSeries[] {
  return Array.isArray(operand);
}

/** A series that has that value throughout. */
export function constant(value: number, range: TimeRange): TimeSeries {
  return { range, values: new Map(periodStarts(range).map((at) => [at, value])) };
}

export function valueAt(operand: number | TimeSeries | undefined, at: number): number | undefined {
  return typeof operand === "object" ? operand.values.get(at) : operand;
}

/** Applies an operator to every series, wherever both sides have one. */
export function combine(left: Operand, right: Operand, apply: NumberOperator): Operand {
  if (isList(left)) {
    if (isList(right)) throw invalid("Unsupported operand type(s): two lists of time series.");
    return left.map((series) => combineTwo(series, right, apply) as TimeSeries);
  }
  if (isList(right)) {
    return right.map((series) => combineTwo(left, series, apply) as TimeSeries);
  }
  return combineTwo(left, right, apply);
}

/** Instants at which either series lacks a value, and results that are no number, are left out. */
function combineTwo(
  left: number | TimeSeries,
  right: number | TimeSeries,
  apply: NumberOperator,
): number | TimeSeries {
  if (typeof left === "number" && typeof right === "number") return apply(left, right);
  const series = typeof left === "object" ? left : (right as TimeSeries);
  const values = new Map<number, number>();
  for (const at of series.values.keys()) {
    const a = valueAt(left, at);
    const b = valueAt(right, at);
    const result = a === undefined || b === undefined ? NaN : apply(a, b);
    if (Number.isFinite(result)) values.set(at, result);
  }
  return { ...series, values };
}

/** Reduces one series to a number, or several to one series. */
export function reduce(
  operand: Operand,
  aggregate: (values: readonly number[]) => number,
): number | TimeSeries {
  if (typeof operand === "number") return operand;
  if (!isList(operand)) {
    return operand.values.size === 0 ? NaN : aggregate([...operand.values.values()]);
  }
  const [first] = operand;
  if (first === undefined) throw invalid("An empty list of time series has no aggregate.");
  const values = new Map<number, number>();
  for (const at of periodStarts(first.range)) {
    const present = operand.flatMap((series) => series.values.get(at) ?? []);
    if (present.length > 0) values.set(at, aggregate(present));
  }
  return { range: first.range, values };
}

/** Applies a function to one series, or to each of several. */
export function eachSeries(
  operand: TimeSeries | readonly TimeSeries[],
  apply: (series: TimeSeries) => TimeSeries,
): TimeSeries | readonly TimeSeries[] {
  return isList(operand) ? operand.map(apply) : apply(operand);
}

export function fill(series: TimeSeries, filling: Filling): TimeSeries {
  const values = new Map<number, number>();
  const known = [...series.values];
  for (const at of periodStarts(series.range)) {
    const value = series.values.get(at) ?? filledValue(at, known, filling);
    if (value !== undefined) values.set(at, value);
  }
  return { ...series, values };
}

function filledValue(
  at: number,
  known: readonly (readonly [number, number])[],
  filling: Filling,
): number | undefined {
  if (filling !== "REPEAT" && filling !== "LINEAR") return valueAt(filling, at);
  const before = known.findLast(([start]) => start < at);
  if (filling === "REPEAT" || before === undefined) return before?.[1];
  const after = known.find(([start]) => start > at);
  return after === undefined
    ? undefined
    : before[1] + ((after[1] - before[1]) * (at - before[0])) / (after[0] - before[0]);
}

/** Gives each value a new one, which may depend on its instant and on the value before. */
export function mapSeries(
  series: TimeSeries,
  change: (value: number, at: number, before: readonly [number, number] | undefined) => number,
): TimeSeries {
  const values = new Map<number, number>();
  let before: readonly [number, number] | undefined;
  for (const point of series.values) {
    const changed = change(point[1], point[0], before);
    if (Number.isFinite(changed)) values.set(point[0], changed);
    before = point;
  }
  return { ...series, values };
}

export function invalid(message: string): ExpressionError {
  return new ExpressionError("invalid", message);
}

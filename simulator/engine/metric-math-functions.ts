import { type NumberOperator } from "./metric-math-operands";
import { type TimeSeries } from "./time-series";

export const operators: Readonly<Record<string, NumberOperator>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "^": (a, b) => a ** b,
  "<": (a, b) => Number(a < b),
  ">": (a, b) => Number(a > b),
  "<=": (a, b) => Number(a <= b),
  ">=": (a, b) => Number(a >= b),
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
  "&&": (a, b) => Number(a !== 0 && b !== 0),
  AND: (a, b) => Number(a !== 0 && b !== 0),
  "||": (a, b) => Number(a !== 0 || b !== 0),
  OR: (a, b) => Number(a !== 0 || b !== 0),
};

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** Functions that reduce one series to a number, or several to one series. */
export const aggregates: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: sum,
  AVG: mean,
  MIN: (values) => values.reduce((least, value) => Math.min(least, value), Infinity),
  MAX: (values) => values.reduce((most, value) => Math.max(most, value), -Infinity),
  STDDEV: (values) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2))),
  DATAPOINT_COUNT: (values) => values.length,
};

/** Functions of single values. */
export const elementwise: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  LOG: Math.log,
  LOG10: Math.log10,
};

/** Functions of the instants of a series' periods, in UTC. */
export const calendar: Readonly<Record<string, (date: Date) => number>> = {
  EPOCH: (date) => date.getTime() / 1000,
  MINUTE: (date) => date.getUTCMinutes(),
  HOUR: (date) => date.getUTCHours(),
  // Monday is 1, Sunday 7.
  DAY: (date) => ((date.getUTCDay() + 6) % 7) + 1,
  DATE: (date) => date.getUTCDate(),
  MONTH: (date) => date.getUTCMonth() + 1,
  YEAR: (date) => date.getUTCFullYear(),
};

/** Functions of a value, its instant, and the value before it. */
export const successive: Readonly<
  Record<
    string,
    (value: number, at: number, before: readonly [number, number] | undefined) => number
  >
> = {
  DIFF: (value, _at, before) => (before === undefined ? NaN : value - before[1]),
  DIFF_TIME: (_value, at, before) => (before === undefined ? NaN : at - before[0]),
  RATE: (value, at, before) =>
    before === undefined ? NaN : (value - before[1]) / (at - before[0]),
};

/** What `SORT` may order series by. */
export const sortKeys: Readonly<Record<string, (series: TimeSeries) => number>> = {
  AVG: (series) => mean([...series.values.values()]),
  MIN: (series) => Math.min(...series.values.values()),
  MAX: (series) => Math.max(...series.values.values()),
  SUM: (series) => sum([...series.values.values()]),
};

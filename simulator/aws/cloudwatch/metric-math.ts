import jsep, { type CoreExpression, type Expression } from "jsep";
import { AwsError } from "../errors";
import { periodStarts, type TimeRange, type TimeSeries } from "./time-series";

type Operand = number | TimeSeries | readonly TimeSeries[];
type NumberOperator = (left: number, right: number) => number;

// CloudWatch writes powers with `^`, which binds more tightly than multiplication and to the right.
jsep.addBinaryOp("^", 11, true);
jsep.addBinaryOp("AND", 2);
jsep.addBinaryOp("OR", 1);

const operators: Readonly<Record<string, NumberOperator>> = {
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

/** Functions that reduce one series to a number, or several to one series. */
const aggregates: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
};

const elementwise: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
};

/** What an expression may refer to. */
export interface MathScope {
  readonly range: TimeRange;
  /** The series of another query; undefined when there is none of that id. */
  readonly series: (id: string) => TimeSeries | undefined;
  /** The series of all queries of metrics, for `METRICS()`. */
  readonly all: () => readonly TimeSeries[];
}

/**
 * Evaluates an expression of CloudWatch's metric math: arithmetic, comparisons, `AND` and `OR`, `SUM`, `AVG`, `MIN`, `MAX`,
 * `ABS`, `CEIL`, `FLOOR`, `FILL`, `IF`, `PERIOD`, `RUNNING_SUM` and `METRICS()`.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * @throws AwsError `ValidationError` for what cannot be read, `NotImplemented` for other functions
 */
export function evaluateExpression(expression: string, scope: MathScope): TimeSeries {
  let tree: Expression;
  try {
    tree = jsep(expression);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw invalid(`Error in expression '${expression}': ${problem}`);
  }
  const result = new Evaluation(scope).of(tree);
  if (isList(result)) {
    throw invalid(`Error in expression '${expression}': it gives several time series.`);
  }
  return typeof result === "number" ? constant(result, scope.range) : result;
}

class Evaluation {
  constructor(private readonly scope: MathScope) {}

  of(node: Expression): Operand {
    const expression = node as CoreExpression;
    switch (expression.type) {
      case "Literal":
        return Number(expression.value);
      case "Identifier":
        return this.series(expression.name);
      case "UnaryExpression":
        return combine(-1, this.single(expression.argument), operators["*"] ?? Math.max);
      case "BinaryExpression":
        return this.binary(expression.operator, expression.left, expression.right);
      case "ArrayExpression":
        return expression.elements
          .flatMap((element) => element ?? [])
          .map((element) => this.asSeries(element));
      case "CallExpression":
        return this.call(nameOf(expression.callee), expression.arguments);
      default:
        throw invalid(`Unsupported operand type in expression: ${expression.type}.`);
    }
  }

  private binary(operator: string, left: Expression, right: Expression): Operand {
    const apply = operators[operator];
    if (apply === undefined) {
      throw invalid(`Unsupported operator in expression: ${operator}.`);
    }
    return combine(this.single(left), this.single(right), apply);
  }

  private call(name: string, args: readonly Expression[]): Operand {
    const [first, second, third] = args;
    if (name === "METRICS") {
      return this.scope.all();
    }
    if (name === "PERIOD") {
      return this.scope.range.periodSeconds;
    }
    if (first === undefined) {
      throw invalid(`The function ${name} needs an argument.`);
    }
    const aggregate = aggregates[name];
    if (aggregate !== undefined) {
      return reduce(this.of(first), aggregate);
    }
    const each = elementwise[name];
    if (each !== undefined) {
      return combine(this.single(first), 0, (value) => each(value));
    }
    switch (name) {
      case "FILL":
        return fill(this.asSeries(first), this.filling(second));
      case "IF":
        return this.choose(first, second, third);
      case "RUNNING_SUM":
        return runningSum(this.asSeries(first));
      default:
        throw new AwsError("NotImplemented", `The function ${name} is not implemented`, 501);
    }
  }

  private choose(
    condition: Expression,
    then: Expression | undefined,
    otherwise: Expression | undefined,
  ): Operand {
    if (then === undefined) {
      throw invalid("The function IF needs a condition and a value.");
    }
    const test = this.asSeries(condition);
    const whenTrue = this.single(then);
    const whenFalse = otherwise === undefined ? undefined : this.single(otherwise);
    const values = new Map<number, number>();
    for (const [at, value] of test.values) {
      const chosen = valueAt(value !== 0 ? whenTrue : whenFalse, at);
      if (chosen !== undefined) {
        values.set(at, chosen);
      }
    }
    return { range: test.range, values };
  }

  private filling(node: Expression | undefined): number | TimeSeries | "REPEAT" | "LINEAR" {
    const name = node && nameOf(node);
    if (name === "REPEAT" || name === "LINEAR") {
      return name;
    }
    if (node === undefined) {
      throw invalid(
        "The function FILL needs a filling: REPEAT, LINEAR, a number or a time series.",
      );
    }
    return this.single(node);
  }

  private series(id: string): TimeSeries {
    const series = this.scope.series(id);
    if (series === undefined) {
      throw invalid(`Invalid metrics list: the query "${id}" is not defined.`);
    }
    return series;
  }

  private single(node: Expression): number | TimeSeries {
    const operand = this.of(node);
    if (isList(operand)) {
      throw invalid("Unsupported operand type(s): a list of time series.");
    }
    return operand;
  }

  private asSeries(node: Expression): TimeSeries {
    const operand = this.single(node);
    return typeof operand === "number" ? constant(operand, this.scope.range) : operand;
  }
}

function isList(operand: Operand): operand is readonly TimeSeries[] {
  return Array.isArray(operand);
}

/** The name that an identifier is; empty for anything else. */
function nameOf(expression: Expression): string {
  const node = expression as CoreExpression;
  return node.type === "Identifier" ? node.name : "";
}

function constant(value: number, range: TimeRange): TimeSeries {
  return { range, values: new Map(periodStarts(range).map((at) => [at, value])) };
}

function valueAt(operand: number | TimeSeries | undefined, at: number): number | undefined {
  return typeof operand === "object" ? operand.values.get(at) : operand;
}

/** Instants at which either series lacks a value, and results that are no number, are left out. */
function combine(
  left: number | TimeSeries,
  right: number | TimeSeries,
  apply: NumberOperator,
): number | TimeSeries {
  if (typeof left === "number" && typeof right === "number") {
    return apply(left, right);
  }
  const { range, values: instants } = typeof left === "object" ? left : (right as TimeSeries);
  const values = new Map<number, number>();
  for (const at of instants.keys()) {
    const a = valueAt(left, at);
    const b = valueAt(right, at);
    const result = a === undefined || b === undefined ? NaN : apply(a, b);
    if (Number.isFinite(result)) {
      values.set(at, result);
    }
  }
  return { range, values };
}

function reduce(
  operand: Operand,
  aggregate: (values: readonly number[]) => number,
): number | TimeSeries {
  if (typeof operand === "number") {
    return operand;
  }
  if (!isList(operand)) {
    return operand.values.size === 0 ? NaN : aggregate([...operand.values.values()]);
  }
  const [first] = operand;
  if (first === undefined) {
    throw invalid("An empty list of time series has no aggregate.");
  }
  const values = new Map<number, number>();
  for (const at of periodStarts(first.range)) {
    const present = operand.flatMap((series) => series.values.get(at) ?? []);
    if (present.length > 0) {
      values.set(at, aggregate(present));
    }
  }
  return { range: first.range, values };
}

function fill(series: TimeSeries, filling: number | TimeSeries | "REPEAT" | "LINEAR"): TimeSeries {
  const values = new Map<number, number>();
  const known = [...series.values].sort(([a], [b]) => a - b);
  for (const at of periodStarts(series.range)) {
    const value = series.values.get(at) ?? filledValue(at, known, filling);
    if (value !== undefined) {
      values.set(at, value);
    }
  }
  return { range: series.range, values };
}

function filledValue(
  at: number,
  known: readonly (readonly [number, number])[],
  filling: number | TimeSeries | "REPEAT" | "LINEAR",
): number | undefined {
  if (filling !== "REPEAT" && filling !== "LINEAR") {
    return valueAt(filling, at);
  }
  const before = known.findLast(([start]) => start < at);
  if (filling === "REPEAT" || before === undefined) {
    return before?.[1];
  }
  const after = known.find(([start]) => start > at);
  return after === undefined
    ? undefined
    : before[1] + ((after[1] - before[1]) * (at - before[0])) / (after[0] - before[0]);
}

function runningSum(series: TimeSeries): TimeSeries {
  let sum = 0;
  const ordered = [...series.values].sort(([a], [b]) => a - b);
  return {
    range: series.range,
    values: new Map(ordered.map(([at, value]) => [at, (sum += value)])),
  };
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationError", message, 400);
}

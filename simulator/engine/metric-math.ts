import { type CoreExpression, type Expression } from "jsep";
import { ExpressionError, nameOf, parseExpression } from "./expression-syntax";
import {
  aggregates,
  calendar,
  elementwise,
  operators,
  sortKeys,
  successive,
} from "./metric-math-functions";
import {
  combine,
  constant,
  eachSeries,
  fill,
  type Filling,
  invalid,
  isList,
  mapSeries,
  type Operand,
  reduce,
  valueAt,
} from "./metric-math-operands";
import { type TimeRange, type TimeSeries } from "./time-series";

/** What an expression may refer to. */
export interface MathScope {
  readonly range: TimeRange;
  /** What another query gives; undefined when there is none of that id. */
  readonly series: (id: string) => Operand | undefined;
  /** The series of all queries of metrics whose ids contain that text, for `METRICS()`. */
  readonly all: (part: string) => readonly TimeSeries[];
  /** The series that a search finds, for `SEARCH()`; absent where searches are not allowed. */
  readonly search?: (
    terms: string,
    statistic: string,
    periodSeconds: number,
  ) => readonly TimeSeries[];
}

/**
 * Evaluates an expression of CloudWatch's metric math: everything but anomaly detection bands, Contributor Insights,
 * Lambda data sources, Performance Insights and service quotas.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * @throws ExpressionError
 */
export function evaluateExpression(
  expression: string,
  scope: MathScope,
): TimeSeries | readonly TimeSeries[] {
  if (/^\s*SELECT\s/i.test(expression)) {
    throw new ExpressionError("unsupported", "Metrics Insights (SELECT …) is not implemented");
  }
  const result = new Evaluation(scope).of(parseExpression(expression));
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
        return this.referred(expression.name);
      case "UnaryExpression":
        return this.unary(expression.operator, this.of(expression.argument));
      case "BinaryExpression":
        return this.binary(expression.operator, expression.left, expression.right);
      case "ArrayExpression":
        return expression.elements
          .flatMap((element) => element ?? [])
          .flatMap((element) => this.asSeries(element));
      case "CallExpression":
        return this.call(nameOf(expression.callee), expression.arguments);
      default:
        throw invalid(`Unsupported operand type in expression: ${expression.type}.`);
    }
  }

  private unary(operator: string, operand: Operand): Operand {
    switch (operator) {
      case "-":
        return combine(-1, operand, (a, b) => a * b);
      case "+":
        return operand;
      case "!":
      case "NOT":
        return combine(0, operand, (_, value) => Number(value === 0));
      default:
        throw invalid(`Unsupported operator in expression: ${operator}.`);
    }
  }

  private binary(operator: string, left: Expression, right: Expression): Operand {
    const apply = operators[operator];
    if (apply === undefined) throw invalid(`Unsupported operator in expression: ${operator}.`);
    return combine(this.of(left), this.of(right), apply);
  }

  private call(name: string, args: readonly Expression[]): Operand {
    const [first, second, third] = args;
    if (name === "METRICS") return this.scope.all(first === undefined ? "" : textOf(first));
    if (name === "SEARCH") return this.search(args);
    if (first === undefined) throw invalid(`The function ${name} needs an argument.`);
    const aggregate = aggregates[name];
    if (aggregate !== undefined) return reduce(this.of(first), aggregate);
    const each = elementwise[name];
    if (each !== undefined) return combine(this.of(first), 0, (value) => each(value));
    const part = calendar[name];
    if (part !== undefined) {
      return this.mapped(first, (_, at) => part(new Date(at * 1000)));
    }
    const step = successive[name];
    if (step !== undefined) return this.mapped(first, step);
    switch (name) {
      case "PERIOD":
        return this.single(first).range.periodSeconds;
      case "FILL":
        return eachSeries(this.asSeries(first), (series) => fill(series, this.filling(second)));
      case "IF":
        return this.choose(first, second, third);
      case "RUNNING_SUM": {
        return eachSeries(this.asSeries(first), (series) => {
          let sum = 0;
          return mapSeries(series, (value) => (sum += value));
        });
      }
      case "TIME_SERIES":
        return constant(this.number(first), this.scope.range);
      case "FIRST":
        return this.list(first)[0] ?? this.none();
      case "LAST":
        return this.list(first).at(-1) ?? this.none();
      case "METRIC_COUNT":
        return this.list(first).length;
      case "REMOVE_EMPTY":
        return this.list(first).filter(({ values }) => values.size > 0);
      case "SLICE":
        return this.list(first).slice(this.number(second), third && this.number(third));
      case "SORT":
        return this.sorted(this.list(first), args);
      default:
        throw new ExpressionError("unsupported", `The function ${name} is not implemented`);
    }
  }

  private search(args: readonly Expression[]): readonly TimeSeries[] {
    const { search } = this.scope;
    if (search === undefined) {
      throw invalid("SEARCH is not supported on alarms: an alarm watches one time series.");
    }
    const [terms, statistic, period] = args;
    if (terms === undefined || statistic === undefined) {
      throw invalid("SEARCH needs an expression, a statistic and a period.");
    }
    const seconds = period === undefined ? this.scope.range.periodSeconds : this.number(period);
    return search(textOf(terms), textOf(statistic), seconds);
  }

  private choose(
    condition: Expression,
    then: Expression | undefined,
    otherwise: Expression | undefined,
  ): Operand {
    if (then === undefined) throw invalid("The function IF needs a condition and a value.");
    const test = this.single(condition);
    const whenTrue = this.numberOrSeries(then);
    const whenFalse = otherwise === undefined ? undefined : this.numberOrSeries(otherwise);
    const values = new Map<number, number>();
    for (const [at, value] of test.values) {
      const chosen = valueAt(value !== 0 ? whenTrue : whenFalse, at);
      if (chosen !== undefined) values.set(at, chosen);
    }
    return { range: test.range, values };
  }

  private sorted(series: readonly TimeSeries[], args: readonly Expression[]): Operand {
    const [, by, order, limit] = args;
    const key = sortKeys[by === undefined ? "" : nameOf(by)];
    const direction = order === undefined ? "" : nameOf(order);
    if (key === undefined || (direction !== "ASC" && direction !== "DESC")) {
      throw invalid("SORT needs time series, one of AVG, MIN, MAX and SUM, and ASC or DESC.");
    }
    const ascending = series
      .filter(({ values }) => values.size > 0)
      .sort((a, b) => key(a) - key(b));
    const ordered = direction === "ASC" ? ascending : ascending.reverse();
    return limit === undefined ? ordered : ordered.slice(0, this.number(limit));
  }

  private filling(node: Expression | undefined): Filling {
    const name = node && nameOf(node);
    if (name === "REPEAT" || name === "LINEAR") return name;
    if (node === undefined) {
      throw invalid(
        "The function FILL needs a filling: REPEAT, LINEAR, a number or a time series.",
      );
    }
    return this.numberOrSeries(node);
  }

  private referred(id: string): Operand {
    const series = this.scope.series(id);
    if (series === undefined) {
      throw invalid(`Invalid metrics list: the query "${id}" is not defined.`);
    }
    return series;
  }

  private mapped(
    node: Expression,
    change: Parameters<typeof mapSeries>[1],
  ): TimeSeries | readonly TimeSeries[] {
    return eachSeries(this.asSeries(node), (series) => mapSeries(series, change));
  }

  private numberOrSeries(node: Expression): number | TimeSeries {
    const operand = this.of(node);
    if (isList(operand)) throw invalid("Unsupported operand type(s): a list of time series.");
    return operand;
  }

  private single(node: Expression): TimeSeries {
    const operand = this.numberOrSeries(node);
    return typeof operand === "number" ? constant(operand, this.scope.range) : operand;
  }

  private asSeries(node: Expression): TimeSeries | readonly TimeSeries[] {
    const operand = this.of(node);
    return typeof operand === "number" ? constant(operand, this.scope.range) : operand;
  }

  private list(node: Expression): readonly TimeSeries[] {
    const operand = this.asSeries(node);
    return isList(operand) ? operand : [operand];
  }

  private number(node: Expression | undefined): number {
    const operand = node === undefined ? NaN : this.of(node);
    if (typeof operand !== "number" || Number.isNaN(operand)) {
      throw invalid("Unsupported operand type(s): a number is needed.");
    }
    return operand;
  }

  private none(): TimeSeries {
    return { range: this.scope.range, values: new Map() };
  }
}

/** A text in quotes. */
function textOf(node: Expression): string {
  const literal = node as CoreExpression;
  if (literal.type !== "Literal" || typeof literal.value !== "string") {
    throw invalid("Unsupported operand type(s): a text in quotes is needed.");
  }
  return literal.value;
}

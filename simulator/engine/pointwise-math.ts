import { type CoreExpression, type Expression } from "jsep";

import { nameOf, parseExpression } from "./expression-syntax";
import { elementwise, operators } from "./metric-math-functions";
import { type MetricQuery } from "./types";

/** What a query gives in a period, of what the metric queries give in it, in their order. NaN is no value. */
export type PeriodValue = (metrics: Float64Array) => number;

/**
 * Compiles a query each of whose values comes of the values of the same period alone, such as `FILL(a, 0) + IF(b > 1, 1, 0)`.
 * It gives what `evaluateExpression` gives, period by period, and makes no series on the way.
 *
 * @returns Undefined for what looks at several periods, for what is rare, and for what is malformed.
 */
export function compilePointwise(
  query: MetricQuery,
  queries: readonly MetricQuery[],
): PeriodValue | undefined {
  const part = new Compilation(queries).query(query);
  return typeof part === "number" ? () => part : part;
}

/** A number is the same in every period. */
type Part = number | PeriodValue | undefined;

class Compilation {
  private readonly metrics: readonly MetricQuery[];
  private readonly underWay = new Set<MetricQuery>();

  constructor(private readonly queries: readonly MetricQuery[]) {
    this.metrics = queries.filter(({ source }) => source.kind === "metric");
  }

  query(query: MetricQuery | undefined): Part {
    if (query === undefined || this.underWay.has(query)) return undefined;
    if (query.source.kind === "metric") {
      const place = this.metrics.indexOf(query);
      return (metrics) => metrics[place]!;
    }
    this.underWay.add(query);
    const part = this.of(parseExpression(query.source.expression));
    this.underWay.delete(query);
    return part;
  }

  private of(node: Expression | undefined): Part {
    const expression = node as CoreExpression | undefined;
    switch (expression?.type) {
      case "Literal":
        return typeof expression.value === "number" ? expression.value : undefined;
      case "Identifier":
        return this.query(this.queries.find(({ id }) => id === expression.name));
      case "BinaryExpression": {
        const apply = operators[expression.operator];
        return apply && combined(this.of(expression.left), this.of(expression.right), apply);
      }
      case "CallExpression":
        return this.call(nameOf(expression.callee), expression.arguments);
      default:
        return undefined;
    }
  }

  private call(name: string, args: readonly Expression[]): Part {
    const [first, second, third] = args.map((argument) => this.of(argument));
    if (first === undefined) return undefined;
    if (Object.hasOwn(elementwise, name)) return combined(first, 0, elementwise[name]!);
    if (second === undefined) return undefined;
    if (name === "FILL") return filled(valueOf(first), valueOf(second));
    if (name !== "IF" || (args.length > 2 && third === undefined)) return undefined;
    return chosen(valueOf(first), valueOf(second), third === undefined ? none : valueOf(third));
  }
}

function combined(left: Part, right: Part, apply: (a: number, b: number) => number): Part {
  if (left === undefined || right === undefined) return undefined;
  if (typeof left === "number" && typeof right === "number") {
    const value = apply(left, right);
    return Number.isFinite(value) ? value : undefined;
  }
  const [a, b] = [valueOf(left), valueOf(right)];
  return (metrics) => {
    const x = a(metrics);
    const y = b(metrics);
    const value = Number.isNaN(x) || Number.isNaN(y) ? NaN : apply(x, y);
    return Number.isFinite(value) ? value : NaN;
  };
}

function filled(value: PeriodValue, filling: PeriodValue): PeriodValue {
  return (metrics) => {
    const known = value(metrics);
    return Number.isNaN(known) ? filling(metrics) : known;
  };
}

function chosen(condition: PeriodValue, then: PeriodValue, otherwise: PeriodValue): PeriodValue {
  return (metrics) => {
    const test = condition(metrics);
    if (Number.isNaN(test)) return NaN;
    return test === 0 ? otherwise(metrics) : then(metrics);
  };
}

function valueOf(part: number | PeriodValue): PeriodValue {
  return typeof part === "number" ? () => part : part;
}

function none(): number {
  return NaN;
}

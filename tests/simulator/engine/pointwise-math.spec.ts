import { expect } from "chai";
import fc from "fast-check";

import { evaluateExpression } from "../../../simulator/engine/metric-math";
import { compilePointwise } from "../../../simulator/engine/pointwise-math";
import { type MetricQuery } from "../../../simulator/engine/types";

function metricQuery(id: string): MetricQuery {
  const metric = { namespace: "Test", name: id, dimensions: {} };
  return {
    ...{ id, label: null, returnData: false },
    source: { kind: "metric", metric, statistic: "Sum", periodSeconds: 60 },
  };
}

function expressionQuery(id: string, expression: string): MetricQuery {
  return {
    ...{ id, label: null, returnData: true },
    source: { kind: "expression", expression, periodSeconds: null },
  };
}

const metrics = ["a", "b", "c"].map(metricQuery);

function compiled(expression: string, others: readonly MetricQuery[] = []) {
  const query = expressionQuery("result", expression);
  return compilePointwise(query, [...metrics, ...others, query]);
}

/** What metric math makes of the same values, in the one period that there is; NaN for none. */
function evaluated(expression: string, values: readonly number[]): number {
  const range = { start: 0, end: 60, periodSeconds: 60 };
  const result = evaluateExpression(expression, {
    range,
    all: () => [],
    series: (id) => {
      const value = values[metrics.findIndex((query) => query.id === id)] ?? NaN;
      return { range, values: new Map(Number.isNaN(value) ? [] : [[0, value]]) };
    },
  });
  return ("range" in result ? result.values.get(0) : undefined) ?? NaN;
}

/** Expressions of all that is compiled. */
const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom("a", "b", "c"),
    fc.constantFrom("0", "1", "2.5"),
    fc
      .tuple(
        tie("tree"),
        fc.constantFrom(..."+ - * / < > <= >= == != && ||".split(" ")),
        tie("tree"),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc.tuple(tie("tree"), tie("tree")).map((args) => `FILL(${args.join(", ")})`),
    fc.tuple(tie("tree"), tie("tree")).map((args) => `IF(${args.join(", ")})`),
    fc.tuple(tie("tree"), tie("tree"), tie("tree")).map((args) => `IF(${args.join(", ")})`),
    tie("tree").map((argument) => `CEIL(${argument})`),
  ),
}));

describe("compilePointwise", () => {
  it("gives what metric math gives of one period", () => {
    const value = fc.constantFrom(NaN, -3, 0, 0.5, 1, 40);
    let compiledCount = 0;
    fc.assert(
      fc.property(tree, fc.array(value, { minLength: 3, maxLength: 3 }), (expression, values) => {
        const ofPeriod = compiled(expression);
        if (ofPeriod === undefined) return;
        compiledCount++;
        expect(ofPeriod(Float64Array.from(values))).to.be.deep.equal(evaluated(expression, values));
      }),
      { numRuns: 500, seed: 8 },
    );
    expect(compiledCount).to.be.above(300);
  });

  it("follows references to other expressions", () => {
    const ofPeriod = compiled("double + b", [expressionQuery("double", "2 * a")]);

    expect(ofPeriod?.(Float64Array.of(4, 1, NaN))).to.equal(9);
  });

  for (const expression of [
    "FILL(a, REPEAT)",
    "FILL(a, LINEAR)",
    "SUM(a)",
    "a - AVG(a)",
    "RATE(a)",
    "RUNNING_SUM(a)",
    "SUM([a, b])",
    "SUM(METRICS())",
    "MINUTE(a)",
    "toString(a)",
    "result + a",
    "missing + a",
    "1 / 0 + a",
  ]) {
    it(`leaves ${expression} to metric math`, () => {
      expect(compiled(expression)).to.equal(undefined);
    });
  }
});

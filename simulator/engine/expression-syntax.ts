import jsep, { type CoreExpression } from "jsep";

// CloudWatch writes powers with `^`, which binds more tightly than multiplication and to the right.
jsep.addBinaryOp("^", 11, true);
jsep.addBinaryOp("AND", 2);
jsep.addBinaryOp("OR", 1);
jsep.addUnaryOp("NOT");

/** An expression that cannot be evaluated: malformed, or with something that is not modelled. */
export class ExpressionError extends Error {
  constructor(
    readonly kind: "invalid" | "unsupported",
    message: string,
  ) {
    super(message);
    this.name = "ExpressionError";
  }
}

/** Alarms evaluate the same few expressions every minute: parsing them was a tenth of a run with a metric-math alarm. */
const parsed = new Map<string, CoreExpression>();
const mostParsed = 1000;

/**
 * Parses what CloudWatch calls an expression: metric math, alarm rules, and searches.
 *
 * @returns The expression, which is kept for the next time: nobody may change it.
 * @throws ExpressionError `invalid`
 */
export function parseExpression(text: string): CoreExpression {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const expression = parseAnew(text);
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(text, expression);
  return expression;
}

function parseAnew(text: string): CoreExpression {
  try {
    return jsep(text) as CoreExpression;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new ExpressionError("invalid", `Error in expression '${text}': ${problem}`);
  }
}

/** The name that an identifier is; empty for anything else. */
export function nameOf(expression: { readonly type: string }): string {
  const node = expression as CoreExpression;
  return node.type === "Identifier" ? node.name : "";
}

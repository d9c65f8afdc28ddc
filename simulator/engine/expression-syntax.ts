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

/**
 * Parses what CloudWatch calls an expression: metric math, alarm rules, and searches.
 *
 * @throws ExpressionError `invalid`
 */
export function parseExpression(text: string): CoreExpression {
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

import { type CoreExpression, type Expression } from "jsep";
import { parseExpression } from "./expression-syntax";
import { invalid } from "./metric-math-operands";
import { type MetricId } from "./types";

type Matcher = (id: MetricId) => boolean;

/** `{Namespace,Dimension,…}`, where names with special characters stand in quotes. */
const schemaPattern = /^\s*\{([^}]*)\}/;

/** A quoted text, a property with a value, a parenthesis, or a word. */
const tokens = /[()]|[A-Za-z_]\w*="[^"]*"|"[^"]*"|[^\s()"]+/g;

/**
 * Reads the first argument of `SEARCH`: a schema in braces, which metrics must fit exactly, and terms that they must
 * match. A word matches in part, a text in quotes as a whole; `Property=value` looks at one property only; terms join by
 * `AND` (also when nothing stands between), `OR` and `NOT`.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 *
 * @throws ExpressionError `invalid`
 */
export function parseSearch(search: string): Matcher {
  const schema = schemaPattern.exec(search)?.[1];
  const fits: Matcher = schema === undefined ? () => true : schemaMatcher(schema);
  const terms = search.replace(schemaPattern, "").match(tokens) ?? [];
  if (terms.length === 0) return fits;
  const matches = compile(parseExpression(joined(terms)));
  return (id) => fits(id) && matches(id);
}

function schemaMatcher(schema: string): Matcher {
  const [namespace = "", ...names] = schema
    .split(",")
    .map((part) => part.trim().replace(/^"(.*)"$/, "$1"));
  const wanted = [...names].sort().join("\n");
  return (id) =>
    id.namespace === namespace && Object.keys(id.dimensions).sort().join("\n") === wanted;
}

/** The terms as texts in quotes, joined by what stands between them, or by AND. */
function joined(terms: readonly string[]): string {
  let text = "";
  let afterOperand = false;
  for (const term of terms) {
    const isJoin = term === "AND" || term === "OR";
    if (afterOperand && !isJoin && term !== ")") text += " AND ";
    const isWord = !isJoin && term !== "NOT" && term !== "(" && term !== ")";
    text += isWord ? JSON.stringify(term) : ` ${term} `;
    afterOperand = isWord || term === ")";
  }
  return text;
}

function compile(expression: Expression): Matcher {
  const node = expression as CoreExpression;
  switch (node.type) {
    case "Literal":
      return termMatcher(String(node.value));
    case "UnaryExpression": {
      const negated = compile(node.argument);
      return (id) => !negated(id);
    }
    case "BinaryExpression": {
      const left = compile(node.left);
      const right = compile(node.right);
      return node.operator === "OR" ? (id) => left(id) || right(id) : (id) => left(id) && right(id);
    }
    default:
      throw invalid(`Error in SEARCH: a part of the kind ${node.type} cannot be used there.`);
  }
}

function termMatcher(term: string): Matcher {
  const [, property, value = term] = /^([A-Za-z_]\w*)=(.*)$/.exec(term) ?? [];
  const exact = /^"(.*)"$/.exec(value)?.[1];
  const wanted = exact ?? value;
  return (id) =>
    propertiesOf(id)
      .filter(([name]) => property === undefined || name === property)
      .flatMap((pair) => (property === undefined ? pair : [pair[1]]))
      .some((text) => (exact === undefined ? matchesInPart(text, wanted) : text === wanted));
}

function propertiesOf(id: MetricId): (readonly [string, string])[] {
  return [["Namespace", id.namespace], ["MetricName", id.name], ...Object.entries(id.dimensions)];
}

/** CloudWatch cuts names at changes of case and at other characters, and compares the pieces whatever their case. */
function matchesInPart(text: string, wanted: string): boolean {
  const pieces = piecesOf(wanted);
  const found = piecesOf(text);
  return (
    text.toLowerCase() === wanted.toLowerCase() ||
    found.some((_, start) => pieces.every((piece, index) => found[start + index] === piece))
  );
}

function piecesOf(text: string): string[] {
  const words = text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  return words.map((word) => word.toLowerCase());
}

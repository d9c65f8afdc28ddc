import { type CoreExpression, type Expression } from "jsep";
import { ExpressionError, nameOf, parseExpression } from "./expression-syntax";
import { type AlarmState } from "./types";

/** Most alarms that a rule may name. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
const maxChildren = 100;

const states: readonly AlarmState[] = ["ALARM", "OK", "INSUFFICIENT_DATA"];

/** A function of a rule and the alarm that it names, in quotes or without. */
const functionCall = /\b(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*("(?:[^"\\]|\\.)*"|[^()"]*?)\s*\)/g;

/** The rule of a composite alarm. */
export interface AlarmRule {
  /** Names of the alarms that it refers to, each once. */
  readonly children: readonly string[];
  /** Whether the rule holds. */
  readonly holds: (stateOf: (alarmName: string) => AlarmState | undefined) => boolean;
}

/**
 * Reads a rule: `ALARM(name)`, `OK(name)`, `INSUFFICIENT_DATA(name)`, `TRUE` and `FALSE`, with `AND`, `OR`, `NOT` and
 * parentheses. Alarms are named by name or by ARN.
 *
 * @throws ExpressionError `invalid`
 */
export function parseAlarmRule(text: string): AlarmRule {
  const quoted = text.replace(functionCall, (_call, state: string, name: string) => {
    const bare = name.startsWith('"') ? (JSON.parse(name) as string) : name;
    return `${state}(${JSON.stringify(bare)})`;
  });
  const tree = parseExpression(quoted);
  const children = new Set<string>();
  const holds = compile(tree, children);
  if (children.size > maxChildren) {
    throw new ExpressionError(
      "invalid",
      `The alarm rule names ${children.size} alarms; at most ${maxChildren} are allowed.`,
    );
  }
  return { children: [...children], holds };
}

/** The name in an alarm's ARN; a name as it is. */
export function alarmNameOf(nameOrArn: string): string {
  return nameOrArn.replace(/^arn:[^:]+:cloudwatch:[^:]*:\d*:alarm:/, "");
}

function compile(expression: Expression, children: Set<string>): AlarmRule["holds"] {
  const node = expression as CoreExpression;
  switch (node.type) {
    case "BinaryExpression": {
      const left = compile(node.left, children);
      const right = compile(node.right, children);
      if (node.operator === "AND") return (stateOf) => left(stateOf) && right(stateOf);
      if (node.operator === "OR") return (stateOf) => left(stateOf) || right(stateOf);
      throw malformed(`the operator ${node.operator}`);
    }
    case "UnaryExpression": {
      if (node.operator !== "NOT") throw malformed(`the operator ${node.operator}`);
      const negated = compile(node.argument, children);
      return (stateOf) => !negated(stateOf);
    }
    case "Identifier":
    case "Literal":
      return constant(node);
    case "CallExpression":
      return stateTest(nameOf(node.callee), node.arguments, children);
    default:
      throw malformed(`a part of the kind ${node.type}`);
  }
}

function constant(node: CoreExpression): () => boolean {
  const word = node.type === "Literal" ? String(node.value) : nameOf(node);
  const isTrue = word.toUpperCase() === "TRUE";
  if (!isTrue && word.toUpperCase() !== "FALSE") throw malformed(`"${word}"`);
  return () => isTrue;
}

function stateTest(
  name: string,
  [argument, ...others]: readonly Expression[],
  children: Set<string>,
): AlarmRule["holds"] {
  const state = states.find((each) => each === name);
  const named = argument as CoreExpression | undefined;
  if (state === undefined || named?.type !== "Literal" || others.length > 0) {
    throw malformed(`the function ${name}`);
  }
  const child = alarmNameOf(String(named.value));
  if (child === "") throw malformed(`${name}() without an alarm`);
  children.add(child);
  return (stateOf) => stateOf(child) === state;
}

function malformed(what: string): ExpressionError {
  return new ExpressionError(
    "invalid",
    `Invalid alarm rule: ${what} cannot be used there. Use ALARM(name), OK(name), INSUFFICIENT_DATA(name), TRUE and ` +
      "FALSE with AND, OR, NOT and parentheses.",
  );
}

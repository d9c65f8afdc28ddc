import { BlockList, isIP } from "node:net";
import { isRecord } from "../is-record";

/** The operators of conditions that are no plain values. */
export const operators: readonly string[] = [
  "exists",
  "prefix",
  "suffix",
  "equals-ignore-case",
  "anything-but",
  "numeric",
  "cidr",
];

/** A filter policy or a part of one, as parsed from JSON. */
export type FilterPolicy = Readonly<Record<string, unknown>>;

/**
 * Tells whether a message fits a filter policy: every key of the policy must be met by one of its conditions. Understood
 * are exact values, `prefix`, `suffix`, `equals-ignore-case`, `anything-but`, `numeric`, `cidr`, `exists` and `$or`.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 *
 * @param policy the policy
 * @param values message attributes, or the parsed body of the message
 */
export function fitsFilterPolicy(policy: FilterPolicy, values: unknown): boolean {
  const record = isRecord(values) ? values : {};
  return Object.entries(policy).every(([key, conditions]) => {
    if (key === "$or" && Array.isArray(conditions)) {
      return conditions.some((part) => isRecord(part) && fitsFilterPolicy(part, record));
    }
    const value = Object.hasOwn(record, key) ? record[key] : undefined;
    if (isRecord(conditions)) {
      const candidates = Array.isArray(value) ? (value as unknown[]) : [value];
      return candidates.some((candidate) => fitsFilterPolicy(conditions, candidate));
    }
    return Array.isArray(conditions) && fitsAny(conditions, value);
  });
}

function fitsAny(conditions: readonly unknown[], value: unknown): boolean {
  const candidates = Array.isArray(value) ? (value as unknown[]) : [value];
  return conditions.some((condition) =>
    candidates.some((candidate) => fitsCondition(condition, candidate)),
  );
}

function fitsCondition(condition: unknown, value: unknown): boolean {
  if (!isRecord(condition)) {
    return value !== undefined && value === condition;
  }
  const [operator, operand] = Object.entries(condition)[0] ?? [];
  switch (operator) {
    case "exists":
      return (value !== undefined) === operand;
    case "prefix":
      return typeof value === "string" && value.startsWith(String(operand));
    case "suffix":
      return typeof value === "string" && value.endsWith(String(operand));
    case "equals-ignore-case":
      return typeof value === "string" && value.toLowerCase() === String(operand).toLowerCase();
    case "anything-but":
      return value !== undefined && !fitsExcluded(operand, value);
    case "numeric":
      return typeof value === "number" && Array.isArray(operand) && fitsNumeric(operand, value);
    case "cidr":
      return typeof value === "string" && isWithin(String(operand), value);
    default:
      return false;
  }
}

function fitsExcluded(operand: unknown, value: unknown): boolean {
  const excluded = Array.isArray(operand) ? (operand as unknown[]) : [operand];
  return fitsAny(excluded, value);
}

function isWithin(block: string, address: string): boolean {
  const [network = "", bits = ""] = block.split("/");
  const version = isIP(network);
  const isBlock = /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 6 ? 128 : 32);
  if (version === 0 || isIP(address) !== version || !isBlock) {
    return false;
  }
  const family = version === 6 ? "ipv6" : "ipv4";
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family);
  return list.check(address, family);
}

function fitsNumeric(operand: readonly unknown[], value: number): boolean {
  for (let index = 0; index < operand.length; index += 2) {
    const bound = Number(operand[index + 1]);
    if (!compare(String(operand[index]), value, bound)) {
      return false;
    }
  }
  return operand.length > 0;
}

function compare(operator: string, value: number, bound: number): boolean {
  switch (operator) {
    case "=":
      return value === bound;
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
    case ">":
      return value > bound;
    case ">=":
      return value >= bound;
    default:
      return false;
  }
}

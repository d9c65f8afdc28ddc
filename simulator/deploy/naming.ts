import { randomBytes } from "node:crypto";

import { type Properties } from "./property-values";

/** The property that holds a type's physical name, and what AWS allows there. */
export interface PhysicalName {
  readonly property: string;
  /** AWS's limit, in characters. */
  readonly maxLength: number;
  /** Property of a name prefix; `namePrefix` by default. */
  readonly prefixProperty?: string;
  readonly lowercase?: boolean;
  /** Text that the name must begin with. */
  readonly startsWith?: string;
  /** Text that the name must end with, given the other inputs. */
  readonly endsWith?: (inputs: Properties) => string;
}

const RANDOM_DIGITS = 7;

/**
 * The physical name of a resource whose program gave none: the resource's name, a hyphen and seven random hexadecimal
 * digits, as Pulumi does it; a given prefix takes the place of the name. What is too long is cut before the hyphen.
 */
export function madeUpName(name: string, inputs: Properties, rule: PhysicalName): string {
  const prefix = inputs[rule.prefixProperty ?? "namePrefix"];
  const start = rule.startsWith ?? "";
  const end = rule.endsWith?.(inputs) ?? "";
  const random = randomBytes(4).toString("hex").slice(0, RANDOM_DIGITS);
  const stem = typeof prefix === "string" ? prefix : `${start}${name}-`;
  const room = rule.maxLength - RANDOM_DIGITS - end.length;
  const kept = stem.length <= room ? stem : `${stem.slice(0, room - 1)}-`;
  const made = `${kept}${random}${end}`;
  return rule.lowercase === true ? made.toLowerCase().replaceAll("_", "-") : made;
}

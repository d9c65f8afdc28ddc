import {
  type PolicyConfigSchema,
  type PolicyResource,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type Severity,
  type StackValidationPolicy,
  UnknownValueError,
} from "@pulumi/policy";

/** What is set about a rule for a stack: a schema, and what holds where nothing is set. */
export interface Setting<Value> {
  readonly schema: PolicyConfigSchema["properties"][string];
  readonly default: Value;
}

type Settings = Readonly<Record<string, Setting<unknown>>>;

/** The values of a rule's settings. */
export type SettingValues<Of extends Settings> = {
  readonly [Key in keyof Of]: Of[Key] extends Setting<infer Value> ? Value : never;
};

/** What everyone may know about a rule. */
export interface RuleFacts<Of extends Settings> {
  /** Its id in configuration and reports. */
  readonly name: string;
  /** What it holds a stack to, and why. */
  readonly description: string;
  readonly severity: Severity;
  /** What a violation does unless a stack's configuration says otherwise. */
  readonly level: "advisory" | "mandatory" | "remediate";
  /** What to do about a violation. */
  readonly remedy: string;
  readonly url?: string;
  readonly settings?: Of;
}

/** The part of a resource that rules of both kinds look at. */
export type Subject = Pick<
  ResourceValidationArgs,
  "type" | "name" | "urn" | "opts" | "provider"
> & {
  readonly props: unknown;
};

/** A rule about one resource at a time. */
export function resourceRule<const Of extends Settings>(
  rule: RuleFacts<Of> & {
    /** The types of resources that it looks at. */
    readonly of: readonly string[];
    /** What is wrong with the resource; each a sentence that begins with a verb or names a property. */
    readonly check: (resource: Subject, settings: SettingValues<Of>) => readonly string[];
    /** The resource with the violation mended; `undefined` when it cannot, or need not, be. */
    readonly mend?: (
      resource: Subject,
      settings: SettingValues<Of>,
    ) => Record<string, unknown> | undefined;
  },
): ResourceValidationPolicy {
  const { of, check, mend } = rule;
  return {
    ...facts(rule),
    validateResource: (args, report) => {
      if (!of.includes(args.type)) return args.notApplicable(`It looks at ${of.join(", ")}.`);
      for (const problem of check(args, values(rule, args.getConfig()))) report(problem);
    },
    ...(mend !== undefined && {
      remediateResource: (args: ResourceValidationArgs) => {
        if (!of.includes(args.type)) return args.notApplicable(`It looks at ${of.join(", ")}.`);
        return mend(args, values(rule, args.getConfig()));
      },
    }),
  };
}

/** A violation of a rule about a stack, with the resource that it is told of. */
export interface StackProblem {
  readonly resource: PolicyResource;
  readonly problem: string;
}

/** A rule about how the resources of a stack fit together. */
export function stackRule<const Of extends Settings>(
  rule: RuleFacts<Of> & {
    readonly check: (
      resources: readonly PolicyResource[],
      settings: SettingValues<Of>,
    ) => readonly StackProblem[];
  },
): StackValidationPolicy {
  return {
    ...facts(rule),
    validateStack: (args, report) => {
      for (const { resource, problem } of rule.check(
        args.resources,
        values(rule, args.getConfig()),
      )) {
        report(problem, resource.urn);
      }
    },
  };
}

function facts<Of extends Settings>({
  name,
  description,
  severity,
  level,
  remedy,
  url,
  settings,
}: RuleFacts<Of>) {
  return {
    name,
    description,
    severity,
    enforcementLevel: level,
    remediationSteps: remedy,
    ...(url !== undefined && { url }),
    ...(settings !== undefined && {
      configSchema: {
        properties: Object.fromEntries(
          Object.entries(settings).map(([key, { schema, default: fallback }]) => [
            key,
            { ...schema, default: fallback as string },
          ]),
        ),
      },
    }),
  };
}

/** Pulumi fills the defaults in; other callers of a pack need not. */
function values<Of extends Settings>(
  { settings }: RuleFacts<Of>,
  configured: object,
): SettingValues<Of> {
  const defaults = Object.entries(settings ?? {}).map(([key, { default: fallback }]) => [
    key,
    fallback,
  ]);
  return { ...Object.fromEntries(defaults), ...configured } as SettingValues<Of>;
}

/** A setting that is a list of texts. */
export function texts(
  fallback: readonly string[],
  description: string,
): Setting<readonly string[]> {
  return {
    schema: { type: "array", items: { type: "string" }, uniqueItems: true, description },
    default: fallback,
  };
}

/** A setting that is a whole number. */
export function wholeNumber(
  fallback: number,
  minimum: number,
  description: string,
): Setting<number> {
  return { schema: { type: "integer", minimum, description }, default: fallback };
}

/** A setting that is any number of a range. */
export function amount(fallback: number, minimum: number, description: string): Setting<number> {
  return { schema: { type: "number", minimum, description }, default: fallback };
}

/** A setting that is on or off. */
export function flag(fallback: boolean, description: string): Setting<boolean> {
  return { schema: { type: "boolean", description }, default: fallback };
}

/** A setting that is a map of names to values of one type. */
export function mapOf<Value extends string | number>(
  type: "string" | "number",
  description: string,
): Setting<Readonly<Record<string, Value>>> {
  return {
    schema: { type: "object", additionalProperties: { type }, description },
    default: {},
  };
}

/**
 * The value at a path of properties and positions.
 *
 * @throws UnknownValueError when it is known after the deployment only; Pulumi then tells that the rule could not be
 *   tried, and tries it again at the deployment.
 */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<string | number, unknown> | null | undefined)?.[key],
    value,
  );
}

/** The members of a list at a path; none where there is no list. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const list = at(value, ...path);
  return Array.isArray(list) ? (list as unknown[]) : [];
}

/** A text at a path. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const text = at(value, ...path);
  return typeof text === "string" && text !== "" ? text : undefined;
}

/** A number at a path. */
export function numberAt(
  value: unknown,
  ...path: readonly (string | number)[]
): number | undefined {
  const number = at(value, ...path);
  return typeof number === "number" ? number : undefined;
}

/** Whether something stands at a path; what is known after the deployment only does. */
export function isSet(value: unknown, ...path: readonly (string | number)[]): boolean {
  const found = known(() => at(value, ...path), "unknown");
  return found !== undefined && found !== null && found !== "";
}

/** What is read, or something else where it is known after the deployment only. */
export function known<Value, Else>(read: () => Value, otherwise: Else): Value | Else {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownValueError) return otherwise;
    throw error;
  }
}

import { type AnalyzedResource } from "../pack";

type RuleSettings = Readonly<Record<string, unknown>>;

/** What a rule has to say about a resource, or about a whole stack. */
export interface RuleCase {
  readonly rule: string;
  readonly passes: readonly Subject[];
  /** Settings of a rule that has nothing to say without any. */
  readonly given?: RuleSettings;
  /** Each with every message that the rule has for it. */
  readonly fails: readonly (readonly [Subject, ...string[]])[];
  /** What a preview does not know yet; `tried` when the rule can be held to it all the same, and finds nothing. */
  readonly unknown: readonly [Subject, "tried" | "not tried"];
  /** Settings under which the first of `fails` passes. */
  readonly settings?: RuleSettings;
}

export type Subject = AnalyzedResource | readonly AnalyzedResource[];

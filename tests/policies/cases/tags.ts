import * as good from "../examples";
import { unknown } from "../pack";
import { type RuleCase } from "./rule-case";

/** Of the rules about tags. */
export const tagCases: readonly RuleCase[] = [
  {
    rule: "required-tags",
    passes: [good.topic(), good.dashboard()],
    fails: [
      [good.topic({ tags: { project: "summaries" } }), "has no tag team, environment"],
      [good.topic({ tags: undefined }), "has no tag project, team, environment"],
    ],
    unknown: [good.topic({ tags: unknown }), "not tried"],
    settings: { keys: ["project"] },
  },
];

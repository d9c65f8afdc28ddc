import { types } from "../../../policies/resource-types";
import * as good from "../examples";
import { unknown } from "../pack";
import { type RuleCase } from "./rule-case";

const { configuration, endpoint, model, variant } = good;
const production = { tags: { ...good.tags, environment: "prod" } };

/** Of the rules about production. */
export const productionCases: readonly RuleCase[] = [
  {
    rule: "production-is-protected",
    passes: [endpoint(), endpoint(production, { protect: true })],
    fails: [
      [endpoint(production), "is not protected"],
      [
        good.bucket(
          { forceDestroy: true },
          { urn: `urn:pulumi:prod::summaries::${types.bucket}::bucket` },
        ),
        "is not protected",
        "`forceDestroy` is true: it goes with everything in it",
      ],
    ],
    unknown: [good.bucket({ ...production, forceDestroy: unknown }, { protect: true }), "tried"],
    settings: { environments: ["live"] },
  },
  {
    rule: "production-has-a-spare",
    passes: [
      configuration(production),
      configuration({ productionVariants: [{ ...variant, initialInstanceCount: 1 }] }),
    ],
    fails: [
      [
        configuration({
          ...production,
          productionVariants: [{ ...variant, initialInstanceCount: 1 }],
        }),
        "`initialInstanceCount` is 1; it must be at least 2",
      ],
    ],
    unknown: [configuration({ ...production, productionVariants: unknown }), "not tried"],
    settings: { instances: 1 },
  },
  {
    rule: "production-has-a-network-boundary",
    passes: [
      model(production),
      model({ ...production, enableNetworkIsolation: false, vpcConfig: { subnets: ["subnet-1"] } }),
      model({ enableNetworkIsolation: false }),
    ],
    fails: [
      [
        model({ ...production, enableNetworkIsolation: false }),
        "reaches every network, and can be made to send what it is given anywhere",
      ],
    ],
    unknown: [model({ ...production, enableNetworkIsolation: false, vpcConfig: unknown }), "tried"],
    settings: { environments: [] },
  },
  {
    rule: "production-models-are-pinned",
    passes: [model(production), model({ primaryContainer: { image: "a/b:latest" } })],
    fails: [
      [
        model({
          ...production,
          primaryContainer: { image: "a/b:latest", environment: { HF_MODEL_ID: "gpt2" } },
        }),
        "no revision is set (HF_MODEL_REVISION, SM_VLLM_REVISION, REVISION): a new instance serves whatever the Hub has by then",
        "`image` is a/b:latest, which names no version",
      ],
    ],
    unknown: [
      model({ ...production, primaryContainer: { image: unknown, environment: {} } }),
      "tried",
    ],
    settings: { environments: [] },
  },
];

import { servingStacks } from "../../sagemaker/serving-stacks";
import { types } from "../resource-types";
import {
  at,
  isSet,
  known,
  listAt,
  numberAt,
  resourceRule,
  type Subject,
  textAt,
  texts,
  wholeNumber,
} from "../rule";
import { isAsync, variants } from "./endpoint";

const environments = texts(
  ["prod", "production"],
  "What makes a stack production: values of the tag `environment`, or names of stacks",
);

const protection = resourceRule({
  name: "production-is-protected",
  description:
    "In production the endpoint, and all that holds data, cannot be deleted by accident.",
  severity: "high",
  level: "mandatory",
  remedy: "Set the stack's `protect`, or the resource option; leave `forceDestroy` out.",
  url: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
  settings: { environments },
  of: [types.endpoint, types.bucket, types.key, types.table],
  check: (resource, settings) =>
    inProduction(resource, settings.environments)
      ? [
          ...(resource.opts.protect ? [] : ["is not protected"]),
          ...(known(() => at(resource.props, "forceDestroy"), undefined) === true
            ? ["`forceDestroy` is true: it goes with everything in it"]
            : []),
        ]
      : [],
});

const spare = resourceRule({
  name: "production-has-a-spare",
  description:
    "In production an endpoint starts, and is updated, on more than one instance, in more than one availability zone (Security Hub SageMaker.4).",
  severity: "medium",
  level: "mandatory",
  remedy:
    "Raise `initialInstanceCount`. An idle fleet is scaled to its minimum from there all the same.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html#sagemaker-4",
  settings: { environments, instances: wholeNumber(2, 1, "Fewest instances to start with") },
  of: [types.configuration],
  check: (configuration, settings) =>
    inProduction(configuration, settings.environments) && isAsync(configuration)
      ? variants(configuration).flatMap((variant) => {
          const count = numberAt(variant, "initialInstanceCount") ?? 1;
          return count < settings.instances
            ? [`\`initialInstanceCount\` is ${count}; it must be at least ${settings.instances}`]
            : [];
        })
      : [],
});

const network = resourceRule({
  name: "production-has-a-network-boundary",
  description:
    "In production a container runs in a network of your own, or without any (Security Hub SageMaker.5).",
  severity: "high",
  level: "advisory",
  remedy:
    "Set `vpcConfig` or `enableNetworkIsolation`. A model of the Hugging Face Hub has to be copied to S3 first.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html#sagemaker-5",
  settings: { environments },
  of: [types.model],
  check: (model, settings) =>
    inProduction(model, settings.environments) &&
    !isSet(model.props, "vpcConfig") &&
    known(() => at(model.props, "enableNetworkIsolation"), true) !== true
      ? ["reaches every network, and can be made to send what it is given anywhere"]
      : [],
});

/** By which variables the model servers are told of a model of the Hub, and of its revision. */
const hubModel = variablesOf("modelId");
const hubRevision = variablesOf("revision");

const pinned = resourceRule({
  name: "production-models-are-pinned",
  description:
    "In production every instance serves the same model: one of the Hub by its revision, an image by its tag or digest.",
  severity: "medium",
  level: "advisory",
  remedy: "Set `modelRevision` to a commit of the model; name the image's version.",
  settings: { environments },
  of: [types.model],
  check: (model, settings) => {
    if (!inProduction(model, settings.environments)) return [];
    const { props } = model;
    const containers = [at(props, "primaryContainer"), ...listAt(props, "containers")];
    return containers.flatMap((container) => {
      const environment = at(container, "environment");
      const floats =
        hubModel.some((variable) => isSet(environment, variable)) &&
        !hubRevision.some((variable) => isSet(environment, variable));
      const image = known(() => textAt(container, "image"), undefined);
      return [
        ...(floats
          ? [
              `no revision is set (${hubRevision.join(", ")}): a new instance serves whatever the Hub has by then`,
            ]
          : []),
        ...(image === undefined || /(@sha256:[0-9a-f]{64}|:(?!latest$)[^/:]+)$/.test(image)
          ? []
          : [`\`image\` is ${image}, which names no version`]),
      ];
    });
  },
});

/** Rules about production alone. */
export const productionRules = [protection, spare, network, pinned];

function inProduction(
  { props, urn }: Pick<Subject, "props" | "urn">,
  environments: readonly string[],
): boolean {
  const tag = known(() => textAt(props, "tags", "environment"), undefined);
  // `urn:pulumi:<stack>::…`
  const stack = urn.split("::")[0]?.split(":").at(-1);
  return [tag, stack].some((each) => each !== undefined && environments.includes(each));
}

function variablesOf(purpose: "modelId" | "revision"): string[] {
  const names = Object.values(servingStacks).flatMap(({ variables }) => variables[purpose] ?? []);
  return [...new Set(names)];
}

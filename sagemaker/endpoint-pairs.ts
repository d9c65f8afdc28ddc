import { deploymentStepProblem, DeploymentStrategy } from "./deployment-strategies";
import { servingInstanceProblem } from "./container-images";
import { hasLocalStorage, instanceTypeProblem } from "./instance-types";
import { type ServerVariables, ServingStack, servingStacks } from "./serving-stacks";
import { type EndpointOption, type EndpointOptions } from "./endpoint-options";
import { pairRule } from "./pair-rule";

const rule = pairRule<EndpointOptions>();

/** Rules about the values of two options, for the plain and the later ones alike. */
export const endpointPairRules = [
  rule({
    properties: ["failurePrefix", "outputPrefix"],
    reason: (failure, output) => {
      const relation =
        failure === output
          ? "the same as"
          : failure.startsWith(`${output}/`)
            ? "inside"
            : output.startsWith(`${failure}/`)
              ? "around"
              : undefined;
      // S3 also refuses to tell of the objects under two prefixes one of which is inside the other:
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
      return relation === undefined
        ? undefined
        : `is "${failure}", ${relation} \`outputPrefix\`; results and failures must not mix: change one of them`;
    },
  }),
  rule({
    properties: ["volumeSizeGb", "instanceType"],
    reason: (size, type) =>
      hasLocalStorage(type)
        ? `is ${size}; ${type} keeps its data on a local disk of fixed size: leave it out, or use a type without one, for example "ml.m5.xlarge"`
        : undefined,
  }),
  rule({
    properties: ["networkIsolation", "modelId"],
    reason: (isolated) =>
      isolated
        ? "is true; an isolated container cannot fetch `modelId` from the Hub: copy the model to S3 and name it with `modelPrefixUri` or `modelArchiveUri`, or leave the isolation out"
        : undefined,
  }),
  rule({
    properties: ["deploymentStepPercent", "deploymentStrategy"],
    reason: (percent, strategy) =>
      isStrategy(strategy) ? deploymentStepProblem(percent, strategy) : undefined,
  }),
  rule({
    properties: ["terminationWaitSeconds", "deploymentStrategy"],
    reason: (seconds, strategy) =>
      strategy === DeploymentStrategy.Rolling
        ? `is ${seconds}; "${strategy}" keeps no old fleet: leave it out, or choose another \`deploymentStrategy\``
        : undefined,
  }),
  serverRule("modelId", "modelId", "loads no model from the Hub"),
  serverRule("modelRevision", "revision", "knows no revisions"),
  serverRule("task", "task", "knows no tasks"),
  serverRule("modelServerWorkers", "workers", "takes no number of workers"),
  serverRule("modelServerBatchSize", "batchSize", "takes no size of batches"),
  serverRule(
    "modelServerBatchDelayMilliseconds",
    "batchDelayMilliseconds",
    "takes no delay of batches",
  ),
];

/** The rule that AWS has an image of the stack for the instance type, for endpoints that leave the image to it. */
export const servingImageRule = rule({
  properties: ["instanceType", "servingStack"],
  reason: (type, stack) =>
    isStack(stack) && instanceTypeProblem(type) === undefined
      ? servingInstanceProblem(type, stack)
      : undefined,
});

function serverRule(option: EndpointOption, variable: keyof ServerVariables, lack: string) {
  return rule({
    properties: [option, "servingStack"],
    reason: (value, stack) => {
      if (!isStack(stack) || servingStacks[stack].variables[variable] !== undefined) {
        return undefined;
      }
      const able = Object.values(ServingStack).filter(
        (each) => servingStacks[each].variables[variable] !== undefined,
      );
      return `is ${JSON.stringify(value)}; serving stack "${stack}" ${lack}: leave it out, or use ${able.map((each) => `"${each}"`).join(" or ")}`;
    },
  });
}

function isStack(value: string): value is ServingStack {
  return value in servingStacks;
}

function isStrategy(value: string): value is DeploymentStrategy {
  return (Object.values(DeploymentStrategy) as string[]).includes(value);
}

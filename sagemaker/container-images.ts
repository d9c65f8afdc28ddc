import { type Accelerator, instanceAccelerator, isArmInstance } from "./instance-types";
import { imagesOf, ServingStack, servingStacks } from "./serving-stacks";

/** A container image that SageMaker can pull. */
export interface ContainerImage {
  /** The whole address, `<account>.dkr.ecr.<region>.<suffix>/<repository>:<tag>`. */
  readonly uri: string;
  readonly accountId: string;
  readonly region: string;
  readonly repository: string;
  readonly tag: string;
}

function dnsSuffix(region: string): string {
  if (region.startsWith("cn-")) return "amazonaws.com.cn";
  if (region.startsWith("us-isob-")) return "sc2s.sgov.gov";
  if (region.startsWith("us-iso-")) return "c2s.ic.gov";
  return "amazonaws.com";
}

/**
 * AWS's image of a serving stack.
 *
 * @param stack What serves the model.
 * @param region Where the endpoint stands.
 * @param accelerator What its instances compute with.
 * @param task The pipeline's task; decides which version of the transformers library is needed.
 * @throws Error when no image is known for the region or the accelerator.
 */
export function resolveServingImage(
  stack: ServingStack,
  region: string,
  accelerator: Accelerator,
  task?: string,
): ContainerImage {
  const { name } = servingStacks[stack];
  const images = imagesOf(stack, task);
  const image = images[accelerator];
  if (image === undefined) {
    throw new Error(
      `No ${name} image is known for accelerator "${accelerator}"; known accelerators are ` +
        `${Object.keys(images).join(", ")}. Use such an instance type, or name an image with \`containerImage\`.`,
    );
  }
  const { repository, tag } = image;
  const accountId = image.accounts[region];
  if (accountId === undefined) {
    throw new Error(
      `No ${name} image is known for region ${JSON.stringify(region)}; known regions are ` +
        `${Object.keys(image.accounts).join(", ")}. Use one of them, or name an image with \`containerImage\`.`,
    );
  }
  const uri = `${accountId}.dkr.ecr.${region}.${dnsSuffix(region)}/${repository}:${tag}`;
  return { uri, accountId, region, repository, tag };
}

const acceleratorNames: Readonly<Record<Accelerator, string>> = {
  cpu: "x86 processors",
  gpu: "NVIDIA GPUs",
  inferentia: "AWS Inferentia",
};

const exampleTypes: Readonly<Record<Accelerator, string>> = {
  cpu: "ml.m5.xlarge",
  gpu: "ml.g5.xlarge",
  inferentia: "ml.inf2.xlarge",
};

/**
 * Says why no image of a serving stack runs on an instance type, or `undefined` when one does.
 *
 * An unknown type is passed over: that it is unknown is said elsewhere.
 */
export function servingInstanceProblem(
  instanceType: string,
  stack: ServingStack = ServingStack.Transformers,
): string | undefined {
  const accelerator = instanceAccelerator(instanceType);
  if (accelerator === undefined) return undefined;
  const { name, images } = servingStacks[stack];
  if (images[accelerator] !== undefined && !isArmInstance(instanceType)) return undefined;
  const fitting = Object.keys(images) as Accelerator[];
  const example = fitting.includes("gpu") ? exampleTypes.gpu : exampleTypes[fitting[0] ?? "cpu"];
  return (
    `is ${JSON.stringify(instanceType)}; the ${name} images run on ${fitting.map((each) => acceleratorNames[each]).join(" and on ")}: ` +
    `use such a type, for example "${example}", or name an image with \`containerImage\``
  );
}

const imageUriPattern =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.[a-z0-9.]+\/(?<repository>[a-z0-9._/-]+)[:@](?<tag>[\w.:-]+)$/;

/**
 * The parts of an image's address.
 *
 * @returns `undefined` for anything but an image in Amazon ECR with a tag or digest.
 */
export function parseImageUri(uri: string): ContainerImage | undefined {
  const { account, region, repository, tag } = imageUriPattern.exec(uri)?.groups ?? {};
  return account === undefined || region === undefined || !repository || !tag
    ? undefined
    : { uri, accountId: account, region, repository, tag };
}

/** Says why an address names no image that SageMaker can pull, or `undefined` when it does. */
export function imageUriProblem(uri: string): string | undefined {
  return parseImageUri(uri) === undefined
    ? `is ${JSON.stringify(uri)}; it must be an image in Amazon ECR, as <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>`
    : undefined;
}

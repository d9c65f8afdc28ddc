import { Accelerator, instanceAccelerator, isArmInstance } from "./instance-types";

/** A container image that SageMaker can pull. */
export interface ContainerImage {
  /** The whole address, `<account>.dkr.ecr.<region>.<suffix>/<repository>:<tag>`. */
  readonly uri: string;
  readonly accountId: string;
  readonly region: string;
  readonly repository: string;
  readonly tag: string;
}

/** Account of the AWS Deep Learning Containers in the regions that have no account of their own. */
const commonAccount = "763104351884";

/**
 * Account that holds the AWS Deep Learning Containers, by region.
 *
 * Source: https://github.com/aws/sagemaker-python-sdk, `image_uri_config/huggingface.json`, as of 2026-08-21.
 */
export const deepLearningAccounts: Readonly<Record<string, string>> = {
  "af-south-1": "626614931356",
  "ap-east-1": "871362719292",
  "ap-northeast-1": commonAccount,
  "ap-northeast-2": commonAccount,
  "ap-northeast-3": "364406365360",
  "ap-south-1": commonAccount,
  "ap-south-2": "772153158452",
  "ap-southeast-1": commonAccount,
  "ap-southeast-2": commonAccount,
  "ap-southeast-3": "907027046896",
  "ap-southeast-4": "457447274322",
  "ca-central-1": commonAccount,
  "ca-west-1": "204538143572",
  "cn-north-1": "727897471807",
  "cn-northwest-1": "727897471807",
  "eu-central-1": commonAccount,
  "eu-central-2": "380420809688",
  "eu-north-1": commonAccount,
  "eu-south-1": "692866216735",
  "eu-south-2": "503227376785",
  "eu-west-1": commonAccount,
  "eu-west-2": commonAccount,
  "eu-west-3": commonAccount,
  "il-central-1": "780543022126",
  "me-central-1": "914824155844",
  "me-south-1": "217643126080",
  "sa-east-1": commonAccount,
  "us-east-1": commonAccount,
  "us-east-2": commonAccount,
  "us-gov-east-1": "446045086412",
  "us-gov-west-1": "442386744353",
  "us-iso-east-1": "886529160074",
  "us-isob-east-1": "094389454867",
  "us-west-1": commonAccount,
  "us-west-2": commonAccount,
};

/** Repository of the images that serve Hugging Face pipelines on PyTorch. */
export const huggingFaceRepository = "huggingface-pytorch-inference";

/** Tags of one release of the Hugging Face inference image, by accelerator. */
interface ImageRelease {
  readonly transformersVersion: string;
  readonly tags: Readonly<Partial<Record<Accelerator, string>>>;
}

/** The newest release. Source: the table named at {@link deepLearningAccounts}. */
const newestRelease: ImageRelease = {
  transformersVersion: "5.5.3",
  tags: {
    [Accelerator.Cpu]: "2.6.0-transformers5.5.3-cpu-py312-ubuntu22.04",
    [Accelerator.Gpu]: "2.6.0-transformers5.5.3-gpu-py312-cu124-ubuntu22.04",
  },
};

/** The newest release with version 4 of the transformers library. */
const transformers4Release: ImageRelease = {
  transformersVersion: "4.51.3",
  tags: {
    [Accelerator.Cpu]: "2.6.0-transformers4.51.3-cpu-py312-ubuntu22.04",
    [Accelerator.Gpu]: "2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04",
  },
};

/**
 * Pipelines that version 5 of the transformers library no longer has: on the newest image such a model starts and then
 * fails every request.
 *
 * Source: https://github.com/huggingface/transformers/issues/44509
 */
const transformers4Tasks: ReadonlySet<string> = new Set([
  "summarization",
  "translation",
  "text2text-generation",
]);

function isTransformers4Task(task: string): boolean {
  return transformers4Tasks.has(task) || task.startsWith("translation_");
}

function dnsSuffix(region: string): string {
  if (region.startsWith("cn-")) return "amazonaws.com.cn";
  if (region.startsWith("us-isob-")) return "sc2s.sgov.gov";
  if (region.startsWith("us-iso-")) return "c2s.ic.gov";
  return "amazonaws.com";
}

/**
 * The image that serves a model of the Hugging Face Hub.
 *
 * @param region Region that pulls the image, for example `us-east-1`.
 * @param accelerator What the instances compute with.
 * @param task The pipeline's task, for example `summarization`: some need an older release. Without it, the newest.
 * @throws Error when no image is known for the region or the accelerator, naming those that are.
 */
export function resolveHuggingFaceImage(
  region: string,
  accelerator: Accelerator,
  task?: string,
): ContainerImage {
  const accountId = deepLearningAccounts[region];
  if (accountId === undefined) {
    throw new Error(
      `No Hugging Face inference image is known for region ${JSON.stringify(region)}; known regions are ` +
        `${Object.keys(deepLearningAccounts).join(", ")}. Use one of them, or name an image with \`containerImage\`.`,
    );
  }
  const release =
    task !== undefined && isTransformers4Task(task) ? transformers4Release : newestRelease;
  const tag = release.tags[accelerator];
  if (tag === undefined) {
    throw new Error(
      `No Hugging Face inference image is known for accelerator "${accelerator}"; known accelerators are ` +
        `${Object.keys(release.tags).join(", ")}. Use such an instance type, or name an image with \`containerImage\`.`,
    );
  }
  const uri = `${accountId}.dkr.ecr.${region}.${dnsSuffix(region)}/${huggingFaceRepository}:${tag}`;
  return { uri, accountId, region, repository: huggingFaceRepository, tag };
}

/**
 * Says why no Hugging Face image of AWS runs on an instance type, or `undefined` when one does.
 *
 * An unknown type is passed over: that it is unknown is said elsewhere.
 */
export function huggingFaceInstanceProblem(instanceType: string): string | undefined {
  const accelerator = instanceAccelerator(instanceType);
  if (accelerator === undefined) return undefined;
  return newestRelease.tags[accelerator] === undefined || isArmInstance(instanceType)
    ? `is ${JSON.stringify(instanceType)}; the Hugging Face images run on x86 processors and on NVIDIA GPUs: use such a type, for example "ml.g5.xlarge", or name an image with \`containerImage\``
    : undefined;
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

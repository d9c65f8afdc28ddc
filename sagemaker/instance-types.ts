import { hostingPrices } from "./hosting-prices";

/** What an instance type computes with: decides which container image fits it. */
export const Accelerator = {
  /** No accelerator. */
  Cpu: "cpu",
  /** NVIDIA GPUs. */
  Gpu: "gpu",
  /** AWS Inferentia or Trainium chips. */
  Inferentia: "inferentia",
} as const;
export type Accelerator = (typeof Accelerator)[keyof typeof Accelerator];

/**
 * Price of one instance for one hour.
 *
 * @param instanceType For example `ml.g5.xlarge`.
 * @param region For example `us-east-1`.
 * @returns US dollars an hour, or `undefined` where no price is known.
 */
export function instancePricePerHour(instanceType: string, region: string): number | undefined {
  return hostingPrices[region]?.[instanceType]?.usdPerHour;
}

/**
 * Instance families that SageMaker hosts, each with what it computes with.
 *
 * Source: `ProductionVariantInstanceType` of the SageMaker API,
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
 */
const familiesByAccelerator: Readonly<Record<Accelerator, readonly string[]>> = {
  cpu: [
    ...["t2", "m4", "m5", "m5d", "m6g", "m6gd", "m6i", "m7i", "m8g"],
    ...["c4", "c5", "c5d", "c6g", "c6gd", "c6gn", "c6i", "c6in", "c7g", "c7i", "c8g"],
    ...["r5", "r5d", "r6g", "r6gd", "r6i", "r7gd", "r7i", "r8g"],
  ],
  gpu: [
    ...["g4dn", "g5", "g6", "g6e", "g7", "g7e", "p2", "p3", "p4d", "p4de", "p5", "p5e", "p5en"],
    ...["p6-b200", "p6-b300", "p6e-gb200"],
  ],
  inferentia: ["inf1", "inf2", "trn1", "trn1n", "trn2"],
};

/** Families that cannot host an asynchronous endpoint: https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html */
const familiesWithoutAsync: ReadonlySet<string> = new Set(["inf1"]);

const acceleratorByFamily: ReadonlyMap<string, Accelerator> = new Map(
  Object.values(Accelerator).flatMap((accelerator) =>
    familiesByAccelerator[accelerator].map((family) => [family, accelerator] as const),
  ),
);

/** Families that can host an asynchronous endpoint, in alphabetical order. */
const asyncInstanceFamilies: readonly string[] = [...acceleratorByFamily.keys()]
  .filter((family) => !familiesWithoutAsync.has(family))
  .sort();

const instanceTypePattern = /^ml\.([a-z][a-z0-9-]*)\.(medium|large|\d*xlarge)$/;

/**
 * Families whose instances, all of them, keep the container's data on local NVMe disks, which their hardware encrypts.
 * CreateEndpointConfig refuses a volume key for them, and their size is what it is.
 *
 * Sources: `KmsKeyId` of https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html and
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-store-volumes.html
 */
const familiesWithLocalStorage: ReadonlySet<string> = new Set([
  ...["m5d", "m6gd", "c5d", "c6gd", "r5d", "r6gd", "r7gd"],
  ...["g4dn", "g5", "g6", "g6e", "g7", "g7e", "p4d", "p4de", "p5", "p5e", "p5en"],
  ...["p6-b200", "p6-b300", "p6e-gb200", "trn1", "trn1n", "trn2"],
]);

/** Whether a type keeps the container's data on a local disk instead of a volume of Amazon EBS. */
export function hasLocalStorage(instanceType: string): boolean {
  return familiesWithLocalStorage.has(instanceTypePattern.exec(instanceType)?.[1] ?? "");
}

/** Families with AWS's own Arm processors; an image built for x86 does not start on them. */
const armFamilyPattern = /^[cmr]\d+g/;

/**
 * What an instance type computes with.
 *
 * @returns `undefined` for a type of no known family.
 */
export function instanceAccelerator(instanceType: string): Accelerator | undefined {
  const family = instanceTypePattern.exec(instanceType)?.[1];
  return family === undefined ? undefined : acceleratorByFamily.get(family);
}

/** Whether a type's processors are Arm, not x86. */
export function isArmInstance(instanceType: string): boolean {
  return armFamilyPattern.test(instanceTypePattern.exec(instanceType)?.[1] ?? "");
}

/** Says why a type cannot host an asynchronous endpoint, or `undefined` when it can. */
export function instanceTypeProblem(instanceType: string): string | undefined {
  const family = instanceTypePattern.exec(instanceType)?.[1];
  if (family === undefined) {
    return `is ${JSON.stringify(instanceType)}; it must look like "ml.<family>.<size>", for example "ml.g5.xlarge"`;
  }
  if (familiesWithoutAsync.has(family)) {
    return `is ${JSON.stringify(instanceType)}; asynchronous endpoints do not run on family "${family}": use another, for example "ml.inf2.xlarge"`;
  }
  if (!acceleratorByFamily.has(family)) {
    return `is ${JSON.stringify(instanceType)}; SageMaker hosts no family "${family}": use one of ${asyncInstanceFamilies.join(", ")}`;
  }
  return undefined;
}

/** Machine images that SageMaker can start a container on, by the drivers in them. */
export const inferenceAmiVersions = {
  values: [
    "al2-ami-sagemaker-inference-gpu-2",
    "al2-ami-sagemaker-inference-gpu-2-1",
    "al2-ami-sagemaker-inference-gpu-3-1",
    "al2-ami-sagemaker-inference-neuron-2",
    "al2023-ami-sagemaker-inference-gpu-4-1",
  ],
  source: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
} as const;

import * as pulumi from "@pulumi/pulumi";

import {
  type ContainerImage,
  parseImageUri,
  resolveServingImage,
} from "../../sagemaker/container-images";
import { instanceAccelerator } from "../../sagemaker/instance-types";
import { ServingStack, servingStackOf } from "../../sagemaker/serving-stacks";

/** What decides which image serves the model. */
export interface ContainerImageArgs {
  /** An image that was chosen; without it, AWS's own that fits. */
  readonly containerImage?: pulumi.Input<string>;
  /** A package names its image itself. */
  readonly modelPackageArn?: pulumi.Input<string>;
  readonly servingStack?: pulumi.Input<ServingStack>;
  readonly region: pulumi.Input<string>;
  readonly instanceType: pulumi.Input<string>;
  readonly task?: pulumi.Input<string>;
}

/** The image that serves the model: the chosen one, or the one that fits; `undefined` for a model package. */
export function containerImage(
  args: ContainerImageArgs,
): pulumi.Output<ContainerImage> | undefined {
  if (args.modelPackageArn !== undefined) return undefined;
  return pulumi.output(args).apply(({ containerImage: chosen, servingStack, ...place }) => {
    if (chosen === undefined) {
      return resolveServingImage(
        servingStack ?? ServingStack.Transformers,
        place.region,
        knownAccelerator(place.instanceType),
        place.task,
      );
    }
    const image = parseImageUri(chosen);
    if (image === undefined) throw new Error(`\`containerImage\` is no ECR image: ${chosen}`);
    return image;
  });
}

/** What serves the model: what was said, else the stack whose repository the image is from, else unknown. */
export function stackBehind(
  image: pulumi.Output<ContainerImage> | undefined,
  servingStack: pulumi.Input<ServingStack> | undefined,
): pulumi.Output<ServingStack | undefined> {
  if (servingStack !== undefined) return pulumi.output(servingStack);
  return pulumi
    .output(image)
    .apply((known) => (known === undefined ? undefined : servingStackOf(known.repository)));
}

function knownAccelerator(instanceType: string) {
  const accelerator = instanceAccelerator(instanceType);
  if (accelerator === undefined) throw new Error(`\`instanceType\` is unknown: ${instanceType}`);
  return accelerator;
}

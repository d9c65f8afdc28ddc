import * as pulumi from "@pulumi/pulumi";

import {
  type ContainerImage,
  parseImageUri,
  resolveHuggingFaceImage,
} from "../../sagemaker/container-images";
import { instanceAccelerator } from "../../sagemaker/instance-types";

/** What decides which image serves the model. */
export interface ContainerImageArgs {
  /** An image that was chosen; without it, the one that fits the region, the instance type and the task. */
  readonly containerImage?: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
  readonly instanceType: pulumi.Input<string>;
  readonly task?: pulumi.Input<string>;
}

/** The image that serves the model: the chosen one, or the one that fits. */
export function containerImage(args: ContainerImageArgs): pulumi.Output<ContainerImage> {
  return pulumi.output(args).apply(({ containerImage: chosen, region, instanceType, task }) => {
    if (chosen === undefined) {
      return resolveHuggingFaceImage(region, knownAccelerator(instanceType), task);
    }
    const image = parseImageUri(chosen);
    if (image === undefined) throw new Error(`\`containerImage\` is no ECR image: ${chosen}`);
    return image;
  });
}

function knownAccelerator(instanceType: string) {
  const accelerator = instanceAccelerator(instanceType);
  if (accelerator === undefined) throw new Error(`\`instanceType\` is unknown: ${instanceType}`);
  return accelerator;
}

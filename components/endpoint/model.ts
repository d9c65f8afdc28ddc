import * as sagemaker from "@pulumi/aws/sagemaker";
import { getSecretVersionOutput } from "@pulumi/aws/secretsmanager";
import { type input as pulumiTypes } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";

import { type ContainerImage } from "../../sagemaker/container-images";
import { type CheckedArgs } from "./checked-args";
import { containerEnvironment } from "./container-environment";
import { stackBehind } from "./container-image";
import { type ExecutionRole } from "./execution-role";

/** What a model takes from the rest of the endpoint. */
export interface ModelPlace {
  readonly image: pulumi.Output<ContainerImage> | undefined;
  readonly role: ExecutionRole;
}

/** Makes the model. It has no physical name, so that a change makes a new one before the old one goes. */
export function createModel(
  name: string,
  inputs: CheckedArgs,
  { image, role }: ModelPlace,
  parent: pulumi.Resource,
): sagemaker.Model {
  const token = hubToken(inputs, parent);
  const environment = containerEnvironment({
    ...inputs,
    servingStack: stackBehind(image, inputs.servingStack),
    token,
  });
  return new sagemaker.Model(
    `${name}-model`,
    {
      executionRoleArn: role.arn,
      primaryContainer: { ...modelSource(inputs, image), environment },
      vpcConfig: vpcConfig(inputs),
      enableNetworkIsolation: inputs.networkIsolation,
      tags: inputs.tags,
    },
    {
      parent,
      // Every change replaces it, which Pulumi refuses for what is protected.
      protect: false,
      // SageMaker uses the role's rights until the last of the endpoint is gone: they must outlive the model.
      dependsOn: role.rights,
      // The environment comes back among the outputs, token and all.
      additionalSecretOutputs: token === undefined ? [] : ["primaryContainer"],
    },
  );
}

type ModelSource = Pick<
  pulumiTypes.sagemaker.ModelPrimaryContainer,
  "image" | "modelDataSource" | "modelPackageName"
>;

function modelSource(
  { modelPackageArn, modelArchiveUri, modelPrefixUri, acceptEula }: CheckedArgs,
  image: pulumi.Output<ContainerImage> | undefined,
): ModelSource {
  if (image === undefined) return { modelPackageName: modelPackageArn };
  const { uri } = image;
  const modelAccessConfig = acceptEula === undefined ? undefined : { acceptEula };
  if (modelArchiveUri !== undefined) {
    const archive = { s3Uri: modelArchiveUri, s3DataType: "S3Object", compressionType: "Gzip" };
    return {
      image: uri,
      modelDataSource: { s3DataSources: [{ ...archive, modelAccessConfig }] },
    };
  }
  if (modelPrefixUri !== undefined) {
    const files = { s3Uri: modelPrefixUri, s3DataType: "S3Prefix", compressionType: "None" };
    return { image: uri, modelDataSource: { s3DataSources: [{ ...files, modelAccessConfig }] } };
  }
  return { image: uri };
}

function vpcConfig({ subnetIds, securityGroupIds }: CheckedArgs): sagemaker.ModelArgs["vpcConfig"] {
  return subnetIds === undefined || securityGroupIds === undefined
    ? undefined
    : { subnets: subnetIds, securityGroupIds };
}

/** The Hub's token, as a secret wherever it comes from. */
function hubToken(
  { hubToken: token, hubTokenSecretArn: secretId }: CheckedArgs,
  parent: pulumi.Resource,
): pulumi.Output<string> | undefined {
  if (token !== undefined) return pulumi.secret(token);
  if (secretId === undefined) return undefined;
  return pulumi.secret(getSecretVersionOutput({ secretId }, { parent }).secretString);
}

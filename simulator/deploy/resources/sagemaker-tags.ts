import { AddTagsCommand, DeleteTagsCommand } from "@aws-sdk/client-sagemaker";

import { type Properties, tagList, textMap } from "../property-values";
import { type ResourceContext } from "../resource-type";

/** Brings a SageMaker resource's tags from one set to another. */
export async function replaceTags(
  ResourceArn: string,
  before: Properties,
  inputs: Properties,
  { clients: { sageMaker } }: ResourceContext,
): Promise<void> {
  const kept = textMap(inputs, "tags");
  const TagKeys = Object.keys(textMap(before, "tags")).filter((key) => !(key in kept));
  if (TagKeys.length > 0) await sageMaker.send(new DeleteTagsCommand({ ResourceArn, TagKeys }));
  const Tags = tagList(inputs);
  if (Tags) await sageMaker.send(new AddTagsCommand({ ResourceArn, Tags }));
}

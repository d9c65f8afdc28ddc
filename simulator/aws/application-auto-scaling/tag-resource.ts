import {
  type TagResourceRequest,
  type TagResourceResponse,
} from "@aws-sdk/client-application-auto-scaling";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { targetQuotas } from "./scalable-resource";
import { requireTarget } from "./tagged-target";

export const tagResource: Operation<TagResourceRequest, TagResourceResponse> = (
  request,
  context,
) => {
  const arn = request.ResourceARN ?? "";
  const { tags } = requireTarget(arn, context);
  const given = Object.entries(request.Tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
  const keys = new Set([...tags.list(arn), ...given].map(({ Key }) => Key));
  if (keys.size > targetQuotas.tags) {
    throw new AwsError(
      "TooManyTagsException",
      `A scalable target can have at most ${targetQuotas.tags} tags; it would have ${keys.size}.`,
      400,
      { ResourceName: arn },
    );
  }
  tags.put(arn, given);
  return {};
};

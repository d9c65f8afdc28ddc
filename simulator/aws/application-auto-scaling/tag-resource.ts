import {
  type TagResourceRequest,
  type TagResourceResponse,
} from "@aws-sdk/client-application-auto-scaling";
import { type Operation } from "../operation";
import { requireTarget } from "./tagged-target";

export const tagResource: Operation<TagResourceRequest, TagResourceResponse> = (
  request,
  context,
) => {
  const arn = request.ResourceARN ?? "";
  requireTarget(arn, context).tags.put(
    arn,
    Object.entries(request.Tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  );
  return {};
};

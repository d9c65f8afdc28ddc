import {
  type UntagResourceRequest,
  type UntagResourceResponse,
} from "@aws-sdk/client-application-auto-scaling";
import { type Operation } from "../operation";
import { requireTarget } from "./tagged-target";

export const untagResource: Operation<UntagResourceRequest, UntagResourceResponse> = (
  request,
  context,
) => {
  const arn = request.ResourceARN ?? "";
  requireTarget(arn, context).tags.remove(arn, request.TagKeys ?? []);
  return {};
};

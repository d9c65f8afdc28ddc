import { type ListTagsInput, type ListTagsOutput } from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { SAGEMAKER } from "./store";
import { requireResource } from "./tagged-resource";

const DEFAULT_PAGE = 50;

const input = z.object({
  ResourceArn: z.string().max(256),
  MaxResults: z.number().int().min(50).optional(),
});

export const listTags: Operation<ListTagsInput, ListTagsOutput> = (request, context) => {
  checkConstraints(input, request);
  const arn = requireResource(request.ResourceArn, context);
  const { tags } = context.aws.store(SAGEMAKER, context.region);
  const { items, nextToken } = pageOf(
    tags.list(arn),
    request.NextToken,
    request.MaxResults ?? DEFAULT_PAGE,
  );
  return { Tags: items, NextToken: nextToken };
};

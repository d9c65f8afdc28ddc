import {
  type DescribeScheduledActionsRequest,
  type DescribeScheduledActionsResponse,
} from "@aws-sdk/client-application-auto-scaling";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { dateOf } from "../simulated-date";
import { asksForVariants, maxResultsConstraint } from "./scalable-resource";
import { AUTO_SCALING } from "./store";

const DEFAULT_PAGE = 50;

const input = z.object({ MaxResults: maxResultsConstraint });

export const describeScheduledActions: Operation<
  DescribeScheduledActionsRequest,
  DescribeScheduledActionsResponse
> = (request, context) => {
  checkConstraints(input, request);
  const names = request.ScheduledActionNames ?? [];
  const all = context.aws.store(AUTO_SCALING, context.region).allActions();
  const found = asksForVariants(request)
    ? all.filter(
        ({ definition }) =>
          (request.ResourceId ?? definition.ResourceId) === definition.ResourceId &&
          (names.length === 0 || names.includes(definition.ScheduledActionName ?? "")),
      )
    : [];
  const { items, nextToken } = pageOf(found, request.NextToken, request.MaxResults ?? DEFAULT_PAGE);
  return {
    ScheduledActions: items.map(({ arn, createdAt, definition }) => ({
      ...definition,
      Schedule: definition.Schedule,
      ScheduledActionARN: arn,
      CreationTime: dateOf(createdAt),
    })),
    NextToken: nextToken,
  };
};

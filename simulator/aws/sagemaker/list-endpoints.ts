import {
  EndpointStatus,
  type ListEndpointsInput,
  type ListEndpointsOutput,
} from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { type Operation } from "../operation";
import { dateOf } from "../simulated-date";
import { listed } from "./listing";
import { SAGEMAKER } from "./store";

const input = z.object({ StatusEquals: z.enum(EndpointStatus).optional() });

export const listEndpoints: Operation<ListEndpointsInput, ListEndpointsOutput> = (
  request,
  context,
) => {
  checkConstraints(input, request);
  const { endpoints } = context.aws.store(SAGEMAKER, context.region);
  const beforeMs = request.LastModifiedTimeBefore?.getTime() ?? Infinity;
  const afterMs = request.LastModifiedTimeAfter?.getTime() ?? -Infinity;
  const found = endpoints
    .all()
    .filter(
      ({ status, modifiedAt }) =>
        (request.StatusEquals ?? status) === status &&
        modifiedAt * 1000 < beforeMs &&
        modifiedAt * 1000 > afterMs,
    );
  const { items, nextToken } = listed(found, request, {
    Name: ({ name }) => name,
    Status: ({ status }) => status,
  });
  return {
    Endpoints: items.map((endpoint) => ({
      EndpointName: endpoint.name,
      EndpointArn: endpoint.arn,
      CreationTime: dateOf(endpoint.createdAt),
      LastModifiedTime: dateOf(endpoint.modifiedAt),
      EndpointStatus: endpoint.status,
    })),
    NextToken: nextToken,
  };
};

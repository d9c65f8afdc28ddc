import { s3Of } from "./store";
import { type ListBucketsOutput, type ListBucketsRequest } from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { OWNER } from "./owner";

/** Most buckets on a page, and the default. */
const LARGEST_PAGE = 10_000;

export const listBuckets: Operation<ListBucketsRequest, ListBucketsOutput> = (input, { aws }) => {
  const prefix = input.Prefix ?? "";
  const matching = s3Of(aws)
    .listBuckets()
    .filter(({ name }) => name.startsWith(prefix) && name > (input.ContinuationToken ?? ""))
    .filter(({ region }) => input.BucketRegion === undefined || region === input.BucketRegion);
  const page = matching.slice(0, input.MaxBuckets ?? LARGEST_PAGE);
  return {
    Owner: OWNER,
    Buckets: page.map(({ name, region, createdAt }) => ({
      Name: name,
      CreationDate: new Date(createdAt * 1000),
      BucketRegion: region,
      BucketArn: `arn:aws:s3:::${name}`,
    })),
    ...(page.length < matching.length ? { ContinuationToken: page.at(-1)?.name } : {}),
    ...(input.Prefix === undefined ? {} : { Prefix: input.Prefix }),
  };
};

import { s3Of } from "./store";
import {
  type DeleteObjectTaggingOutput,
  type DeleteObjectTaggingRequest,
  type GetObjectTaggingOutput,
  type GetObjectTaggingRequest,
  type PutObjectTaggingOutput,
  type PutObjectTaggingRequest,
} from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { NULL_VERSION, type ObjectVersion } from "./bucket";
import { findForReading } from "./object-output";

export const getObjectTagging: Operation<GetObjectTaggingRequest, GetObjectTaggingOutput> = (
  input,
  { aws },
) => {
  const version = findForReading(s3Of(aws), input);
  return { ...versionId(version), TagSet: [...version.tags] };
};

export const putObjectTagging: Operation<PutObjectTaggingRequest, PutObjectTaggingOutput> = (
  input,
  { aws },
) => {
  const version = findForReading(s3Of(aws), input);
  version.tags = input.Tagging?.TagSet ?? [];
  return versionId(version);
};

export const deleteObjectTagging: Operation<
  DeleteObjectTaggingRequest,
  DeleteObjectTaggingOutput
> = (input, { aws }) => {
  const version = findForReading(s3Of(aws), input);
  version.tags = [];
  return versionId(version);
};

function versionId(version: ObjectVersion): { VersionId?: string } {
  return version.versionId === NULL_VERSION ? {} : { VersionId: version.versionId };
}

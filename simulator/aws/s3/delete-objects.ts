import { s3Of } from "./store";
import { type DeleteObjectsOutput, type DeleteObjectsRequest } from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { removeObject } from "./delete-object";

/** Most keys in one request. */
const MOST_KEYS = 1000;

export const deleteObjects: Operation<DeleteObjectsRequest, DeleteObjectsOutput> = (
  input,
  context,
) => {
  const bucket = s3Of(context.aws).bucket(input.Bucket as string);
  const objects = input.Delete?.Objects ?? [];
  if (objects.length === 0 || objects.length > MOST_KEYS) {
    throw new AwsError(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
      400,
    );
  }
  const deleted = objects.map(({ Key = "", VersionId }) => {
    const { DeleteMarker, VersionId: result } = removeObject(bucket, Key, VersionId, context);
    return {
      Key,
      VersionId,
      DeleteMarker,
      DeleteMarkerVersionId: DeleteMarker === true ? result : undefined,
    };
  });
  return input.Delete?.Quiet === true ? {} : { Deleted: deleted };
};

import { s3Of } from "./store";
import { type Readable } from "node:stream";
import { type GetObjectOutput, type GetObjectRequest } from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { requireUsableKey } from "./encryption-key";
import { describeObject, findForReading } from "./object-output";

/** The output with the body as this side has it. */
type Output = Omit<GetObjectOutput, "Body"> & { Body: Readable | Uint8Array };

export const getObject: Operation<GetObjectRequest, Output> = (input, { aws }) => {
  const version = findForReading(s3Of(aws), input);
  requireUsableKey(aws, s3Of(aws).bucket(input.Bucket as string), version.headers);
  const { range, output } = describeObject(version, input);
  const body =
    s3Of(aws).contents.readAtOnce(version.content, range) ??
    s3Of(aws).contents.read(version.content, range);
  return {
    ...output,
    ContentType: input.ResponseContentType ?? output.ContentType,
    ContentLanguage: input.ResponseContentLanguage ?? output.ContentLanguage,
    ContentDisposition: input.ResponseContentDisposition ?? output.ContentDisposition,
    ContentEncoding: input.ResponseContentEncoding ?? output.ContentEncoding,
    CacheControl: input.ResponseCacheControl ?? output.CacheControl,
    Expires: input.ResponseExpires ?? output.Expires,
    Body: body,
  };
};

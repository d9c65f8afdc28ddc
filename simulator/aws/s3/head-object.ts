import { s3Of } from "./store";
import { type HeadObjectOutput, type HeadObjectRequest } from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { describeObject, findForReading } from "./object-output";

export const headObject: Operation<HeadObjectRequest, HeadObjectOutput> = (input, { aws }) =>
  describeObject(findForReading(s3Of(aws), input), input).output;

import * as schemas from "@aws-sdk/client-cloudwatch-logs";
import { type ServiceDefinition } from "../service";
import { filterLogEvents, getLogEvents, putLogEvents } from "./log-events";
import {
  associateKmsKey,
  createLogGroup,
  deleteLogGroup,
  deleteRetentionPolicy,
  describeLogGroups,
  disassociateKmsKey,
  putRetentionPolicy,
} from "./log-groups";
import { createLogStream, deleteLogStream, describeLogStreams } from "./log-streams";
import {
  listTagsForResource,
  listTagsLogGroup,
  tagLogGroup,
  tagResource,
  untagLogGroup,
  untagResource,
} from "./log-tags";

/** Amazon CloudWatch Logs, JSON 1.1: groups, streams and their lines. */
export const logs: ServiceDefinition = {
  name: "logs",
  signingName: "logs",
  schemas,
  protocols: ["json-1.1"],
  targetPrefix: "Logs_20140328",
  operations: {
    AssociateKmsKey: associateKmsKey,
    CreateLogGroup: createLogGroup,
    CreateLogStream: createLogStream,
    DeleteLogGroup: deleteLogGroup,
    DeleteLogStream: deleteLogStream,
    DeleteRetentionPolicy: deleteRetentionPolicy,
    DescribeLogGroups: describeLogGroups,
    DescribeLogStreams: describeLogStreams,
    DisassociateKmsKey: disassociateKmsKey,
    FilterLogEvents: filterLogEvents,
    GetLogEvents: getLogEvents,
    ListTagsForResource: listTagsForResource,
    ListTagsLogGroup: listTagsLogGroup,
    PutLogEvents: putLogEvents,
    PutRetentionPolicy: putRetentionPolicy,
    TagLogGroup: tagLogGroup,
    TagResource: tagResource,
    UntagLogGroup: untagLogGroup,
    UntagResource: untagResource,
  },
};

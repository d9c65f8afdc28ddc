import { type ListTopicsInput, type ListTopicsResponse } from "@aws-sdk/client-sns";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { topicsOf } from "./topics-of";

/** Topics in one answer. */
const PAGE = 100;

export const listTopics: Operation<ListTopicsInput, ListTopicsResponse> = (input, context) => {
  const page = pageOf(topicsOf(context).listTopics(), input.NextToken, PAGE);
  return { Topics: page.items.map(({ arn }) => ({ TopicArn: arn })), NextToken: page.nextToken };
};

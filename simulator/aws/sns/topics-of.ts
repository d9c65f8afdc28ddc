import { type RequestContext } from "../operation";
import { SNS, type SnsStore } from "./store";

/** The topics of the request's region. */
export function topicsOf(context: RequestContext): SnsStore {
  return context.aws.store(SNS, context.region);
}

import { type RequestContext } from "../operation";
import { snsOf, type SnsStore } from "./store";

/** The topics of the request's region. */
export function topicsOf(context: RequestContext): SnsStore {
  return snsOf(context.aws, context.region);
}

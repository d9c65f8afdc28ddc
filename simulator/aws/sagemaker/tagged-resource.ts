import { validationError } from "../errors";
import { type RequestContext } from "../operation";
import { SAGEMAKER } from "./store";

/**
 * The ARN of an existing resource, in the case in which it is kept.
 *
 * @throws AwsError `ValidationException` when there is no such resource
 */
export function requireResource(arn: string | undefined, context: RequestContext): string {
  const { models, endpointConfigs, endpoints } = context.aws.store(SAGEMAKER, context.region);
  const [, kind, name = ""] =
    /^arn:aws[a-z-]*:sagemaker:[^:]*:\d{12}:([^/]+)\/(.+)$/.exec(arn ?? "") ?? [];
  switch (kind) {
    case "model":
      return models.require(name).arn;
    case "endpoint-config":
      return endpointConfigs.require(name).arn;
    case "endpoint":
      return endpoints.require(name).arn;
    default:
      throw validationError(
        `Invalid ARN "${arn}": tags are kept for models, endpoint configurations and endpoints.`,
      );
  }
}

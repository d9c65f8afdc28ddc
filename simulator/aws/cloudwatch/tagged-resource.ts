import { AwsError } from "../errors";
import { type RequestContext } from "../operation";
import { GLOBAL } from "../service-host";
import { type TagStore } from "../tags";
import { CLOUDWATCH, DASHBOARDS } from "./store";

/**
 * The tags that an existing alarm or dashboard is among.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function tagsOfResource(
  resourceArn: string,
  { aws, region, simulation }: RequestContext,
): TagStore {
  const [, alarmName] = /^arn:[^:]+:cloudwatch:[^:]+:\d+:alarm:(.+)$/.exec(resourceArn) ?? [];
  if (alarmName !== undefined && simulation.compositeAlarms.stateOf(alarmName) !== undefined) {
    return aws.store(CLOUDWATCH, region).tags;
  }
  const dashboards = aws.store(DASHBOARDS, GLOBAL);
  if ([...dashboards.dashboards.values()].some(({ arn }) => arn === resourceArn)) {
    return dashboards.tags;
  }
  throw new AwsError("ResourceNotFoundException", `Unknown resource: ${resourceArn}`, undefined, {
    ResourceType: alarmName === undefined ? "dashboard" : "alarm",
    ResourceId: resourceArn,
  });
}

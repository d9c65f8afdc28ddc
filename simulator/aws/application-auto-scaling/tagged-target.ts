import { AwsError } from "../errors";
import { type RequestContext } from "../operation";
import { AUTO_SCALING, type AutoScalingStore } from "./store";

/**
 * The records of the region in which a scalable target has that ARN.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function requireTarget(
  arn: string | undefined,
  { aws, region }: RequestContext,
): AutoScalingStore {
  const store = aws.store(AUTO_SCALING, region);
  if (![...store.targets.values()].some((target) => target.arn === arn)) {
    throw new AwsError(
      "ResourceNotFoundException",
      `The specified resource doesn't exist: ${arn}`,
      400,
      { ResourceName: arn },
    );
  }
  return store;
}

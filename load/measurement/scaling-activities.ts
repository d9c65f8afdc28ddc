import {
  type ApplicationAutoScalingClient,
  paginateDescribeScalingActivities,
  type ScalingActivity,
} from "@aws-sdk/client-application-auto-scaling";

import { type ResultScalingActivity } from "../../simulator/scenario/result";
import { type LoadTarget } from "../service/target";

import { scalableResourceId } from "./deployed-endpoint";
import { type FleetSample } from "./fleet-monitor";
import { metricPeriodSeconds } from "./metric-series";

/**
 * Lists the changes of the fleet that Application Auto Scaling made, or tried to make, from an instant on.
 *
 * @param samples Of the fleet; the last one before an activity tells what it started from.
 * @returns In the order of their starts, seconds counted from that instant.
 */
export async function fetchScalingActivities(
  autoScaling: ApplicationAutoScalingClient,
  target: LoadTarget,
  samples: readonly FleetSample[],
  fromSeconds: number,
): Promise<ResultScalingActivity[]> {
  const pages = paginateDescribeScalingActivities(
    { client: autoScaling },
    {
      ServiceNamespace: "sagemaker",
      ResourceId: scalableResourceId(target),
      ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
    },
  );
  const activities: ScalingActivity[] = [];
  for await (const page of pages) {
    activities.push(...(page.ScalingActivities ?? []));
  }
  return readActivities(activities, samples, fromSeconds);
}

/** Puts activities of the API into the form of a result; see {@link fetchScalingActivities}. */
export function readActivities(
  activities: readonly ScalingActivity[],
  samples: readonly FleetSample[],
  fromSeconds: number,
): ResultScalingActivity[] {
  const inOrder = activities
    .map((activity) => ({ activity, startSeconds: epochSeconds(activity.StartTime) ?? 0 }))
    .filter(({ startSeconds }) => startSeconds >= fromSeconds)
    .sort((a, b) => a.startSeconds - b.startSeconds);
  let previousTo: number | null = null;
  return inOrder.map(({ activity, startSeconds }) => {
    const to = countIn(activity.Description ?? "");
    const from = previousTo ?? desiredBefore(samples, startSeconds);
    const endSeconds = epochSeconds(activity.EndTime);
    if (activity.StatusCode === "Successful" && to !== null) {
      previousTo = to;
    }
    return {
      startSeconds: startSeconds - fromSeconds,
      endSeconds: endSeconds === null ? null : endSeconds - fromSeconds,
      from,
      to,
      cause: activity.Cause ?? "",
      status: activity.StatusCode ?? "",
    };
  });
}

/** `Setting desired instance count to 5.`; a change of the range ("Setting min capacity to …") names no count. */
function countIn(description: string): number | null {
  const count = /desired instance count to (\d+)/i.exec(description)?.[1];
  return count === undefined ? null : Number(count);
}

/** A sample of the last minute may show what the activity did: the client's clock is not the service's. */
function desiredBefore(samples: readonly FleetSample[], atSeconds: number): number | null {
  const sampledBefore = (seconds: number): FleetSample | undefined =>
    samples.findLast((sample) => sample.atSeconds < seconds);
  const sample = sampledBefore(atSeconds - metricPeriodSeconds) ?? sampledBefore(atSeconds);
  return sample?.desired ?? null;
}

function epochSeconds(date: Date | undefined): number | null {
  return date === undefined ? null : date.getTime() / 1000;
}

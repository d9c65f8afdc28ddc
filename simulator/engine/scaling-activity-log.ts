import { randomSource, type RandomSource, randomUuid } from "./random-streams";
import { type SimulationClock } from "./simulation-clock";
import { type ActivityStatus, type ScalingActivity } from "./types";

/** How long AWS lists an activity: six weeks. */
const retentionSeconds = 6 * 7 * 86_400;

/** The activities of Application Auto Scaling, in AWS's words. */
export class ScalingActivityLog {
  private activities: ScalingActivity[] = [];
  private readonly ids: RandomSource;

  constructor(private readonly clock: SimulationClock) {
    this.ids = randomSource(clock.seed, "identifiers", "scaling-activities");
  }

  /** A change that the endpoint has accepted. */
  begin(resourceId: string, from: number, to: number, cause: string): ScalingActivity {
    return this.add({
      resourceId,
      from,
      to,
      cause,
      endSeconds: null,
      description: `Setting desired instance count to ${to}.`,
      status: "InProgress",
      statusMessage:
        `Successfully set desired instance count to ${to}. ` +
        "Waiting for change to be fulfilled by sagemaker.",
      notScaledReason: null,
    });
  }

  /** The change is over. */
  end(activity: ScalingActivity, status: ActivityStatus): void {
    activity.endSeconds = this.clock.now;
    activity.status = status;
    activity.statusMessage =
      status === "Successful"
        ? `Successfully set desired instance count to ${activity.to}. ` +
          "Change successfully fulfilled by sagemaker."
        : `Failed to set desired instance count to ${activity.to}. ` +
          "The change was not fulfilled by sagemaker.";
  }

  /**
   * A change that SageMaker refused.
   *
   * Source of the text: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-query-history.html
   */
  failed(resourceId: string, from: number, to: number, cause: string, reason: string): void {
    this.add({
      resourceId,
      from,
      to,
      cause,
      endSeconds: this.clock.now,
      description: `Setting desired instance count to ${to}.`,
      status: "Failed",
      statusMessage: `Failed to set desired instance count to ${to}. Reason: ${reason}`,
      notScaledReason: null,
    });
  }

  /** An alarm fired and nothing was changed. The same reason again is not a new activity. */
  notScaled(resourceId: string, capacity: number, cause: string, reason: string): void {
    const last = this.activities.findLast((activity) => activity.resourceId === resourceId);
    if (last?.notScaledReason === reason && last.cause === cause && last.to === capacity) return;
    this.add({
      resourceId,
      from: capacity,
      to: capacity,
      cause,
      endSeconds: this.clock.now,
      description: "Attempting to scale due to alarm triggered",
      status: "Failed",
      statusMessage: `Desired instance count remains ${capacity}.`,
      notScaledReason: reason,
    });
  }

  /** Newest first. */
  list(resourceId?: string): ScalingActivity[] {
    return this.activities
      .filter((activity) => resourceId === undefined || activity.resourceId === resourceId)
      .reverse();
  }

  private add(activity: Omit<ScalingActivity, "id" | "startSeconds">): ScalingActivity {
    const oldest = this.clock.now - retentionSeconds;
    if ((this.activities[0]?.startSeconds ?? Infinity) < oldest) {
      this.activities = this.activities.filter(({ startSeconds }) => startSeconds >= oldest);
    }
    const added = { id: randomUuid(this.ids), startSeconds: this.clock.now, ...activity };
    this.activities.push(added);
    return added;
  }
}

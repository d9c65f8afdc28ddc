import { type PolicyState, type TargetState } from "./scalable-target";
import { type Firing, proposeCapacity, type ScalingProposal } from "./scaling-proposal";

interface Candidate extends ScalingProposal {
  readonly state: PolicyState;
  readonly firing: Firing;
}

/** What the policies that fired come to. */
export type ScalingDecision =
  | { readonly kind: "scale"; readonly capacity: number; readonly by: Candidate }
  | { readonly kind: "notScaled"; readonly reason: string; readonly by: Candidate }
  | { readonly kind: "nothing" };

/**
 * Decides between the policies of a target that fired at one instant: the largest capacity wins, out before in. Target
 * tracking scales in only if all of the target's tracking policies that may do so agree; a step policy does not wait for
 * them.
 *
 * Source: https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
 */
export function decideCapacity(
  state: TargetState,
  current: number,
  now: number,
  maxScaleInStep: number | null,
): ScalingDecision {
  const { target } = state;
  const candidates = state.fired.flatMap(({ state: policyState, firing }): Candidate[] => {
    const { policy, scaleOutCooldown } = policyState;
    const cooldown =
      scaleOutCooldown !== null && now < scaleOutCooldown.untilSeconds ? scaleOutCooldown : null;
    const proposal = proposeCapacity(
      policy.configuration,
      firing,
      current,
      target,
      cooldown,
      maxScaleInStep,
    );
    return proposal === null ? [] : [{ ...proposal, state: policyState, firing }];
  });

  const suspended = target.suspendedState;
  const out = largest(
    candidates.filter(({ direction, capacity }) => direction === "out" && capacity > current),
  );
  if (out !== undefined && !suspended.dynamicScalingOutSuspended) {
    return { kind: "scale", capacity: out.capacity, by: out };
  }
  const shrinking = candidates.filter(
    ({ direction, capacity }) => direction === "in" && capacity < current,
  );
  const tracking = shrinking.filter(({ state: { policy } }) => mayTrackIn(policy.configuration));
  const voters = [...state.policies.values()].filter(({ policy }) =>
    mayTrackIn(policy.configuration),
  );
  const agreed = voters.every((voter) => tracking.some((candidate) => candidate.state === voter));
  const allowed = agreed
    ? shrinking
    : shrinking.filter((candidate) => !tracking.includes(candidate));
  const into = largest(allowed);
  if (
    into !== undefined &&
    !suspended.dynamicScalingInSuspended &&
    now >= state.scaleInCooldownUntil
  ) {
    return { kind: "scale", capacity: into.capacity, by: into };
  }
  const unchanged = candidates.find(({ capacity }) => capacity === current);
  if (unchanged === undefined) return { kind: "nothing" };
  return { kind: "notScaled", reason: unchangedReason(unchanged, current, target), by: unchanged };
}

function unchangedReason(
  { direction }: Candidate,
  current: number,
  { minCapacity, maxCapacity }: { minCapacity: number; maxCapacity: number },
): string {
  if (direction === "out" && current >= maxCapacity) return "AlreadyAtMaxCapacity";
  if (direction === "in" && current <= minCapacity) return "AlreadyAtMinCapacity";
  return "AlreadyAtDesiredCapacity";
}

function mayTrackIn(configuration: PolicyState["policy"]["configuration"]): boolean {
  return configuration.kind === "TargetTrackingScaling" && !configuration.disableScaleIn;
}

function largest(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.reduce<Candidate | undefined>(
    (best, candidate) =>
      best === undefined || candidate.capacity > best.capacity ? candidate : best,
    undefined,
  );
}

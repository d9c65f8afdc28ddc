import { type ServiceClock, WallClock } from "./clock";
import { LocalServerClock } from "./local-server-clock";
import { type LoadTarget } from "./target";

/** The clock of what a run is sent to. */
export interface FollowedService {
  readonly clock: ServiceClock;
  /** Whether it is this project's local server. */
  readonly isLocalServer: boolean;
}

/**
 * Follows the clock of the local server where that is the target, and this machine's otherwise.
 *
 * @throws When nothing answers at the target's URL.
 */
export async function followService({ endpointUrl }: LoadTarget): Promise<FollowedService> {
  const localClock =
    endpointUrl === undefined ? undefined : await LocalServerClock.follow(endpointUrl);
  return { clock: localClock ?? new WallClock(), isLocalServer: localClock !== undefined };
}

import { type ServiceHost } from "../service-host";

/** Simulated seconds between two health checks of an instance that starts. */
const PING_INTERVAL_SECONDS = 10;

/**
 * Asks the model whether it is healthy, for each instance that starts, until it is. Simulated time stands still while an
 * answer is awaited, so that it does not depend on the machine how often a container is asked.
 */
export class HealthChecks {
  private readonly awaited = new Set<number>();

  /** @param passed told of an instance that is healthy */
  constructor(
    private readonly aws: ServiceHost,
    private readonly passed: (instance: number) => void,
  ) {}

  /** An instance is up. */
  begin(instance: number, atSeconds: number): void {
    this.awaited.add(instance);
    this.ask(instance, atSeconds);
  }

  /** An instance is no longer waited for. */
  end(instance: number): void {
    this.awaited.delete(instance);
  }

  close(): void {
    this.awaited.clear();
  }

  private ask(instance: number, atSeconds: number): void {
    const { driver, model } = this.aws;
    const goOn = driver.hold(atSeconds);
    const answer = model.ping?.() ?? Promise.resolve(true);
    // A model that cannot answer is not healthy.
    void answer
      .then(Boolean, () => false)
      .then((isHealthy) => {
        if (!this.awaited.has(instance)) return goOn();
        if (isHealthy) {
          this.end(instance);
          this.passed(instance);
        } else {
          driver.at(atSeconds + PING_INTERVAL_SECONDS, (at) => {
            if (this.awaited.has(instance)) this.ask(instance, at);
          });
        }
        goOn();
      });
  }
}

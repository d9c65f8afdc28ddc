import { queueDimensions, queueMetrics } from "../../../sagemaker/metrics";
import { type ServiceHost } from "../service-host";
import { type Queue } from "./queue";
import { SQS } from "./store";

const minuteSeconds = 60;

/**
 * Publishes how many messages each queue of a region holds, every minute of simulated time, until a queue has been
 * empty for one.
 *
 * SQS goes on for six hours after a queue was last in use, with zeros; an alarm makes no difference of the two.
 */
export function publishQueueDepths(aws: ServiceHost, region: string): void {
  const simulation = aws.simulation(region);
  const deep = new Set<Queue>();
  const { namespace, name, unit } = queueMetrics.approximateNumberOfMessagesVisible;
  const publish = (atSeconds: number): void => {
    for (const queue of aws.store(SQS, region).list()) {
      const { visible } = queue.counts();
      if (visible > 0 || deep.has(queue)) {
        const id = { namespace, name, dimensions: queueDimensions(queue.name) };
        simulation.metrics.record(id, atSeconds - minuteSeconds, visible, 1, unit);
      }
      if (visible > 0) deep.add(queue);
      else deep.delete(queue);
    }
    aws.driver.at(atSeconds + minuteSeconds, publish);
  };
  aws.driver.at(Math.ceil(simulation.now / minuteSeconds) * minuteSeconds, publish);
}

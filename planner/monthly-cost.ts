import { hoursPerMonth } from "../sagemaker/monthly-cost";
import { type Evaluation } from "./evaluation";

/**
 * US dollars a month: the bill of the runs, and between them that of the minimum capacity.
 *
 * @param evaluation One run of the traffic, from an idle fleet to an idle fleet.
 * @param minCapacity Instances that are always up.
 * @param pricePerHour Of an instance.
 * @param runsPerMonth How often the traffic comes in a month.
 */
export function monthlyCost(
  { instanceSeconds, endSeconds }: Evaluation,
  minCapacity: number,
  pricePerHour: number,
  runsPerMonth: number,
): number {
  const abovePerRun = instanceSeconds - minCapacity * endSeconds;
  const hours = (runsPerMonth * abovePerRun) / 3600 + minCapacity * hoursPerMonth;
  return hours * pricePerHour;
}

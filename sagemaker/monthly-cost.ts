/** Hours of a month by which AWS's own calculator counts: https://docs.aws.amazon.com/pricing-calculator/latest/userguide/calculator-faq.html */
export const hoursPerMonth = 730;

/**
 * What a fleet costs that runs the whole month.
 *
 * @param instances Instances, on average.
 * @param usdPerHour Price of one.
 * @returns US dollars.
 */
export function monthlyCost(instances: number, usdPerHour: number): number {
  return instances * usdPerHour * hoursPerMonth;
}

/** The `Date` of a simulated instant, as the SDK's outputs hold it. */
export function dateOf(epochSeconds: number): Date {
  return new Date(Math.round(epochSeconds * 1000));
}

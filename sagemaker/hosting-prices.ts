/** How sure a price is: seen in AWS's own price list, agreed on by several users' bills and lists, or doubtful. */
export type PriceConfidence = "listed" | "observed" | "doubtful";

/** What one instance of a type costs. */
export interface InstancePrice {
  /** US dollars an hour, on demand, for hosting (usage type `<region>-Host:<type>`). */
  readonly usdPerHour: number;
  readonly confidence: PriceConfidence;
}

/**
 * Day on which the prices below were put together.
 *
 * Source: https://aws.amazon.com/sagemaker/pricing/ (the Pricing API's service code is `AmazonSageMaker`)
 */
export const pricesAsOf = "2026-11-22";

/**
 * On-demand prices of hosting by region, US dollars an instance-hour. `npm run prices:refresh -- --region <region>` reads a
 * region's from AWS's price list.
 *
 * A type or a region that is not here has no known price: cost is then left out, never guessed.
 */
export const hostingPrices: Readonly<Record<string, Readonly<Record<string, InstancePrice>>>> = {
  // prices:begin
  "us-east-1": {
    "ml.c5.2xlarge": { usdPerHour: 0.408, confidence: "observed" },
    "ml.c5.4xlarge": { usdPerHour: 0.816, confidence: "observed" },
    "ml.c5.large": { usdPerHour: 0.102, confidence: "observed" },
    "ml.c5.xlarge": { usdPerHour: 0.204, confidence: "observed" },
    "ml.g4dn.xlarge": { usdPerHour: 0.7364, confidence: "observed" },
    "ml.g5.2xlarge": { usdPerHour: 1.515, confidence: "observed" },
    "ml.g5.xlarge": { usdPerHour: 1.408, confidence: "listed" },
    "ml.g6.12xlarge": { usdPerHour: 5.752, confidence: "listed" },
    "ml.g6.xlarge": { usdPerHour: 1.1267, confidence: "listed" },
    "ml.g6e.xlarge": { usdPerHour: 1.861, confidence: "doubtful" },
    "ml.inf2.xlarge": { usdPerHour: 0.758, confidence: "doubtful" },
    "ml.m5.large": { usdPerHour: 0.115, confidence: "observed" },
    "ml.m5.xlarge": { usdPerHour: 0.23, confidence: "observed" },
    "ml.p4d.24xlarge": { usdPerHour: 37.688, confidence: "doubtful" },
  },
  // prices:end
};

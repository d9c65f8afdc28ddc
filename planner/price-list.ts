import { type Readable } from "node:stream";

import { parse } from "csv-parse";

import { type InstancePrice } from "../sagemaker/hosting-prices";
import { PlanError } from "./plan-error";

/** Prices of hosting in one region, by instance type. */
export type RegionPrices = Readonly<Record<string, InstancePrice>>;

/** Address of a region's prices of SageMaker in AWS's price list, which asks for no credentials. */
export function priceListUrl(region: string): string {
  return `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonSageMaker/current/${region}/index.csv`;
}

/** Hosting's usage types: `USE1-Host:ml.m5.xlarge`, in us-east-1 also without the region's code. */
const hostingUsage = /(?:^|-)Host:(ml\.[a-z0-9-]+\.[a-z0-9]+)$/;

/**
 * Reads a bulk offer file of AWS's price list, as CSV, row by row: it may have hundreds of megabytes.
 *
 * Source: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html
 *
 * @throws PlanError when no row has a price of hosting.
 */
export async function readPriceList(content: Readable): Promise<RegionPrices> {
  const prices: Record<string, InstancePrice> = {};
  let columns: Map<string, number> | undefined;
  const rows = content.pipe(parse({ bom: true, relax_column_count: true }));
  // Errors of the source do not reach what it is piped into by themselves.
  content.on("error", (error) => rows.destroy(error));
  for await (const row of rows as AsyncIterable<string[]>) {
    if (columns === undefined) {
      // The header follows upon a few lines about the file.
      const header = new Map(
        row.map((name, index) => [name.replace(/\s/g, "").toLowerCase(), index]),
      );
      if (header.has("usagetype") && header.has("priceperunit")) columns = header;
      continue;
    }
    const place = columns;
    const cell = (name: string): string => row[place.get(name) ?? -1] ?? "";
    const type = hostingUsage.exec(cell("usagetype"))?.[1];
    const usdPerHour = Number(cell("priceperunit"));
    const isHourly = /^(hrs|hours?)$/i.test(cell("unit"));
    if (type === undefined || cell("termtype") !== "OnDemand" || cell("currency") !== "USD")
      continue;
    if (isHourly && usdPerHour > 0) prices[type] = { usdPerHour, confidence: "listed" };
  }
  if (Object.keys(prices).length === 0) {
    throw new PlanError(
      "The price list has no price of hosting (usage type `<region>-Host:ml.…`, on demand, by the hour): give the CSV of AmazonSageMaker's offer file",
    );
  }
  return prices;
}

const begin = "  // prices:begin\n";
const end = "  // prices:end\n";

/** The source of the table with a region's prices put in place of its old ones, and the day. */
export function withPrices(
  source: string,
  region: string,
  prices: RegionPrices,
  day: string,
): string {
  const [from, to] = [source.indexOf(begin) + begin.length, source.indexOf(end)];
  if (from < begin.length || to < from)
    throw new PlanError("The table of prices has lost its marks");
  const others = source
    .slice(from, to)
    .split(/^(?= {2}"[a-z0-9-]+": \{$)/m)
    .filter((block) => block.trim() !== "" && !block.startsWith(`  "${region}": {`));
  const rows = Object.entries(prices)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([type, { usdPerHour, confidence }]) =>
        `    "${type}": { usdPerHour: ${usdPerHour}, confidence: "${confidence}" },\n`,
    );
  const blocks = [...others, `  "${region}": {\n${rows.join("")}  },\n`].sort();
  return `${source.slice(0, from)}${blocks.join("")}${source.slice(to)}`.replace(
    /pricesAsOf = "[^"]*"/,
    `pricesAsOf = "${day}"`,
  );
}

import { createReadStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";

import { Command } from "@commander-js/extra-typings";

import { priceListUrl, readPriceList, withPrices } from "../planner/price-list";
import { endOnUsage, runCommand, UsageError } from "./run-command";

const command = new Command("prices:refresh")
  .description(
    "Reads the prices of hosting in a region from AWS's price list into sagemaker/hosting-prices.ts. Needs no credentials.",
  )
  .option("--region <region>", "such as eu-west-1", "us-east-1")
  .option("--file <csv>", "an offer file that was fetched already, instead of AWS")
  .allowExcessArguments(false)
  .exitOverride(endOnUsage);

const table = path.join(__dirname, "..", "sagemaker", "hosting-prices.ts");

async function main(): Promise<void> {
  const { region, file } = command.parse().opts();
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw new UsageError(
      `\`--region\` is ${JSON.stringify(region)}; it must be one such as eu-west-1`,
    );
  }
  const prices = await readPriceList(await open(region, file));
  const day = new Date().toISOString().slice(0, 10);
  await writeFile(table, withPrices(await readFile(table, "utf8"), region, prices, day));
  process.stdout.write(
    `${Object.keys(prices).length} prices of ${region}: ${path.relative(process.cwd(), table)}\n`,
  );
}

async function open(region: string, file: string | undefined): Promise<Readable> {
  if (file !== undefined) {
    const stream = createReadStream(file);
    await new Promise((resolve, reject) =>
      stream.once("open", resolve).once("error", reject),
    ).catch((error: Error) => {
      throw new UsageError(
        `\`--file\` is ${JSON.stringify(file)}, which cannot be read (${error.message})`,
      );
    });
    return stream;
  }
  const url = priceListUrl(region);
  const advice = `fetch it with a browser and give it as \`--file\``;
  const response = await fetch(url).catch((error: Error) => {
    throw new UsageError(`${url} cannot be reached (${error.message}): ${advice}`);
  });
  if (!response.ok || response.body === null) {
    throw new UsageError(
      `${url} answers ${response.status}: is \`--region\` right? Otherwise ${advice}`,
    );
  }
  return Readable.fromWeb(response.body);
}

void runCommand(main);

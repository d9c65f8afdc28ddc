import { startLocalAws } from "../simulator/aws/local-aws";
import { makeEndpoint } from "./bench-endpoint";

const [bucket = "bench", endpointName = "bench"] = process.argv.slice(2);

/** A local AWS with a bucket and an endpoint whose only instance is busy for long: what is measured is the front. */
async function main(): Promise<void> {
  const aws = await startLocalAws({
    speed: 60,
    serviceTimeSeconds: { kind: "constant", value: 3600 },
    platform: { provisionSeconds: { kind: "constant", value: 60 } },
  });
  await makeEndpoint(aws.endpoint, bucket, endpointName);
  process.on("SIGTERM", () => void aws.close().then(() => process.exit(0)));
  process.stdout.write(`${aws.endpoint}\n`);
}

void main();

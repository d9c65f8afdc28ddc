import { startLocalAws } from "../simulator/aws/local-aws";
import { makeEndpoint } from "./bench-endpoint";

const [containerUrl = ""] = process.argv.slice(2);

/** A local AWS with a bucket and an endpoint whose model is a container. */
async function main(): Promise<void> {
  const aws = await startLocalAws({
    speed: 10,
    containerUrl,
    platform: { provisionSeconds: { kind: "constant", value: 1 } },
  });
  await makeEndpoint(aws.endpoint, "bench", "bench");
  process.on("SIGTERM", () => void aws.close().then(() => process.exit(0)));
  process.stdout.write(`${aws.endpoint}\n`);
}

void main();

import { type LocalAws } from "./local-aws";
import { type WireResponse } from "./protocols/wire";

/** No AWS service and no bucket has this name: bucket names begin with a letter or a digit. */
const PREFIX = "/_local/";

/** True for the addresses by which the server itself is asked and told. */
export function isControlPath(path: string): boolean {
  return path.startsWith(PREFIX);
}

/**
 * Answers `GET /_local/health` (simulated time in epoch seconds and speed) and `POST /_local/reset` (forgets every
 * resource).
 */
export async function answerControl(
  aws: LocalAws,
  method: string,
  path: string,
): Promise<WireResponse> {
  const call = `${method} ${path.slice(PREFIX.length)}`;
  switch (call) {
    case "GET health":
      return json(200, { status: "ok", time: aws.clock.now(), speed: aws.clock.speed });
    case "POST reset":
      await aws.reset();
      return json(200, { status: "ok" });
    default:
      return json(404, {
        message: `${method} ${path} is unknown; there are GET /_local/health and POST /_local/reset`,
      });
  }
}

function json(status: number, body: object): WireResponse {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

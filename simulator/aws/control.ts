import { type Readable } from "node:stream";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { type ServerHost } from "./service-host";
import { type WireResponse } from "./protocols/wire";

/** No AWS service and no bucket has this name: bucket names begin with a letter or a digit. */
const PREFIX = "/_local/";

const leash = z.strictObject({
  holder: z.string().min(1),
  untilSeconds: z.number().nullable(),
});

/** True for the addresses by which the server itself is asked and told. */
export function isControlPath(path: string): boolean {
  return path.startsWith(PREFIX);
}

/**
 * Answers what the server itself is asked and told:
 *
 * - `GET /_local/health` gives simulated time (`time`, epoch seconds) and speed.
 * - `POST /_local/leash` with `{"holder": "…", "untilSeconds": T}` keeps simulated time from passing T (epoch seconds)
 *   until the same holder, any text that tells one client from another, moves T on or gives `null`. A client that is to
 *   act at certain simulated times holds such a leash so that time waits for it, however busy the machine is. A leash
 *   that is not renewed for five seconds on the wall lets go by itself. The answer is that of `health`.
 * - `POST /_local/reset` forgets every resource, and every leash.
 */
export async function answerControl(
  aws: ServerHost,
  method: string,
  path: string,
  body: Readable,
): Promise<WireResponse> {
  const call = `${method} ${path.slice(PREFIX.length)}`;
  switch (call) {
    case "GET health":
      return health(aws);
    case "POST leash":
      return moveLeash(aws, body);
    case "POST reset":
      await aws.reset();
      return answer(200, { status: "ok" });
    default:
      return answer(404, {
        message:
          `${method} ${path} is unknown; there are GET /_local/health, POST /_local/leash and ` +
          "POST /_local/reset",
      });
  }
}

async function moveLeash(aws: ServerHost, body: Readable): Promise<WireResponse> {
  const given = leash.safeParse(await json(body).catch(() => undefined));
  if (!given.success) {
    return answer(400, {
      message:
        "The body of POST /_local/leash must be JSON with `holder`, a text that is not empty, and `untilSeconds`, " +
        "epoch seconds of simulated time or null",
    });
  }
  const { holder, untilSeconds } = given.data;
  const { leashes } = aws.driver;
  if (untilSeconds === null) {
    leashes.release(holder);
  } else {
    leashes.move(holder, untilSeconds);
  }
  return health(aws);
}

function health({ clock }: ServerHost): WireResponse {
  return answer(200, { status: "ok", time: clock.now(), speed: clock.speed });
}

function answer(status: number, body: object): WireResponse {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

import { request } from "node:http";

/** A request as autocannon takes it. */
export interface ClosingRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: object;
  readonly body?: string;
}

/**
 * Sends a request again and again, each on a connection of its own, to a server that closes each: autocannon never
 * sends a second one there.
 *
 * @returns how many answers were successes
 */
export async function sendOnNewConnections(
  url: string,
  { method = "GET", path = "/", headers = {}, body = "" }: ClosingRequest,
  connections: number,
  seconds: number,
): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let successes = 0;
  const sendOne = (): Promise<void> =>
    new Promise((resolve) => {
      const outgoing = request(
        `${url}${path}`,
        { method, headers: { ...headers, connection: "close" }, agent: false },
        (response) => {
          const { statusCode = 0 } = response;
          if (statusCode >= 200 && statusCode < 300) successes++;
          response.resume().once("close", resolve);
        },
      );
      outgoing.once("error", () => resolve());
      outgoing.end(body);
    });
  const worker = async (): Promise<void> => {
    while (performance.now() < end) await sendOne();
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return successes;
}

import { connect, type Socket } from "node:net";
import { type Chance } from "./chance";
import { type RawRequest } from "./encoding";

/** What came back: nothing at all from a connection that was to be broken off. */
export interface RawAnswer {
  readonly status: number | undefined;
  readonly head: string;
  readonly body: string;
}

/** How a request goes onto the wire. */
export type Manner =
  "whole" | "in pieces" | "broken off" | "half open" | "no length" | "wrong length";

/** A quiet connection is over after so many milliseconds once bytes came; the server may keep it for the next request. */
const QUIET_MS = 300;

/** No answer within this time, in milliseconds, is a failure; the longest poll that is drawn lasts a second. */
const PATIENCE_MS = 30_000;

/** Sends bytes over a connection of their own, and gives what comes back. */
export function exchange(
  port: number,
  request: RawRequest,
  manner: Manner,
  chance: Chance,
): Promise<RawAnswer> {
  const bytes = onTheWire(request, manner, chance);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    let quiet: NodeJS.Timeout | undefined;
    const patience = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no answer within ${PATIENCE_MS} ms`));
    }, PATIENCE_MS);
    const finish = (): void => {
      clearTimeout(patience);
      clearTimeout(quiet);
      // A reset leaves no port waiting; tens of thousands of them would run out.
      socket.resetAndDestroy();
      resolve(parseAnswer(Buffer.concat(chunks)));
    };
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      clearTimeout(quiet);
      quiet = setTimeout(finish, QUIET_MS);
    });
    socket.once("end", finish);
    socket.once("error", finish);
    socket.once("connect", () => send(socket, bytes, manner, chance, finish));
  });
}

function send(
  socket: Socket,
  bytes: Buffer,
  manner: Manner,
  chance: Chance,
  finish: () => void,
): void {
  const middle = chance.below(bytes.length);
  switch (manner) {
    case "in pieces":
      socket.write(bytes.subarray(0, middle));
      setTimeout(() => socket.write(bytes.subarray(middle)), 2);
      return;
    case "broken off":
      socket.write(bytes.subarray(0, middle), finish);
      return;
    case "half open":
      socket.end(bytes.subarray(0, middle));
      setTimeout(finish, 5);
      return;
    default:
      socket.write(bytes);
  }
}

function onTheWire(request: RawRequest, manner: Manner, chance: Chance): Buffer {
  const length =
    manner === "wrong length" ? chance.below(request.body.length + 1) : request.body.length;
  const lines = [
    `${request.method} ${request.target} HTTP/1.1`,
    ...request.headers.map(([name, value]) => `${name}: ${value}`),
    ...(manner === "no length" ? [] : [`Content-Length: ${length}`]),
    "Connection: close",
  ];
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), request.body]);
}

function parseAnswer(bytes: Buffer): RawAnswer {
  const text = bytes.toString("latin1");
  const end = text.indexOf("\r\n\r\n");
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
  return {
    status: status === undefined ? undefined : Number(status),
    head: end === -1 ? text : text.slice(0, end),
    body: end === -1 ? "" : text.slice(end + 4),
  };
}

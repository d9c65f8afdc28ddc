import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect } from "chai";
import { useServer } from "./local-server";

/** As many as most systems let a process open by default, the server's ends in the same process included. */
const CONNECTIONS = 400;

describe("A server with many connections that lead nowhere", () => {
  const server = useServer();
  const sockets: Socket[] = [];
  afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

  async function open(text: string, halfClosed = false): Promise<void> {
    const opened = Array.from({ length: CONNECTIONS }, () => {
      const socket = connect(Number(new URL(server.aws.endpoint).port), "127.0.0.1");
      socket.on("error", () => undefined);
      sockets.push(socket);
      return once(socket, "connect").then(() =>
        halfClosed ? socket.end(text) : socket.write(text),
      );
    });
    await Promise.all(opened);
  }

  async function expectAnswer(): Promise<void> {
    const response = await fetch(`${server.aws.endpoint}/_local/health`);
    expect(response.status).to.equal(200);
  }

  it("answers others while they send nothing", async () => {
    await open("");
    await expectAnswer();
  });

  it("answers others while their heads and bodies do not end", async () => {
    await open("PUT /bucket/key HTTP/1.1\r\nHost: localhost\r\nx-slow:");
    await open("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf");
    await expectAnswer();
  });

  it("answers others when they close their half in the middle", async () => {
    await open("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf", true);
    await expectAnswer();
  });
});

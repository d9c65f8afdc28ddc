import { createServer } from "node:http";
import { type AddressInfo } from "node:net";

import { expect } from "chai";

import { connect } from "../../../simulator/deploy/server-connection";

describe("connecting to a server", () => {
  async function failureOf(endpoint: string): Promise<Error> {
    try {
      (await connect(endpoint, "us-east-1")).close();
    } catch (error) {
      return error as Error;
    }
    throw new Error("It connected");
  }

  it("refuses what is no URL", async () => {
    const error = await failureOf("localhost");
    expect(error).to.deep.include({ exitCode: 2 });
    expect(error.message).to.equal(
      '`--endpoint` is "localhost"; give the URL of a local AWS server, such as http://127.0.0.1:4566',
    );
  });

  it("refuses AWS itself", async () => {
    const error = await failureOf("https://sagemaker.us-east-1.amazonaws.com");
    expect(error.message).to.equal(
      "`--endpoint` is https://sagemaker.us-east-1.amazonaws.com, which is AWS itself; deploy:local is for local servers only. Use `pulumi up` for AWS",
    );
  });

  it("says how to start a server where nothing answers", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const error = await failureOf(`http://127.0.0.1:${port}`);
    expect(error).to.deep.include({ exitCode: 2 });
    expect(error.message).to.equal(
      `Nothing answers at http://127.0.0.1:${port}; start a server with \`npm run emulator -- --port ${port}\`, or correct \`--endpoint\``,
    );
  });

  it("refuses a server that is no AWS", async () => {
    const server = createServer((_request, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const error = await failureOf(`http://127.0.0.1:${port}`);
    server.close();
    expect(error.message).to.match(
      new RegExp(
        `^http://127.0.0.1:${port} answers, but not as AWS does \\(STS GetCallerIdentity: `,
      ),
    );
  });
});

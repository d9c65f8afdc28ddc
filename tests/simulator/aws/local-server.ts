import {
  type LocalAws,
  type LocalAwsOptions,
  startLocalAws,
} from "../../../simulator/aws/local-aws";

/** What every SDK client needs to reach a local server. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** A server for the tests of a `describe`, and the clients that they make. */
export interface TestServer {
  readonly aws: LocalAws;
  /** Makes a client that is destroyed with the server. */
  client<Client extends { destroy(): void }>(
    create: new (settings: ClientSettings) => Client,
    settings?: object,
  ): Client;
}

/** Starts a server before the tests of the surrounding `describe` and ends it after them. */
export function useServer(options: LocalAwsOptions = {}): TestServer {
  let aws: LocalAws | undefined;
  const clients: { destroy(): void }[] = [];
  before(async () => {
    aws = await startLocalAws(options);
  });
  after(async () => {
    clients.forEach((client) => client.destroy());
    await aws?.close();
  });
  const running = (): LocalAws => {
    if (aws === undefined) {
      throw new Error("The server is not yet started: use it within a test");
    }
    return aws;
  };
  return {
    get aws() {
      return running();
    },
    client(create, settings = {}) {
      const client = new create({ ...clientSettings(running().endpoint), ...settings });
      clients.push(client);
      return client;
    },
  };
}

export function clientSettings(endpoint: string): ClientSettings {
  return {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "any", secretAccessKey: "thing" },
    maxAttempts: 1,
  };
}

/** Attributes of a queue that lets topics in, as queues must that subscribe to one. */
export const openToTopics = {
  Policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: "*",
    },
  }),
} as const;

/** The error that a call ends in; fails when it succeeds. */
export async function errorOf(call: Promise<unknown>): Promise<AwsFailure> {
  try {
    await call;
  } catch (error) {
    return error as AwsFailure;
  }
  throw new Error("The call succeeded although it must fail");
}

/** A failed call as the SDK throws it. */
export interface AwsFailure extends Error {
  readonly Code?: string;
  readonly $metadata: { readonly httpStatusCode?: number };
}

/** The services that the flows call, as the newest boto3 and the aws CLI name them. */
export const SERVICES = [
  "application-autoscaling",
  "cloudwatch",
  "iam",
  "kms",
  "logs",
  "s3",
  "sagemaker",
  "sagemaker-runtime",
  "sns",
  "sqs",
  "sts",
] as const;
export type Service = (typeof SERVICES)[number];

/** A command of the AWS SDK for JavaScript: here the typed way to say which operation is meant, whoever calls it. */
export interface AwsCommand<Output> {
  readonly input: object;
  /** Tells the compiler what the answer is. */
  resolveMiddleware(
    stack: never,
    configuration: never,
    options: never,
  ): (args: never) => Promise<{ readonly output: Output }>;
  readonly schema?: unknown;
}

/** An AWS client of some language, driven to call one operation after another. */
export interface AwsClient {
  /** What it is and its version, such as `boto3 1.43.11`. */
  readonly name: string;
  /** Whether its waiters pause for as long as the connection says. */
  readonly keepsWaiterDelay: boolean;
  /**
   * Calls an operation. Bodies of answers are not read: see {@link read}.
   *
   * @throws CallFailure with what the service, or the client itself, refused
   */
  call<Output>(command: AwsCommand<Output>): Promise<Output>;
  /**
   * Waits with the client's own waiter.
   *
   * @throws CallFailure `WaiterFailed` when the state waited for will not come
   */
  wait(waiter: EndpointWaiter, endpointName: string): Promise<void>;
  /** Reads an object. */
  read(bucket: string, key: string): Promise<Buffer>;
  /** Uploads a file in the client's own way with big ones: in parts, several at a time. */
  upload(file: string, bucket: string, key: string): Promise<void>;
  /** A URL by which anyone may read the object; `undefined` when the client cannot make one. */
  presign(bucket: string, key: string): Promise<string | undefined>;
  close(): Promise<void>;
}

export type EndpointWaiter = "EndpointInService" | "EndpointDeleted";

/** How clients reach a target, and how they wait there. */
export interface Connection {
  /** Base URL of every service; `undefined` for AWS itself. */
  readonly endpoint: string | undefined;
  readonly region: string;
  /** Seconds between two looks of a waiter, where a client lets that be set. */
  readonly waiterDelaySeconds: number;
  readonly waiterAttempts: number;
}

/** A call that failed. */
export class CallFailure extends Error {
  override readonly name = "CallFailure";

  constructor(
    /** The service's error code as the client tells it, or one of the {@link clientCodes}. */
    readonly code: string,
    message: string,
    /** HTTP status, where the client tells it. */
    readonly status?: number,
  ) {
    super(message);
  }
}

/** Codes of failures that never were an answer of the service. */
export const clientCodes = {
  /** The client is older than the operation or the parameter. */
  unknownToClient: "UnknownToClient",
  waiterFailed: "WaiterFailed",
} as const;

/** True for the failure of a client that is too old for what was asked. */
export function isUnknownToClient(error: unknown): boolean {
  return error instanceof CallFailure && error.code === clientCodes.unknownToClient;
}

const SERVICE_OF_NAMESPACE: Readonly<Record<string, Service>> = {
  applicationautoscaling: "application-autoscaling",
  cloudwatch: "cloudwatch",
  cloudwatchlogs: "logs",
  iam: "iam",
  kms: "kms",
  s3: "s3",
  sagemaker: "sagemaker",
  sagemakerruntime: "sagemaker-runtime",
  sns: "sns",
  sqs: "sqs",
  sts: "sts",
};

/** An operation and its input, as every client can be told them. */
export interface Operation {
  readonly service: Service;
  /** As AWS names it, such as `DescribeEndpoint`. */
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What a command means. */
export function operationOf({ schema, input }: AwsCommand<unknown>): Operation {
  // An operation's schema is [kind, namespace, name, …].
  const [, namespace, name] = schema as [number, string, string];
  const service = SERVICE_OF_NAMESPACE[namespace.replace("com.amazonaws.", "")];
  if (service === undefined) throw new Error(`No client is driven for ${namespace}`);
  return { service, name, input: { ...input } };
}

/** `DescribeEndpoint` as `describe-endpoint`, as the aws CLI writes it; with `_` as boto3 does. */
export function separated(name: string, separator: "-" | "_"): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, separator).toLowerCase();
}

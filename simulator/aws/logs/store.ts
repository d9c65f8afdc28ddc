import { arn } from "../account";
import { AwsError } from "../errors";
import { type RequestContext } from "../operation";
import { type ServiceHost, StoreKey } from "../service-host";
import { TagStore } from "../tags";

/** The state of CloudWatch Logs in a region. */
export const LOGS = new StoreKey("logs", (_aws, region) => new LogsStore(region));

/** A line of a log. */
export interface LogEvent {
  readonly id: string;
  readonly stream: string;
  /** Milliseconds since the epoch: when it happened, and when it came. */
  readonly timestampMs: number;
  readonly ingestedMs: number;
  readonly message: string;
}

/** A sequence of lines from one source. */
export interface LogStream {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  /** In order of time. */
  readonly events: LogEvent[];
}

/** Streams that share a retention. */
export interface LogGroup {
  readonly name: string;
  /** Without the `:*` that stands for its streams. */
  readonly arn: string;
  readonly createdMs: number;
  readonly logGroupClass: string;
  retentionDays: number | undefined;
  kmsKeyId: string | undefined;
  readonly streams: Map<string, LogStream>;
}

/** Log groups of a region. */
export class LogsStore {
  readonly tags = new TagStore();
  private readonly groups = new Map<string, LogGroup>();
  private eventCount = 0;

  constructor(private readonly region: string) {}

  createGroup(
    name: string,
    nowSeconds: number,
    options: {
      readonly kmsKeyId?: string | undefined;
      readonly logGroupClass?: string | undefined;
    } = {},
  ): LogGroup {
    const group: LogGroup = {
      name,
      arn: arn("logs", this.region, `log-group:${name}`),
      createdMs: Math.round(nowSeconds * 1000),
      logGroupClass: options.logGroupClass ?? "STANDARD",
      retentionDays: undefined,
      kmsKeyId: options.kmsKeyId,
      streams: new Map(),
    };
    this.groups.set(name, group);
    return group;
  }

  findGroup(name: string): LogGroup | undefined {
    return this.groups.get(name);
  }

  /**
   * The group of a name or an ARN.
   *
   * @throws AwsError `ResourceNotFoundException`
   */
  group(reference: string | undefined): LogGroup {
    const name = (reference ?? "").replace(/^arn:.*?:log-group:/, "").replace(/:\*$/, "");
    const group = this.groups.get(name);
    if (group === undefined) {
      throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
    }
    return group;
  }

  /** All groups by name. */
  listGroups(): readonly LogGroup[] {
    return [...this.groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  deleteGroup(group: LogGroup): void {
    this.groups.delete(group.name);
    this.tags.drop(group.arn);
  }

  createStream(group: LogGroup, name: string, nowSeconds: number): LogStream {
    const stream: LogStream = {
      name,
      arn: `${group.arn}:log-stream:${name}`,
      createdMs: Math.round(nowSeconds * 1000),
      events: [],
    };
    group.streams.set(name, stream);
    return stream;
  }

  /** Adds a line in its place in time. */
  append(stream: LogStream, message: string, timestampMs: number, nowSeconds: number): void {
    const event: LogEvent = {
      id: String(this.eventCount++).padStart(56, "0"),
      stream: stream.name,
      timestampMs,
      ingestedMs: Math.round(nowSeconds * 1000),
      message,
    };
    const { events } = stream;
    let index = events.length;
    while (index > 0 && (events[index - 1] as LogEvent).timestampMs > timestampMs) {
      index--;
    }
    events.splice(index, 0, event);
  }

  /**
   * Writes lines on behalf of a service; group and stream are made if they are missing.
   *
   * @param atSeconds simulated epoch seconds
   */
  write(groupName: string, streamName: string, lines: readonly string[], atSeconds: number): void {
    const group = this.groups.get(groupName) ?? this.createGroup(groupName, atSeconds);
    const stream = group.streams.get(streamName) ?? this.createStream(group, streamName, atSeconds);
    lines.forEach((line) => this.append(stream, line, Math.round(atSeconds * 1000), atSeconds));
  }
}

/** The logs of a region, for services that write them. */
export function logsIn(aws: ServiceHost, region: string): LogsStore {
  return aws.store(LOGS, region);
}

/** The logs of the request's region. */
export function logsOf(context: RequestContext): LogsStore {
  return context.aws.store(LOGS, context.region);
}

/** @throws AwsError `ResourceNotFoundException` */
export function streamOf(group: LogGroup, name: string | undefined): LogStream {
  const stream = group.streams.get(name ?? "");
  if (stream === undefined) {
    throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
  }
  return stream;
}

import {
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";

import { loadError, LoadInputError } from "../../load-error";
import { inputPrefixOf } from "../../sending/uploader";
import { callWithBackOff } from "../../service/back-off";
import { formatS3Location, type LoadTarget, parseS3Location } from "../../service/target";
import { type ShardPlan, type ShardStart } from "../shard-plan";

/** What the run and its shards read of each other; a task of another version of this project may not understand it. */
const protocolVersion = 1;

/** How far a shard is, as it last said. */
export interface ShardStatus {
  /** Of the task that said so. */
  readonly task: string;
  readonly state: "ready" | "standing" | "ended";
  /** Goes up with each word, so that silence is heard. */
  readonly beat: number;
  /** Bytes of its journal that are in S3. */
  readonly bytes: number;
  /** Once it ended: how many of its requests it has not sent, and why. */
  readonly unsent?: number;
  readonly error?: string;
}

/** The folder in S3 by which a run and its shards on other machines talk. Each object has one writer. */
export class ShardStore {
  /** @param location `s3://bucket/folder`, see {@link shardFolder}. */
  constructor(
    private readonly s3: S3Client,
    readonly location: string,
  ) {}

  async putPlan(plan: ShardPlan): Promise<void> {
    await this.putJson("plan.json", { version: protocolVersion, plan });
  }

  /**
   * @returns undefined when there is none.
   * @throws {LoadInputError} When it is of another version of this project.
   */
  async plan(): Promise<ShardPlan | undefined> {
    const found = (await this.json("plan.json")) as
      { readonly version: number; readonly plan: ShardPlan } | undefined;
    if (found !== undefined && found.version !== protocolVersion) {
      throw new LoadInputError(
        `The plan in ${this.location} is of version ${found.version}, and this is version ${protocolVersion}: run its ` +
          "shards with an image of the same commit as the run",
      );
    }
    return found?.plan;
  }

  async putStart(start: Omit<ShardStart, "sent">): Promise<void> {
    await this.putJson("start.json", start);
  }

  /** The instant at which all begin; undefined until it is known. */
  async start(): Promise<Omit<ShardStart, "sent"> | undefined> {
    return (await this.json("start.json")) as Omit<ShardStart, "sent"> | undefined;
  }

  /** Has the shards that are at work send no more. */
  async putStop(stop: string): Promise<void> {
    await this.putJson("stop.json", { stop });
  }

  /** Names the latest stop; undefined when there was none. */
  async stop(): Promise<string | undefined> {
    return ((await this.json("stop.json")) as { readonly stop: string } | undefined)?.stop;
  }

  /**
   * @param isFirst Whether no task has said anything of the shard yet.
   * @throws When another task was first, named PreconditionFailed.
   */
  async putStatus(shard: number, status: ShardStatus, isFirst = false): Promise<void> {
    await this.putJson(`${shard}/status.json`, status, isFirst ? { IfNoneMatch: "*" } : {});
  }

  async status(shard: number): Promise<ShardStatus | undefined> {
    return (await this.json(`${shard}/status.json`)) as ShardStatus | undefined;
  }

  /** Adds whole lines to a shard's journal. @param start Bytes of it that are there. */
  async putJournalPart(shard: number, start: number, lines: Uint8Array): Promise<void> {
    await this.put(partName(shard, start), lines, "application/x-ndjson");
  }

  /** The lines of a shard's journal that begin after so many bytes. */
  async journalPart(shard: number, start: number): Promise<Uint8Array> {
    const part = await this.bytes(partName(shard, start));
    if (part === undefined) {
      throw new LoadInputError(
        `${this.location}/${partName(shard, start)} is missing, which holds what shard ${shard} sent: put it back, or start ` +
          "a new run",
      );
    }
    return part;
  }

  private async putJson(
    name: string,
    value: object,
    condition: Pick<PutObjectCommandInput, "IfNoneMatch"> = {},
  ): Promise<void> {
    await this.put(name, Buffer.from(JSON.stringify(value)), "application/json", condition);
  }

  private async put(
    name: string,
    body: Uint8Array,
    contentType: string,
    condition: Pick<PutObjectCommandInput, "IfNoneMatch"> = {},
  ): Promise<void> {
    const command = new PutObjectCommand({
      ...this.placeOf(name),
      Body: body,
      ContentType: contentType,
      ...condition,
    });
    try {
      await callWithBackOff(() => this.s3.send(command));
    } catch (error) {
      throw loadError(`Writing ${this.location}/${name}`, error);
    }
  }

  private async json(name: string): Promise<unknown> {
    const bytes = await this.bytes(name);
    return bytes && (JSON.parse(Buffer.from(bytes).toString("utf8")) as unknown);
  }

  private async bytes(name: string): Promise<Uint8Array | undefined> {
    const command = new GetObjectCommand(this.placeOf(name));
    try {
      const { value } = await callWithBackOff(async () => {
        try {
          const object = await this.s3.send(command);
          return await object.Body?.transformToByteArray();
        } catch (error) {
          if (error instanceof NoSuchKey) return undefined;
          throw error;
        }
      });
      return value;
    } catch (error) {
      throw loadError(`Reading ${this.location}/${name}`, error);
    }
  }

  private placeOf(name: string): { readonly Bucket: string; readonly Key: string } {
    const { bucket, key } = parseS3Location(this.location);
    return { Bucket: bucket, Key: `${key}/${name}` };
  }
}

/** Where a run and its shards meet: beside the run's inputs, under a name that no run can have. */
export function shardFolder(target: LoadTarget, run: string): string {
  const { bucket, prefix } = inputPrefixOf(target, run);
  return formatS3Location({ bucket, key: `${prefix}.shards` });
}

function partName(shard: number, start: number): string {
  return `${shard}/journal-${String(start).padStart(12, "0")}.jsonl`;
}

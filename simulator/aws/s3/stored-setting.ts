import { s3Of } from "./store";
import { AwsError } from "../errors";
import { type RequestContext } from "../operation";

/** A sub-resource of a bucket that is stored and given back as it came. */
export interface StoredSetting {
  /** Under which name it is kept. */
  readonly name: string;
  /** The members of the input that are kept. */
  readonly members: readonly string[];
  /** The member of the input whose members they are, where the output has them without it. */
  readonly within?: string;
  /** What a bucket answers before it is put: the setting itself, or the error's code and message. */
  readonly unset: Readonly<Record<string, unknown>> | readonly [code: string, message: string];
  /** What a bucket answers once it has been deleted, where that differs. */
  readonly deleted?: readonly [code: string, message: string];
}

/** Kept in place of a setting that was deleted, for those that then differ from never having been put. */
const DELETED = Object.freeze({});

interface BucketInput {
  readonly Bucket?: string | undefined;
}

/** The put, get and delete operations of such a sub-resource. */
export function storedSetting(setting: StoredSetting): {
  put: (input: BucketInput, context: RequestContext) => void;
  get: (input: BucketInput, context: RequestContext) => object;
  remove: (input: BucketInput, context: RequestContext) => void;
} {
  return {
    put: (input, { aws }) => {
      const given = input as Record<string, unknown>;
      const record = setting.within === undefined ? given : asRecord(given[setting.within]);
      const kept = setting.members.map((member) => [member, record[member]] as const);
      settingsOf(input, aws).set(setting.name, Object.fromEntries(kept));
    },
    get: (input, { aws }) => {
      const kept = settingsOf(input, aws).get(setting.name);
      const answer =
        kept === DELETED ? (setting.deleted ?? setting.unset) : (kept ?? setting.unset);
      if (Array.isArray(answer)) {
        const [code, message] = answer as [string, string];
        throw new AwsError(code, message, 404, { BucketName: input.Bucket });
      }
      return answer;
    },
    remove: (input, { aws }) => {
      settingsOf(input, aws).set(setting.name, DELETED);
    },
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return (value ?? {}) as Record<string, unknown>;
}

function settingsOf(input: BucketInput, aws: RequestContext["aws"]): Map<string, object> {
  return s3Of(aws).bucket(input.Bucket as string).settings.others;
}

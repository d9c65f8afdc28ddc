import { randomUUID } from "node:crypto";
import { ACCOUNT_ID, arn } from "../account";
import { AwsError } from "../errors";
import { type RequestContext } from "../operation";
import { StoreKey } from "../service-host";
import { TagStore } from "../tags";

/** The state of KMS in a region. */
export const KMS = new StoreKey("kms", (_aws, region) => new KmsStore(region));

/** A key as a record: nothing is encrypted with it. */
export interface Key {
  readonly id: string;
  readonly arn: string;
  /** Simulated epoch seconds. */
  readonly createdAt: number;
  /** `AWS` for the keys that AWS makes for a service. */
  readonly manager: "AWS" | "CUSTOMER";
  readonly keySpec: string;
  readonly keyUsage: string;
  readonly isMultiRegion: boolean;
  description: string;
  policy: string;
  isEnabled: boolean;
  isRotated: boolean;
  rotationPeriodDays: number;
  /** Simulated epoch seconds at which it goes for good; undefined while it stays. */
  deletionAt: number | undefined;
}

/** Another name of a key. */
export interface Alias {
  /** With its prefix `alias/`. */
  readonly name: string;
  readonly arn: string;
  /** Simulated epoch seconds. */
  readonly createdAt: number;
  updatedAt: number;
  keyId: string;
}

/** What a new key may be told. */
export type KeyOptions = Partial<
  Pick<Key, "description" | "policy" | "manager" | "keySpec" | "keyUsage" | "isMultiRegion">
>;

/** Days between rotations unless a key says otherwise. */
const DEFAULT_ROTATION_DAYS = 365;

/** Keys and aliases of a region. */
export class KmsStore {
  readonly tags = new TagStore();
  private readonly keys = new Map<string, Key>();
  private readonly aliases = new Map<string, Alias>();

  constructor(private readonly region: string) {}

  createKey(now: number, options: KeyOptions): Key {
    const isMultiRegion = options.isMultiRegion ?? false;
    const id = isMultiRegion ? `mrk-${randomUUID().replaceAll("-", "")}` : randomUUID();
    const key: Key = {
      id,
      arn: arn("kms", this.region, `key/${id}`),
      createdAt: now,
      manager: options.manager ?? "CUSTOMER",
      keySpec: options.keySpec ?? "SYMMETRIC_DEFAULT",
      keyUsage: options.keyUsage ?? "ENCRYPT_DECRYPT",
      isMultiRegion,
      description: options.description ?? "",
      policy: options.policy ?? DEFAULT_POLICY,
      isEnabled: true,
      isRotated: false,
      rotationPeriodDays: DEFAULT_ROTATION_DAYS,
      deletionAt: undefined,
    };
    this.keys.set(id, key);
    return key;
  }

  /**
   * The key of an id, a key's ARN, an alias or an alias's ARN. Keys that AWS makes for its services exist as soon as they are
   * named.
   *
   * @throws AwsError `NotFoundException`
   */
  key(reference: string | undefined, now: number): Key {
    const name = (reference ?? "").slice((reference ?? "").lastIndexOf(":") + 1);
    const isAlias = name.startsWith("alias/");
    if (name.startsWith("alias/aws/") && !this.aliases.has(name)) {
      this.createAlias(name, this.createKey(now, { manager: "AWS" }), now);
    }
    const id = isAlias ? this.aliases.get(name)?.keyId : name.replace(/^key\//, "");
    const key = this.keys.get(id ?? "");
    if (key === undefined || (key.deletionAt !== undefined && key.deletionAt <= now)) {
      throw notFound(
        isAlias
          ? `Alias ${arn("kms", this.region, name)} is not found.`
          : `Key '${arn("kms", this.region, `key/${id}`)}' does not exist`,
      );
    }
    return key;
  }

  listKeys(now: number): readonly Key[] {
    return [...this.keys.values()].filter(
      ({ deletionAt }) => deletionAt === undefined || deletionAt > now,
    );
  }

  createAlias(name: string, key: Key, now: number): void {
    this.aliases.set(name, {
      name,
      arn: arn("kms", this.region, name),
      createdAt: now,
      updatedAt: now,
      keyId: key.id,
    });
  }

  findAlias(name: string): Alias | undefined {
    return this.aliases.get(name);
  }

  /** @throws AwsError `NotFoundException` */
  alias(name: string | undefined): Alias {
    const alias = this.aliases.get(name ?? "");
    if (alias === undefined) {
      throw notFound(`Alias ${arn("kms", this.region, name ?? "")} is not found.`);
    }
    return alias;
  }

  listAliases(): readonly Alias[] {
    return [...this.aliases.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  deleteAlias(alias: Alias): void {
    this.aliases.delete(alias.name);
  }
}

/** The policy of a key that is given none: the account may do everything. */
const DEFAULT_POLICY = JSON.stringify(
  {
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT_ID}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  },
  undefined,
  2,
);

/** The keys of the request's region. */
export function keysOf(context: RequestContext): KmsStore {
  return context.aws.store(KMS, context.region);
}

function notFound(message: string): AwsError {
  return new AwsError("NotFoundException", message, 400);
}

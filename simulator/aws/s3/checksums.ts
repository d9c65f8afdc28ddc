import { createHash } from "node:crypto";
import { type ChecksumType } from "@aws-sdk/client-s3";
import { Crc32c, Crc64Nvme } from "@aws-sdk/checksums/crc";
import { Crc32 } from "@smithy/core/checksum";
import { AwsError } from "../errors";
import { AwsChunkedDecoder } from "../protocols/aws-chunked";
import { type Digest } from "./content-store";

/** Checksums of an object, in base64, as the members of S3's outputs. */
export type Checksums = Partial<Record<ChecksumMember, string>> & {
  /** Of the whole body, or of the checksums of its parts; absent where there is no checksum. */
  readonly ChecksumType?: ChecksumType | undefined;
};

export type ChecksumMember =
  "ChecksumCRC32" | "ChecksumCRC32C" | "ChecksumCRC64NVME" | "ChecksumSHA1" | "ChecksumSHA256";

/** A checksum under way. */
interface Algorithm extends Digest {
  digest(): Promise<Uint8Array> | Uint8Array;
}

const algorithms: Readonly<Record<ChecksumMember, () => Algorithm>> = {
  ChecksumCRC32: () => new Crc32(),
  ChecksumCRC32C: () => new Crc32c(),
  ChecksumCRC64NVME: () => new Crc64Nvme(),
  ChecksumSHA1: () => createHash("sha1"),
  ChecksumSHA256: () => createHash("sha256"),
};

const members = Object.keys(algorithms) as ChecksumMember[];

/** The member that carries the checksum of an algorithm such as `CRC32`; undefined for one that S3 does not have. */
export function checksumMember(algorithm: string | undefined): ChecksumMember | undefined {
  return members.find((member) => member === `Checksum${algorithm?.toUpperCase()}`);
}

/** Checksums alone, without the other members of an input or output. */
export function checksumsIn(given: Checksums): Checksums {
  const present = members.filter((member) => given[member] !== undefined);
  return Object.fromEntries(present.map((member) => [member, given[member]]));
}

/** The checksum of the parts' checksums, as S3 writes it for an object that came in parts. */
export async function compositeChecksum(
  member: ChecksumMember,
  parts: readonly string[],
): Promise<string> {
  const algorithm = algorithms[member]();
  algorithm.update(Buffer.concat(parts.map((part) => Buffer.from(part, "base64"))));
  return `${Buffer.from(await algorithm.digest()).toString("base64")}-${parts.length}`;
}

/** The checksums that a request gives in headers, or announces for the end of its body. */
export class ExpectedChecksums {
  private readonly running = new Map<ChecksumMember, Algorithm>();

  constructor(
    private readonly given: Checksums,
    private readonly body: unknown,
    /** Value of `x-amz-sdk-checksum-algorithm`, such as `CRC32`. */
    announced: string | undefined,
  ) {
    const trailer =
      body instanceof AwsChunkedDecoder
        ? body.announcedTrailer?.replace("x-amz-checksum-", "")
        : "";
    for (const member of members) {
      const isAnnounced =
        member === checksumMember(announced) || member === checksumMember(trailer);
      if (given[member] !== undefined || isAnnounced) {
        this.running.set(member, algorithms[member]());
      }
    }
  }

  /** To be fed the body. */
  get digests(): readonly Digest[] {
    return [...this.running.values()];
  }

  /**
   * Compares what came with what was promised, once the whole body has passed.
   *
   * @returns the checksums to keep
   * @throws AwsError `BadDigest`
   */
  async verify(): Promise<Checksums> {
    const trailers = this.body instanceof AwsChunkedDecoder ? this.body.trailers : undefined;
    const result: Partial<Record<ChecksumMember, string>> = {};
    for (const [member, algorithm] of this.running) {
      const actualBytes = Buffer.from(await algorithm.digest());
      const actual = actualBytes.toString("base64");
      const name = member.slice("Checksum".length);
      const expected = this.given[member] ?? trailers?.get(`x-amz-checksum-${name.toLowerCase()}`);
      if (expected !== undefined && Buffer.from(expected, "base64").length !== actualBytes.length) {
        throw new AwsError(
          "InvalidRequest",
          `Value for x-amz-checksum-${name.toLowerCase()} header is invalid.`,
          400,
        );
      }
      if (expected !== undefined && expected !== actual) {
        throw new AwsError(
          "BadDigest",
          `The ${name} you specified did not match the calculated checksum.`,
          400,
        );
      }
      result[member] = actual;
    }
    return Object.keys(result).length > 0 ? { ...result, ChecksumType: "FULL_OBJECT" } : {};
  }
}

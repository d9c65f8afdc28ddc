import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A source of numbers in [0, 1). */
export type RandomSource = () => number;

/**
 * What chance is drawn for. Each purpose has its own stream, so that a change of one setting leaves the draws of all
 * others as they were (common random numbers): what-ifs differ by the setting, not by luck.
 */
const randomPurposes = [
  "arrivals",
  "payloads",
  "service",
  "failures",
  "provisioning",
  "termination",
  "capacity",
  "metricDelay",
  "identifiers",
  "delivery",
] as const;

export type RandomPurpose = (typeof randomPurposes)[number];

/**
 * An independent stream: 2^64 numbers apart from every other purpose of the same seed and owner.
 *
 * @param seed Any integer.
 * @param purpose What the numbers are for.
 * @param owner Name of the endpoint or other thing that draws; the same name gives the same numbers.
 */
export function randomSource(seed: number, purpose: RandomPurpose, owner = ""): RandomSource {
  const generator = xoroshiro128plus(mix(seed, owner));
  for (let jumps = randomPurposes.indexOf(purpose) + 1; jumps > 0; jumps--) generator.jump();
  return () => uniformFloat64(generator);
}

/** How many numbers {@link RandomBlocks} makes at a time. */
export const randomBlockSize = 128;

/**
 * The numbers of a source, made a block at a time: in a row they cost half of what they cost one by one between other
 * work, and so does what samplers make of them. Whoever takes a number takes the next of the stream, whatever it is used for.
 */
export class RandomBlocks {
  readonly numbers = new Float64Array(randomBlockSize);
  /** Place of the next number; the size of a block when all are taken. */
  next = randomBlockSize;
  /** How many blocks there were. */
  blocks = 0;

  constructor(private readonly source: RandomSource) {}

  /** Makes the next block, when all numbers of the present one are taken. */
  refill(): void {
    for (let place = 0; place < randomBlockSize; place++) this.numbers[place] = this.source();
    this.next = 0;
    this.blocks++;
  }

  take(): number {
    if (this.next === randomBlockSize) this.refill();
    return this.numbers[this.next++]!;
  }
}

/** FNV-1a over the seed and the name: near-by seeds and names give far-apart states. */
function mix(seed: number, owner: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${owner}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash;
}

/** A version 4 UUID from a seeded source. */
export function randomUuid(source: RandomSource): string {
  return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (place) => {
    const digit = Math.floor(source() * 16);
    return (place === "x" ? digit : 8 + (digit & 3)).toString(16);
  });
}

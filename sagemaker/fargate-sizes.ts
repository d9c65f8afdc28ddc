/** Memory that a task on Fargate may have, in MiB, by its processor units (1,024 are one). */
interface FargateSize {
  readonly cpuUnits: number;
  readonly memoryMib: readonly number[];
}

const from = (min: number, max: number, step: number): number[] =>
  Array.from({ length: (max - min) / step + 1 }, (_, index) => min + index * step);

/**
 * Sizes of tasks on Fargate under Linux.
 *
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */
const fargateSizes: readonly FargateSize[] = [
  { cpuUnits: 256, memoryMib: [512, 1024, 2048] },
  { cpuUnits: 512, memoryMib: from(1024, 4096, 1024) },
  { cpuUnits: 1024, memoryMib: from(2048, 8192, 1024) },
  { cpuUnits: 2048, memoryMib: from(4096, 16_384, 1024) },
  { cpuUnits: 4096, memoryMib: from(8192, 30_720, 1024) },
  { cpuUnits: 8192, memoryMib: from(16_384, 61_440, 4096) },
  { cpuUnits: 16_384, memoryMib: from(32_768, 122_880, 8192) },
];

/** Processor units that a task on Fargate may have. */
export const fargateCpuUnits: readonly number[] = fargateSizes.map(({ cpuUnits }) => cpuUnits);

/** What is wrong with a task's size, to be read after the name of the memory; undefined when nothing is. */
export function fargateMemoryProblem(memoryMib: number, cpuUnits: number): string | undefined {
  const size = fargateSizes.find((each) => each.cpuUnits === cpuUnits);
  if (size === undefined || size.memoryMib.includes(memoryMib)) return undefined;
  return `is ${memoryMib}; with ${cpuUnits} \`cpuUnits\` Fargate has ${size.memoryMib.join(", ")} MiB`;
}

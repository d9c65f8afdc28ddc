/** Says on the error stream how to start the tasks that a run waits for. */
export function sayShardsWanted(shards: readonly number[], location: string): void {
  process.stderr.write(
    `\nThe run waits for ${shards.length === 1 ? "shard" : "shards"} ${shards.join(", ")}. Start a task for each, with this in its environment:\n` +
      `  SHARD_LOCATION=${location}\n` +
      `  SHARD=<${shards.join("|")}>\n` +
      "On Fargate, output `startCommand` of a LoadGenerator does so; on any machine, `npm run send-shard`.\n",
  );
}

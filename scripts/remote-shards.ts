/** Says on the error stream how to start the tasks that a run waits for. */
export function sayShardsWanted(shards: readonly number[], location: string): void {
  const command = '"$(pulumi stack output startCommand)"';
  process.stderr.write(
    `\nThe run waits for ${shards.length === 1 ? "shard" : "shards"} ${shards.join(", ")}. Start a task for each. On Fargate, by the component LoadGenerator:\n` +
      `  SHARD_LOCATION=${location} SHARDS="${shards.join(" ")}" sh -c ${command}\n` +
      "On any machine that has this project and access to bucket and endpoint, with AWS_REGION set (and AWS_ENDPOINT_URL for a server):\n" +
      shards
        .map((shard) => `  SHARD_LOCATION=${location} SHARD=${shard} npm run send-shard\n`)
        .join(""),
  );
}

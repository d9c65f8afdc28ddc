import { readFile } from "node:fs/promises";

import { InvalidArgumentError } from "@commander-js/extra-typings";

import { type LoadProgress } from "../load/run/progress";
import { type WatchedRun } from "../load/watch/live-page";
import { WatchServer } from "../load/watch/watch-server";

/** Reads the flag's port; 0 is any that is free. */
export function watchPort(written: string): number {
  const port = Number(written);
  if (written.trim() === "" || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError("It must be a port from 0 to 65535; 0 is any that is free.");
  }
  return port;
}

/** A run that may be watched. */
export interface Watching {
  observe(progress: LoadProgress): void;
  /** Gives the report to those who watch. */
  finish(reportFile: string): Promise<void>;
  close(): void;
}

/** For a run that no one is to watch. */
export const unwatched: Watching = {
  observe: () => undefined,
  finish: () => Promise.resolve(),
  close: () => undefined,
};

/** Serves the page of a run, and says where on the error stream: standard output may carry JSON. */
export async function startWatching(port: number, run: WatchedRun): Promise<Watching> {
  const server = await WatchServer.open(port, run);
  process.stderr.write(`Watch the run at ${server.url}\n`);
  return {
    observe: (progress) => server.observe(progress),
    finish: async (reportFile) => server.finish(await readFile(reportFile, "utf8")),
    close: () => server.close(),
  };
}

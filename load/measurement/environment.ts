import { readFileSync } from "node:fs";
import { arch, cpus, platform, release, totalmem } from "node:os";
import path from "node:path";

import { type ResultEnvironment } from "../../simulator/scenario/result";

/** What the client ran on: a run that fell behind may have had a small machine. */
export function describeEnvironment(): ResultEnvironment {
  const { version, dependencies } = JSON.parse(
    readFileSync(path.join(__dirname, "../../package.json"), "utf8"),
  ) as { readonly version: string; readonly dependencies: Readonly<Record<string, string>> };
  const processors = cpus();
  return {
    version,
    sdkVersion: dependencies["@aws-sdk/client-sagemaker-runtime"] ?? "unknown",
    node: process.version,
    platform: `${platform()} ${release()} ${arch()}`,
    processors: `${processors.length} x ${processors[0]?.model.trim() ?? "unknown"}`,
    memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
  };
}

/** Puts a Pulumi program onto a running local AWS server, and takes it off again, without the Pulumi CLI. */
import { once } from "node:events";
import { join } from "node:path";

import { Deployment } from "./deployment";
import { DeployError } from "./errors";
import { Monitor } from "./monitor";
import { serveMonitor } from "./monitor-server";
import { type OnProgress } from "./progress";
import { runProgram } from "./program";
import { type Project, readProject } from "./project";
import { decodeProperties, type Properties } from "./property-values";
import { reconcile } from "./reconcile";
import { answers, connect, type ServerConnection } from "./server-connection";
import { StateFile, type StackState } from "./state";

export { DeployError } from "./errors";
export { answers } from "./server-connection";
export { type OnProgress, type Progress, type ResourceStatus } from "./progress";

const DEFAULT_STATE_FOLDER = ".local-stacks";

/** Which stack, where, and how to follow along. */
export interface StackOptions {
  /** URL of a running local AWS server. */
  readonly endpoint: string;
  /** `local` by default. */
  readonly stack?: string;
  /** Folder of Pulumi.yaml; the working directory by default. */
  readonly projectDir?: string;
  /** Folder for the stack's state; `.local-stacks` in the project's folder by default. */
  readonly stateDir?: string;
  /** Config keys that win over the stack file. */
  readonly config?: Readonly<Record<string, string>>;
  readonly onProgress?: OnProgress;
  /** Aborting begins nothing new, lets calls under way finish, keeps the state and rejects. */
  readonly signal?: AbortSignal;
}

/** What a deployment or its removal came to. */
export interface StackResult {
  readonly stack: string;
  readonly endpoint: string;
  /** The program's outputs; secret ones read `[secret]`. Empty after `destroyStack`. */
  readonly outputs: Properties;
  readonly resources: Deployment["results"];
}

/**
 * Deploys a stack: makes what is missing, changes or replaces what differs, deletes what the program no longer asks
 * for. The program runs in a process of its own, so this can be called any number of times.
 *
 * @throws DeployError; what was made until then is kept in the state, so that the next call goes on from there and
 * `destroyStack` removes it
 */
export async function deployStack(options: StackOptions): Promise<StackResult> {
  return withStack(options, async (deployment, state, file, project) => {
    const { onProgress = () => {}, signal } = options;
    const monitor = new Monitor(project, deployment, onProgress, signal);
    await runUnderMonitor(project, monitor, signal);
    signal?.throwIfAborted();
    await deployment.deleteLeftovers();
    const { values, secretKeys } = decodeProperties(monitor.stackOutputs, project.directory);
    state.outputs = {
      ...values,
      ...Object.fromEntries(secretKeys.map((key) => [key, "[secret]"])),
    };
    file.write(state);
  });
}

/**
 * Deletes everything a stack's state names, in reverse order of dependency; what is gone already is fine. The program
 * is not run.
 */
export async function destroyStack(options: StackOptions): Promise<StackResult> {
  return withStack(options, async (deployment, state, file) => {
    await deployment.deleteEverything();
    state.outputs = {};
    file.remove();
  });
}

/**
 * The outputs of a stack that `deployStack` put on a server.
 *
 * @throws DeployError when it is not deployed there
 */
export function deployedOutputs(projectDir: string, stack: string, endpoint: string): Properties {
  const state = new StateFile(join(projectDir, DEFAULT_STATE_FOLDER), stack).read();
  if (state === undefined || new URL(state.endpoint).origin !== new URL(endpoint).origin) {
    const where = state === undefined ? "nowhere" : `on ${state.endpoint}`;
    throw new DeployError(
      `Stack \`${stack}\` is not deployed on ${endpoint} (it is ${where}); put it there with \`npm run deploy:local -- --endpoint ${endpoint} --stack ${stack}\``,
      2,
    );
  }
  return state.outputs;
}

type StackWork = (
  deployment: Deployment,
  state: StackState,
  file: StateFile,
  project: Project,
) => Promise<void>;

async function withStack(options: StackOptions, work: StackWork): Promise<StackResult> {
  const { endpoint, stack = "local", projectDir = process.cwd(), onProgress = () => {} } = options;
  const project = readProject(projectDir, stack, options.config);
  const file = new StateFile(options.stateDir ?? join(projectDir, DEFAULT_STATE_FOLDER), stack);
  const connection = await connect(endpoint, project.region);
  try {
    const state = await currentState(file, project, connection, onProgress);
    const deployment = new Deployment(connection, state, file, onProgress, options.signal);
    await dropGone(deployment, state, file, onProgress);
    await work(deployment, state, file, project);
    return {
      stack,
      endpoint: connection.endpoint,
      outputs: state.outputs,
      resources: deployment.results,
    };
  } finally {
    connection.close();
  }
}

/** The state to go on from. A state of another server counts only while that server runs, and then it is in the way. */
async function currentState(
  file: StateFile,
  project: Project,
  { endpoint }: ServerConnection,
  onProgress: OnProgress,
): Promise<StackState> {
  const { name, stack } = project;
  const known = file.read();
  const empty: StackState = {
    version: 1,
    project: name,
    stack,
    endpoint,
    resources: [],
    outputs: {},
  };
  if (!known) return empty;
  if (known.endpoint === endpoint) return known;
  if (await answers(known.endpoint)) {
    throw new DeployError(
      `Stack \`${stack}\` is deployed on ${known.endpoint}, which still runs; first take it off there with \`npm run deploy:local -- --endpoint ${known.endpoint} --stack ${stack} --destroy\``,
      2,
    );
  }
  onProgress({
    kind: "message",
    text: `Stack ${stack} was deployed on ${known.endpoint}, which no longer runs: starting clean`,
  });
  return empty;
}

async function dropGone(
  deployment: Deployment,
  state: StackState,
  file: StateFile,
  onProgress: OnProgress,
): Promise<void> {
  if (state.resources.length === 0) return;
  const { known, gone } = await reconcile(state.resources, ({ region, type, name }) =>
    deployment.context(region, type, name, "unchanged"),
  );
  if (gone.length === 0) return;
  const text =
    known.length === 0
      ? `The server at ${state.endpoint} knows nothing of stack ${state.stack} (a fresh server?): starting clean`
      : `No longer on the server: ${gone.map(({ type, name }) => `${type} (${name})`).join(", ")}`;
  onProgress({ kind: "message", text });
  state.resources = known;
  file.write(state);
}

async function runUnderMonitor(
  project: Project,
  monitor: Monitor,
  signal: AbortSignal | undefined,
): Promise<void> {
  const server = await serveMonitor(monitor);
  const program = runProgram(project, server.address, (line) => monitor.log(line));
  try {
    await Promise.race([program.ended, monitor.failed, ...(signal ? [aborted(signal)] : [])]);
  } finally {
    await program.stop();
    await monitor.settled();
    server.close();
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
  signal.throwIfAborted();
}

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { DeployError } from "./errors";
import { type Properties } from "./property-values";

/** One resource as it stands on the server. */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** The provider's id; components have none. */
  readonly id: string;
  readonly region: string;
  /** Inputs as sent, made-up names included. */
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** URNs of the resources that this one needs. */
  readonly dependencies: readonly string[];
  /** The physical name was made up, so a replacement gets another. */
  readonly madeUpName: boolean;
  /** False between the call that made it and the moment it can be used. */
  readonly ready: boolean;
  /** True when a replacement stands and this one waits to be deleted. */
  readonly obsolete: boolean;
}

/** What a stack left on which server. */
export interface StackState {
  readonly version: 1;
  readonly project: string;
  readonly stack: string;
  readonly endpoint: string;
  resources: ResourceState[];
  outputs: Properties;
}

/**
 * The file that holds a stack's state, written whole after every change so that a crash loses nothing. It holds values
 * as they are, secret ones too: it describes a local server, and is not for sharing.
 */
export class StateFile {
  readonly path: string;

  constructor(directory: string, stack: string) {
    this.path = join(directory, `${stack}.json`);
  }

  /**
   * @returns undefined when the stack is not deployed
   * @throws DeployError when the file is not a state of this version
   */
  read(): StackState | undefined {
    if (!existsSync(this.path)) return undefined;
    try {
      const state = JSON.parse(readFileSync(this.path, "utf8")) as StackState;
      if (state.version === 1) return state;
    } catch {
      // Falls through to the one message for every unreadable state.
    }
    throw new DeployError(
      `${this.path} is not a deployment state that this version can read; stop the server it belongs to and delete the file`,
    );
  }

  write(state: StackState): void {
    mkdirSync(dirname(this.path), { recursive: true });
    const draft = `${this.path}.${process.pid}.new`;
    writeFileSync(draft, `${JSON.stringify(state, undefined, 2)}\n`);
    renameSync(draft, this.path);
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}

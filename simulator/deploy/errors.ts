/** A deployment that cannot go on, told in one message that says what to do; no stack trace is meant for the user. */
export class DeployError extends Error {
  override readonly name = "DeployError";

  /**
   * @param exitCode the command line's exit code: 2 when what the user gave is wrong (settings, flags, endpoint),
   * 1 when the server or the program failed on the way.
   */
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

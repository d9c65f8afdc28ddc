import { CallFailed, fatalAdvice } from "./service/back-off";

/** Ends a run: what was being done, what came of it, and what to do. */
export class LoadError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "LoadError";
  }
}

/** What the user gave a run cannot be used: which, what was given and what to give instead. Nothing was sent. */
export class LoadInputError extends Error {
  override readonly name = "LoadInputError";
}

/** Puts an error of the service into a {@link LoadError} that says what was being done. */
export function loadError(doing: string, error: unknown): LoadError {
  if (error instanceof LoadError) {
    return error;
  }
  const cause = error instanceof CallFailed ? error.cause : error;
  if (!(cause instanceof Error)) {
    return new LoadError(`${doing}: ${String(cause)}`);
  }
  const advice = fatalAdvice(cause);
  const text = `${doing}: ${cause.name}: ${cause.message}`;
  return new LoadError(advice === undefined ? text : `${text}; ${advice}`, { cause });
}

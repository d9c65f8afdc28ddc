/** How the server logs an operation that it answered: service, operation and status. */
const CALL = /^\S+ (\w+) (\d{3})$/;

/** What a server answered, in order. */
export class Calls {
  private readonly lines: string[] = [];
  private seen = 0;

  /** To be the server's log. */
  readonly log = (line: string): void => void (CALL.test(line) && this.lines.push(line));

  get count(): number {
    return this.lines.length;
  }

  /** Passes over what was answered until now. */
  skip(): void {
    this.seen = this.lines.length;
  }

  /**
   * Answers since the last call of this that the provider may not get: all but successes, and reads of what is not there.
   *
   * @param refusals operations that were to be refused
   */
  unexpected(refusals: readonly string[] = []): string[] {
    const fresh = this.lines.slice(this.seen);
    this.skip();
    return fresh.filter((line) => {
      const [, operation = "", status = ""] = CALL.exec(line) ?? [];
      if (Number(status) < 400 || refusals.includes(operation)) return false;
      return !(/^(Get|Head|List|Describe)/.test(operation) && /^(400|404)$/.test(status));
    });
  }
}

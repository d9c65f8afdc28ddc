/** A rule about two properties; `reason` is read after the name of the first. */
export interface PairRule<Key extends PropertyKey> {
  readonly properties: readonly [Key, Key];
  /** Takes the two values; which they are is known where the rule is made. */
  readonly reason: (first: never, second: never) => string | undefined;
}

/** Makes a {@link PairRule} whose property names and types are checked. */
export function pairRule<Values>() {
  return <First extends keyof Values, Second extends keyof Values>(rule: {
    readonly properties: readonly [First, Second];
    readonly reason: (
      first: NonNullable<Values[First]>,
      second: NonNullable<Values[Second]>,
    ) => string | undefined;
  }): PairRule<keyof Values> => rule;
}

/** A tag as most services write it. */
export interface Tag {
  readonly Key: string | undefined;
  readonly Value: string | undefined;
}

/** Tags of the resources of one service, by their ARNs. */
export class TagStore {
  private readonly byArn = new Map<string, Map<string, string>>();

  /** Adds tags; one with a key that is there already takes its place. */
  put(arn: string, tags: readonly Tag[] | undefined): void {
    if (tags === undefined || tags.length === 0) {
      return;
    }
    const kept = this.byArn.get(arn) ?? new Map<string, string>();
    for (const { Key: key, Value: value } of tags) {
      kept.set(key ?? "", value ?? "");
    }
    this.byArn.set(arn, kept);
  }

  /** Removes tags by their keys; keys that are not there are ignored. */
  remove(arn: string, keys: readonly string[]): void {
    keys.forEach((key) => this.byArn.get(arn)?.delete(key));
  }

  /** The tags of a resource in the order in which they came. */
  list(arn: string): { Key: string; Value: string }[] {
    return [...(this.byArn.get(arn) ?? [])].map(([Key, Value]) => ({ Key, Value }));
  }

  /** Forgets a resource that is gone. */
  drop(arn: string): void {
    this.byArn.delete(arn);
  }
}

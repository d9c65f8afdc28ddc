import { type ServiceHost, type StoreKey } from "./service-host";

/** State of a service that has something to release. */
export interface Disposable {
  close(): void | Promise<void>;
}

/** All state of one `LocalAws`. */
export class Stores {
  private readonly byKey = new Map<StoreKey<object>, Map<string, object>>();

  constructor(private readonly aws: ServiceHost) {}

  /** The state of a service in a region, made when it is first asked for. */
  get<Store extends object>(key: StoreKey<Store>, region: string): Store {
    let byRegion = this.byKey.get(key);
    if (byRegion === undefined) {
      byRegion = new Map();
      this.byKey.set(key, byRegion);
    }
    const known = byRegion.get(region);
    if (known !== undefined) {
      return known as Store;
    }
    const made = key.create(this.aws, region);
    byRegion.set(region, made);
    return made;
  }

  /** Releases and forgets everything. */
  async clear(): Promise<void> {
    const all = [...this.byKey.values()].flatMap((byRegion) => [...byRegion.values()]);
    this.byKey.clear();
    for (const store of all) {
      if ("close" in store) {
        await (store as Disposable).close();
      }
    }
  }
}

/**
 * A set of keys that is listed in the order of their UTF-8 bytes, as S3 does. Sorted when it is next listed, so that a burst
 * of writes between two listings costs one sort.
 */
export class SortedKeys {
  private readonly keys = new Set<string>();
  private sorted: string[] | undefined = [];

  add(key: string): void {
    if (!this.keys.has(key)) {
      this.keys.add(key);
      this.sorted = undefined;
    }
  }

  delete(key: string): void {
    if (this.keys.delete(key)) {
      this.sorted = undefined;
    }
  }

  /** Keys from the first one that is not before `from`. */
  *from(from: string): Generator<string> {
    const sorted = (this.sorted ??= [...this.keys].sort(compareUtf8));
    for (let index = lowerBound(sorted, from); index < sorted.length; index++) {
      yield sorted[index] as string;
    }
  }
}

/** Orders text by its UTF-8 bytes; JavaScript's own order differs beyond the basic plane. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) {
      const surrogates = Number(isSurrogate(left)) - Number(isSurrogate(right));
      return surrogates !== 0 ? surrogates : left - right;
    }
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function lowerBound(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareUtf8(sorted[middle] as string, key) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

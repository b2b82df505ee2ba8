/** Values by key, in the order S3 lists keys: that of their UTF-8 bytes. Look-ups take a hash, positions a binary search. */
export class KeyIndex<Value> {
  readonly #values = new Map<string, Value>();
  #keys: string[] = [];

  get size(): number {
    return this.#keys.length;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  /** The entry at a position of the order. */
  at(position: number): readonly [key: string, value: Value] | undefined {
    const key = this.#keys[position];
    const value = key === undefined ? undefined : this.#values.get(key);
    return key === undefined || value === undefined ? undefined : [key, value];
  }

  set(key: string, value: Value): void {
    if (!this.#values.has(key)) this.#keys.splice(this.firstFrom(key), 0, key);
    this.#values.set(key, value);
  }

  /** Sorts once, where `set` in a loop would move the tail of the list each time. */
  load(entries: Iterable<readonly [key: string, value: Value]>): void {
    for (const [key, value] of entries) this.#values.set(key, value);
    this.#keys = [...this.#values.keys()].sort(compareKeys);
  }

  delete(key: string): boolean {
    if (!this.#values.delete(key)) return false;
    this.#keys.splice(this.firstFrom(key), 1);
    return true;
  }

  /** Position of the first key that is not before `key`. */
  firstFrom(key: string): number {
    return this.#firstWhereNot((candidate) => compareKeys(candidate, key) < 0);
  }

  /** Position of the first key after `key`. */
  firstAfter(key: string): number {
    return this.#firstWhereNot((candidate) => compareKeys(candidate, key) <= 0);
  }

  /** Position of the first key behind all that start with `prefix`. */
  firstBehind(prefix: string): number {
    return this.#firstWhereNot((candidate) => candidate.startsWith(prefix) || compareKeys(candidate, prefix) < 0);
  }

  /** `before` must hold for a head of the order and for nothing behind it. */
  #firstWhereNot(before: (key: string) => boolean): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const key = this.#keys[middle];
      if (key !== undefined && before(key)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Order of the UTF-8 bytes, without encoding: that of UTF-16 units, except that surrogates come last. */
export function compareKeys(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    const unitA = a.charCodeAt(at);
    const unitB = b.charCodeAt(at);
    if (unitA !== unitB) return rank(unitA) - rank(unitB);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** A map that is asked for the same keys in the same order again and again: what follows the last answer is looked at first, before any hashing. */
export class Recurring<T extends NonNullable<unknown>, K extends string | number = string> {
  private readonly keys: K[] = [];
  private readonly values: T[] = [];
  private readonly places = new Map<K, number>();
  private next = 0;

  /** The value of a key; undefined where it has none. */
  find(key: K): T | undefined {
    let at = this.next;
    if (this.keys[at] !== key) {
      const place = this.places.get(key);
      if (place === undefined) return undefined;
      at = place;
    }
    this.next = at + 1 < this.keys.length ? at + 1 : 0;
    return this.values[at];
  }

  /** Gives a key that has none a value; one that has one is an error. */
  add(key: K, value: T): T {
    if (this.places.has(key)) throw new Error(`${key} has a value`);
    this.places.set(key, this.keys.length);
    this.keys.push(key);
    this.values.push(value);
    return value;
  }

  /** The value of a key, made when it is asked for the first time. */
  get(key: K, make: (key: K) => T): T {
    return this.find(key) ?? this.add(key, make(key));
  }

  /** All values, in the order in which they were first asked for. */
  all(): readonly T[] {
    return this.values;
  }

  /** Entries in that order, each value as `save` says it. */
  save<S>(save: (value: T) => S): [K, S][] {
    return this.keys.map((key, i): [K, S] => [key, save(this.values[i] as T)]);
  }

  restore<S>(saved: readonly (readonly [K, S])[], made: (saved: S, key: K) => T): void {
    this.keys.length = 0;
    this.values.length = 0;
    this.places.clear();
    this.next = 0;
    for (const [key, value] of saved) this.add(key, made(value, key));
  }
}

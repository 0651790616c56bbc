/** A map that is asked for the same keys in the same order again and again: what follows the last answer is looked at first, before any hashing. */
export class Recurring<T> {
  private readonly keys: string[] = [];
  private readonly values: T[] = [];
  private readonly places = new Map<string, number>();
  private next = 0;

  /** The value of a key, made when it is asked for the first time. */
  get(key: string, make: (key: string) => T): T {
    if (this.keys[this.next] !== key) this.next = this.places.get(key) ?? this.add(key, make(key));
    const value = this.values[this.next] as T;
    this.next = this.next + 1 < this.keys.length ? this.next + 1 : 0;
    return value;
  }

  /** All values, in the order in which they were first asked for. */
  all(): readonly T[] {
    return this.values;
  }

  private add(key: string, value: T): number {
    this.places.set(key, this.keys.length);
    this.values.push(value);
    return this.keys.push(key) - 1;
  }
}

/** Numbers values in the order in which they first come, so that each has to be stored or sent once. */
export class Dictionary<T> {
  readonly values: T[] = [];
  private readonly known = new Map<unknown, number>();

  /** The number of a value. `key` tells values apart that are not the same object. */
  numberOf(value: T, key: unknown = value): number {
    let number = this.known.get(key);
    if (number === undefined) {
      number = this.values.push(value) - 1;
      this.known.set(key, number);
    }
    return number;
  }
}
